from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection, connections

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.workplans.drafts.model import Draft, DraftAnswer
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.enums import ImportStatus, ItemStatus, OwnerKind, PlanStatus
from stellazh.workplans.models import ItemOutcome, ItemOwner, OwnerAnswer, Plan, PlanImport, PlanItem, PlanVersion
from stellazh.workplans.services.imports.checking import abandon_import, answer_doubts, edit_draft
from stellazh.workplans.services.imports.comparing import compare_import, plan_of_year
from stellazh.workplans.services.imports.confirming import Choices, confirm_import
from stellazh.workplans.services.imports.doubts import owner_book
from stellazh.workplans.services.imports.refusals import ImportNotOpen, NothingChosen, NothingToTake
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOutcomeFactory
from tests.workplans.imports.conftest import ROWS, SHARED

Bring = Callable[..., PlanImport]
ON = date(2024, 9, 10)


def seen(plan_import: PlanImport) -> str:
    """What the screen of differences would carry."""
    draft = Draft.from_json(plan_import.reading)
    return compare_import(draft, plan_of_year(plan_import), owner_book(draft, plan_import.association, on=ON)).seen


def confirm(plan_import: PlanImport, by: Person, at: datetime, **choices: object) -> PlanImport:
    plan_import.refresh_from_db()
    wanted = Choices(**{"seen": seen(plan_import), **choices})  # type: ignore[arg-type]
    return confirm_import(plan_import.pk, choices=wanted, expected_version=plan_import.version, by=by, at=at)


def test_confirm_import_makes_the_plan_with_everything_read(
    bring: Bring, head: Person, association: Association, at: datetime
) -> None:
    plan_import = confirm(bring(), head, at)

    plan = Plan.objects.get()
    assert (plan_import.status, plan_import.plan, plan_import.confirmed_at) == (ImportStatus.CONFIRMED, plan, at)
    assert (plan.association, plan.school_year, plan.status, plan.form) == (association, 2024, "draft", "sections")
    assert list(plan.sections.values_list("title", flat=True)) == [
        "I. Организационная деятельность",
        "II. Работа с учащимися",
    ]
    assert list(
        plan.items.in_paper_order().values_list(
            "position", "number", "section__position", "title", "start", "end", "form"
        )
    ) == [
        (1, "1", 1, "Заседание № 1 «Планирование работы»", date(2024, 9, 1), date(2024, 9, 30), "meeting"),
        (2, "2", 1, "Банк данных школьных библиотекарей", date(2024, 9, 1), date(2025, 5, 31), "other"),
        (3, "3", 2, "Конкурс юных чтецов", date(2025, 3, 15), date(2025, 3, 15), "contest"),
        (4, "4", 2, "Неделя детской книги", date(2025, 3, 24), date(2025, 3, 30), "week"),
    ]
    first = plan.items.in_paper_order()[0]
    assert (first.source_import, first.source_row) == (plan_import, "строка 3")


def test_confirm_import_links_only_the_owner_who_fits_one_card(bring: Bring, head: Person, at: datetime) -> None:
    confirm(bring(), head, at)

    assert list(ItemOwner.objects.order_by("item__position", "position").values_list("name", "kind", "person_id")) == [
        ("Ольхова В.И.", OwnerKind.PERSON, head.pk),
        ("Ольхова В.И.", OwnerKind.PERSON, head.pk),
        ("Липина В.И.", OwnerKind.TEXT, None),
        ("Рябинина В.И.", OwnerKind.TEXT, None),
        ("Школьные библиотекари", OwnerKind.GROUP, None),
    ]


def test_confirm_import_audits_the_import_the_plan_and_every_item(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = confirm(bring(), head, at)

    actions = list(AuditEntry.objects.exclude(action="file_stored").order_by("pk").values_list("action", flat=True))
    assert actions == [
        "import_started",
        "plan_created",
        "plan_section_added",
        *["plan_item_added"] * 4,
        "import_confirmed",
    ]
    assert AuditEntry.objects.get(action="import_confirmed").note == "новых 4, изменено 0, убрано 0"
    assert AuditEntry.objects.about(plan_import).first().actor_id == str(head.pk)  # type: ignore[union-attr]


def test_confirm_import_makes_new_people_members_without_accounts_once(
    bring: Bring, head: Person, association: Association, at: datetime
) -> None:
    plan_import = bring()
    answers = {"липина в и": DraftAnswer("new"), "рябинина в и": DraftAnswer("same", "липина в и")}
    answer_doubts(plan_import.pk, {"липина в и": answers["липина в и"]}, by=head, at=at)

    confirm(plan_import, head, at)

    person = Person.objects.get(family_name="Липина")
    assert (person.given_name, person.patronymic, person.email, person.has_account) == ("В", "И", None, False)
    assert Membership.objects.filter(person=person, association=association, from_on=ON, to_on=None).count() == 1
    assert ItemOwner.objects.get(name="Липина В.И.").person == person
    assert list(OwnerAnswer.objects.values_list("written_key", "person_id")) == [("липина в и", person.pk)]


def test_confirm_import_remembers_answers_and_the_next_import_uses_them(
    bring: Bring, head: Person, association: Association, member: Person, at: datetime
) -> None:
    rows = (("1", "Беседа", "май 2025", "Липена В.И."), ("2", "Обзор", "май 2025", "Берёза"))
    first = bring(rows)
    answer_doubts(first.pk, {"липена в и": DraftAnswer("person", str(member.pk))}, by=head, at=at)
    confirm(first, head, at)

    book = owner_book(Draft.from_json(bring(rows, year=2025).reading), association, on=ON)

    assert [(entry.written, entry.person.id if entry.person else None, entry.how) for entry in book.settled] == [
        ("Липена В.И.", member.pk, "по прошлому ответу"),
        ("Берёза", None, "не имя человека"),
    ]
    assert book.doubts == ()


def test_confirm_import_leaves_out_what_was_put_aside(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = bring()
    key = Draft.from_json(plan_import.reading).rows[1].key
    edit_draft(plan_import.pk, lambda draft: draft.with_row(draft.row(key).changed(is_left_out=True)), by=head, at=at)  # type: ignore[union-attr]

    confirm(plan_import, head, at)

    assert [item.number for item in PlanItem.objects.in_paper_order()] == ["1", "3", "4"]


def test_confirm_import_of_the_same_paper_again_finds_nothing(bring: Bring, head: Person, at: datetime) -> None:
    confirm(bring(), head, at)
    again = bring()

    with pytest.raises(NothingChosen, match="всё то же"):
        confirm(again, head, at)

    again.refresh_from_db()
    assert again.status == ImportStatus.PREVIEW
    assert PlanItem.objects.count() == 4


CHANGED = (
    ("I. Организационная деятельность",),
    ("1.", "Заседание № 1 «Планирование работы»", "октябрь 2024", "Ольхова В.И."),
    ("2.", "Круглый стол «Читаем вместе»", "ноябрь 2024", "Ольхова В.И."),
    ("3.", "Банк данных школьных библиотекарей", "В течение года", "Ольхова В.И. Липина В.И."),
    ("II. Работа с учащимися",),
    ("4.", "Неделя детской книги", "24-30 марта 2025", "Школьные библиотекари"),
)


def test_confirm_import_updates_the_years_plan_and_keeps_what_the_paper_lacks(
    bring: Bring, head: Person, at: datetime
) -> None:
    confirm(bring(), head, at)
    plan = Plan.objects.get()

    confirm(bring(CHANGED), head, at)

    assert Plan.objects.count() == 1
    assert list(plan.items.in_paper_order().values_list("number", "title", "start")) == [
        ("1", "Заседание № 1 «Планирование работы»", date(2024, 10, 1)),
        ("2", "Круглый стол «Читаем вместе»", date(2024, 11, 1)),
        ("3", "Банк данных школьных библиотекарей", date(2024, 9, 1)),
        ("3", "Конкурс юных чтецов", date(2025, 3, 15)),
        ("4", "Неделя детской книги", date(2025, 3, 24)),
    ]


def test_confirm_import_takes_only_what_was_chosen_and_archives_only_what_was_ticked(
    bring: Bring, head: Person, at: datetime
) -> None:
    confirm(bring(), head, at)
    gone = PlanItem.objects.get(title="Конкурс юных чтецов")
    second = bring(CHANGED)
    rows = {row.title: row.key for row in Draft.from_json(second.reading).rows}

    confirm(second, head, at, taken=frozenset({rows["Круглый стол «Читаем вместе»"]}), put_away=frozenset({gone.pk}))

    gone.refresh_from_db()
    assert gone.archived_at == at
    assert list(PlanItem.objects.present().in_paper_order().values_list("title", "term_raw")) == [
        ("Заседание № 1 «Планирование работы»", "сентябрь 2024"),
        ("Круглый стол «Читаем вместе»", "ноябрь 2024"),
        ("Банк данных школьных библиотекарей", "В течение года"),
        ("Неделя детской книги", "24-30 марта 2025"),
    ]


def test_confirm_import_never_loses_status_outcomes_or_uid(bring: Bring, head: Person, at: datetime) -> None:
    confirm(bring(), head, at)
    item = PlanItem.objects.get(number="1")
    PlanItem.objects.filter(pk=item.pk).update(status=ItemStatus.HELD)
    ItemOutcomeFactory(item=item)

    confirm(bring(CHANGED), head, at)

    changed = PlanItem.objects.get(pk=item.pk)
    assert (changed.status, changed.uid, changed.term_raw) == (ItemStatus.HELD, item.uid, "октябрь 2024")
    assert ItemOutcome.objects.filter(item=item, withdrawn_at=None).count() == 1


def test_confirm_import_gives_an_approved_plan_one_new_version(bring: Bring, head: Person, at: datetime) -> None:
    confirm(bring(), head, at)
    plan = Plan.objects.get()
    Plan.objects.update(status=PlanStatus.APPROVED)

    confirm(bring(CHANGED), head, at)

    version = PlanVersion.objects.get()
    assert (version.plan, version.number, version.reason) == (plan, 1, "changed")
    assert len(version.snapshot["items"]) == 5


def test_confirm_import_refuses_a_closed_plan_and_changes_nothing(bring: Bring, head: Person, at: datetime) -> None:
    confirm(bring(), head, at)
    Plan.objects.update(status=PlanStatus.CLOSED)
    second = bring(CHANGED)

    with pytest.raises(PermissionRefused, match="закрыт"):
        confirm(second, head, at)

    assert PlanItem.objects.count() == 4


def test_confirm_import_twice_confirms_once(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = bring()
    version = plan_import.version

    for _ in range(2):
        confirm_import(plan_import.pk, choices=Choices(), expected_version=version, by=head, at=at)

    assert (Plan.objects.count(), PlanItem.objects.count()) == (1, 4)
    assert AuditEntry.objects.filter(action="import_confirmed").count() == 1


def test_confirm_import_refuses_a_preview_changed_meanwhile(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = bring()
    version = plan_import.version
    edit_draft(plan_import.pk, lambda draft: replace(draft, sections=()), by=head, at=at)

    with pytest.raises(ChangedMeanwhile):
        confirm_import(plan_import.pk, choices=Choices(), expected_version=version, by=head, at=at)

    assert Plan.objects.count() == 0


def test_confirm_import_refuses_a_plan_changed_meanwhile(bring: Bring, head: Person, at: datetime) -> None:
    confirm(bring(), head, at)
    second = bring(CHANGED)
    looked_at = seen(second)
    Plan.objects.update(updated_at=datetime(2024, 9, 11, tzinfo=at.tzinfo))

    with pytest.raises(ChangedMeanwhile):
        confirm(second, head, at, seen=looked_at)

    assert PlanItem.objects.count() == 4


def test_confirm_import_refuses_when_everything_is_put_aside(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = bring()

    def leave_all(draft: Draft) -> Draft:
        return replace(draft, rows=tuple(row.changed(is_left_out=True) for row in draft.rows))

    edit_draft(plan_import.pk, leave_all, by=head, at=at)

    with pytest.raises(NothingToTake):
        confirm(plan_import, head, at)


def test_confirm_import_refuses_an_abandoned_one(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = bring()
    abandon_import(plan_import.pk, by=head, at=at)

    with pytest.raises(ImportNotOpen):
        confirm(plan_import, head, at)


@pytest.mark.parametrize("who", ["stranger", "member", "region_head"])
def test_confirm_import_refuses_who_may_not_edit_here(
    who: str, request: pytest.FixtureRequest, bring: Bring, at: datetime
) -> None:
    actor: Person = request.getfixturevalue(who)
    plan_import = bring()

    with pytest.raises(PermissionRefused):
        confirm(plan_import, actor, at)

    assert Plan.objects.count() == 0


def test_confirm_import_ignores_items_of_other_plans_among_those_to_put_away(
    bring: Bring, head: Person, at: datetime
) -> None:
    confirm(bring(), head, at)
    confirm(bring(ROWS, year=2025), head, at)
    foreign = PlanItem.objects.filter(plan__school_year=2024).first()
    assert foreign is not None

    confirm(bring(CHANGED, year=2025), head, at, put_away=frozenset({foreign.pk}))

    foreign.refresh_from_db()
    assert foreign.archived_at is None


def test_confirm_import_costs_one_query_a_row_for_its_audit(
    bring: Bring, head: Person, at: datetime, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    rows = tuple((str(n), f"Дело под номером {n}", "май 2025", "Ольхова В.И.") for n in range(1, 121))
    plan_import = bring(rows)

    with django_assert_max_num_queries(120 + 40):  # type: ignore[attr-defined]
        confirm(plan_import, head, at)

    assert PlanItem.objects.count() == 120


@pytest.mark.django_db(transaction=True)
def test_confirm_import_by_two_at_once_makes_one_plan(bring: Bring, head: Person, at: datetime) -> None:
    plan_import = bring()
    version = plan_import.version
    start = threading.Barrier(2)
    done: list[str] = []

    def press() -> None:
        start.wait()
        try:
            confirm_import(plan_import.pk, choices=Choices(), expected_version=version, by=head, at=at)
            done.append("confirmed")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert done == ["confirmed", "confirmed"]
    assert (Plan.objects.count(), PlanItem.objects.count()) == (1, 4)
    assert AuditEntry.objects.filter(action="import_confirmed").count() == 1
    assert connection.vendor in ("sqlite", "postgresql")


def test_cards_of_strangers_are_never_offered(bring: Bring, stranger: Person, association: Association) -> None:
    rows = (("1", "Беседа", "май 2025", "Кленова В.И."),)
    PersonFactory(family_name="Кленова", given_name="Вера", patronymic="Игоревна")

    book = owner_book(Draft.from_json(bring(rows).reading), association, on=ON)

    assert [doubt.candidates for doubt in book.doubts] == [()]


def _shared(name: str) -> list[Path]:
    return [path for path in [SHARED / name] if path.exists()]


@pytest.mark.parametrize(
    "path", [*_shared("plan_matrix.docx"), *_shared("plan_sections.docx")], ids=lambda path: path.stem
)
def test_confirm_import_of_a_real_paper_keeps_every_item_with_span_section_and_owners(
    path: Path, bring: Bring, head: Person, at: datetime
) -> None:
    expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text())
    paper = Paper(name=path.name, content=path.read_bytes())

    plan_import = confirm(bring(paper=paper, year=expected["school_year"]), head, at)

    items = PlanItem.objects.filter(plan=plan_import.plan).in_paper_order().select_related("section")
    assert [(item.start, item.end) for item in items] == [
        tuple(date.fromisoformat(day) if day else None for day in (entry["start"], entry["end"]))
        for entry in expected["items"]
    ]
    assert [item.section.title if item.section else "" for item in items] == [
        entry.get("direction") or entry["section"] for entry in expected["items"]
    ]
    assert [[owner.name for owner in item.owners.all() if owner.kind != OwnerKind.GROUP] for item in items] == [
        [name for name in entry["owners"] if "." in name] for entry in expected["items"]
    ]
    with pytest.raises(NothingChosen):
        confirm(bring(paper=paper, year=expected["school_year"]), head, at)
