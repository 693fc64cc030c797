from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.errors import PermissionRefused
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.workplans.drafts.model import DraftAnswer
from stellazh.workplans.enums import ImportStatus, PlanStatus
from stellazh.workplans.models import ItemOwner, OwnerAnswer, Plan, PlanImport, PlanItem, PlanVersion
from stellazh.workplans.services.imports.checking import answer_doubts
from stellazh.workplans.services.imports.refusals import NotConfirmed, PlanBecameBinding
from stellazh.workplans.services.imports.undoing import undo_import
from stellazh.workplans.services.versions import snapshot
from tests.factories.workplans import ItemOutcomeFactory
from tests.workplans.imports.test_confirming import CHANGED, confirm

Bring = Callable[..., PlanImport]


@pytest.fixture
def later(at: datetime) -> datetime:
    """An hour after the import."""
    return at + timedelta(hours=1)


def test_undo_import_of_a_new_plan_puts_plan_and_items_away(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    plan_import = confirm(bring(), head, at)

    undone = undo_import(plan_import.pk, by=head, at=later)

    plan = Plan.objects.get()
    assert (undone.plan_import.status, undone.plan_import.undone_at) == (ImportStatus.UNDONE, later)
    assert (undone.archived_count, undone.returned_count, undone.kept) == (4, 0, ())
    assert plan.archived_at == later
    assert plan.items.present().count() == 0
    assert plan.items.count() == 4


def test_undo_import_lets_the_year_be_imported_again(bring: Bring, head: Person, at: datetime, later: datetime) -> None:
    undo_import(confirm(bring(), head, at).pk, by=head, at=later)

    confirm(bring(), head, later)

    assert PlanItem.objects.present().count() == 4


def test_undo_import_returns_an_updated_plan_to_what_it_was(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    confirm(bring(), head, at)
    plan = Plan.objects.get()
    before = snapshot(plan)
    gone = PlanItem.objects.get(title="Конкурс юных чтецов")
    rows = (*CHANGED, ("III. Новый раздел",), ("7.", "Выставка", "май 2025", "Кленова М.С."))
    second = confirm(bring(rows), head, at, put_away=frozenset({gone.pk}))
    assert snapshot(plan) != before

    undone = undo_import(second.pk, by=head, at=later)

    assert snapshot(plan) == before
    assert (undone.archived_count, undone.returned_count, undone.kept) == (2, 3, ())


def test_undo_import_keeps_what_was_edited_or_held_since_and_says_so(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    plan_import = confirm(bring(), head, at)
    first, second, third, _ = PlanItem.objects.in_paper_order()
    PlanItem.objects.filter(pk=first.pk).update(title="Моя правка", version=2)
    ItemOutcomeFactory(item=third)

    undone = undo_import(plan_import.pk, by=head, at=later)

    assert undone.kept == (
        "«Моя правка»: после загрузки пункт правили",
        "«Конкурс юных чтецов»: записан итог",
    )
    assert [item.pk for item in PlanItem.objects.present().in_paper_order()] == [first.pk, third.pk]
    assert Plan.objects.get().archived_at is None
    assert PlanItem.objects.get(pk=second.pk).archived_at == later


def test_undo_import_keeps_a_changed_item_that_was_edited_since(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    confirm(bring(), head, at)
    second = confirm(bring(CHANGED), head, at)
    item = PlanItem.objects.get(number="1")
    PlanItem.objects.filter(pk=item.pk).update(place="школа № 5", version=item.version + 1)

    undone = undo_import(second.pk, by=head, at=later)

    assert undone.kept == ("«Заседание № 1 «Планирование работы»»: после загрузки пункт правили",)
    assert PlanItem.objects.get(pk=item.pk).term_raw == "октябрь 2024"


def test_undo_import_puts_unused_new_people_away_and_forgets_answers(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    plan_import = bring()
    answer_doubts(
        plan_import.pk, {"липина в и": DraftAnswer("new"), "рябинина в и": DraftAnswer("words")}, by=head, at=at
    )
    confirm(plan_import, head, at)
    person = Person.objects.get(family_name="Липина")

    undo_import(plan_import.pk, by=head, at=later)

    person.refresh_from_db()
    assert person.archived_at == later
    assert Membership.objects.get(person=person).to_on == date(2024, 9, 10)
    assert OwnerAnswer.objects.count() == 0


def test_undo_import_keeps_a_new_person_who_got_another_item(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    confirm(bring((("1", "Обзор", "май 2025", "Ольхова В.И."),), year=2025), head, at)
    plan_import = bring()
    answer_doubts(plan_import.pk, {"липина в и": DraftAnswer("new")}, by=head, at=at)
    confirm(plan_import, head, at)
    person = Person.objects.get(family_name="Липина")
    ItemOwner.objects.filter(item__plan__school_year=2025).update(person=person)

    undone = undo_import(plan_import.pk, by=head, at=later)

    person.refresh_from_db()
    assert person.archived_at is None
    assert undone.kept == ("Липина В.И.: отвечает за другие пункты",)


def test_undo_import_restores_the_answer_that_was_there_before(
    bring: Bring, head: Person, member: Person, at: datetime, later: datetime
) -> None:
    rows = (("1", "Обзор", "май 2025", "Липена В.И."),)
    first = bring(rows)
    answer_doubts(first.pk, {"липена в и": DraftAnswer("person", str(member.pk))}, by=head, at=at)
    confirm(first, head, at)

    undo_import(first.pk, by=head, at=later)

    assert OwnerAnswer.objects.count() == 0


def test_undo_import_gives_an_approved_plan_one_more_version(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    confirm(bring(), head, at)
    Plan.objects.update(status=PlanStatus.APPROVED)
    second = confirm(bring(CHANGED), head, at)

    undo_import(second.pk, by=head, at=later)

    assert list(PlanVersion.objects.order_by("number").values_list("number", "reason")) == [
        (1, "changed"),
        (2, "changed"),
    ]


def test_undo_import_refuses_when_the_plan_it_made_is_approved(
    bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    plan_import = confirm(bring(), head, at)
    Plan.objects.update(status=PlanStatus.APPROVED)

    with pytest.raises(PlanBecameBinding):
        undo_import(plan_import.pk, by=head, at=later)

    assert PlanItem.objects.present().count() == 4


def test_undo_import_refuses_what_was_never_confirmed(bring: Bring, head: Person, later: datetime) -> None:
    with pytest.raises(NotConfirmed):
        undo_import(bring().pk, by=head, at=later)


@pytest.mark.parametrize("who", ["stranger", "member", "region_head"])
def test_undo_import_refuses_who_may_not_edit_here(
    who: str, request: pytest.FixtureRequest, bring: Bring, head: Person, at: datetime, later: datetime
) -> None:
    actor: Person = request.getfixturevalue(who)
    plan_import = confirm(bring(), head, at)

    with pytest.raises(PermissionRefused):
        undo_import(plan_import.pk, by=actor, at=later)

    assert PlanItem.objects.present().count() == 4


def test_undo_import_twice_undoes_once(bring: Bring, head: Person, at: datetime, later: datetime) -> None:
    plan_import = confirm(bring(), head, at)

    undo_import(plan_import.pk, by=head, at=later)
    undo_import(plan_import.pk, by=head, at=later)

    assert AuditEntry.objects.filter(action="import_undone").count() == 1
    assert AuditEntry.objects.get(action="import_undone").note == "убрано 4, возвращено 0, оставлено 0"
