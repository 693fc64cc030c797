"""Items: added, changed, moved, called off, put away."""

from datetime import date, time
from uuid import uuid4

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.workplans import services
from stellazh.workplans.models import ItemOwner, PlanItem
from stellazh.workplans.services import OwnerFields
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)
from tests.workplans.making import item_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(association):
    return PlanFactory(association=association)


def in_order(plan):
    return list(plan.items.present().in_paper_order().values_list("title", flat=True))


def deeds():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_add_item_reads_its_term(plan, head, at):
    section = PlanSectionFactory(plan=plan)

    item = services.add_item(
        plan.pk, fields=item_fields(section_id=section.pk, term_raw="08.10.2024 в 14:30"), submission_key=uuid4(),
        by=head, at=at,
    )  # fmt: skip

    item.refresh_from_db()
    assert (item.title, item.section, item.position) == ("Семинар «Книга и время»", section, 1)
    assert (item.term_raw, item.term_kind, item.start, item.end, item.time) == (
        "08.10.2024 в 14:30", "date", date(2024, 10, 8), date(2024, 10, 8), time(14, 30),
    )  # fmt: skip
    assert list(item.owners.values_list("kind", "name", "detail")) == [("text", "Озерова Т.С.", "методист")]
    changes = AuditEntry.objects.get().changes
    assert (changes["Ответственные"], changes["Форма"]) == (["", "Озерова Т.С., методист"], ["", "семинар"])


def test_add_item_keeps_months_of_a_list(plan, head, at):
    item = services.add_item(
        plan.pk, fields=item_fields(term_raw="сентябрь, январь"), submission_key=None, by=head, at=at
    )

    item.refresh_from_db()
    assert (item.term_kind, item.months) == ("months", ["2024-09-01", "2025-01-01"])


def test_add_item_twice_by_one_form_makes_one(plan, head, at):
    key = uuid4()

    first = services.add_item(plan.pk, fields=item_fields(), submission_key=key, by=head, at=at)
    again = services.add_item(plan.pk, fields=item_fields(), submission_key=key, by=head, at=at)

    assert (first.pk, PlanItem.objects.count(), deeds()) == (again.pk, 1, ["plan_item_added"])


def test_add_item_at_a_place_moves_the_others(plan, head, at):
    for title in ("первый", "второй"):
        PlanItemFactory(plan=plan, title=title)

    item = services.add_item(
        plan.pk, fields=item_fields(title="между"), submission_key=None, by=head, at=at, position=2
    )

    assert (in_order(plan), item.position) == (["первый", "между", "второй"], 2)


def test_add_item_refuses_a_section_of_another_plan(plan, head, at):
    foreign = PlanSectionFactory()

    with pytest.raises(services.SectionOfAnotherPlan):
        services.add_item(plan.pk, fields=item_fields(section_id=foreign.pk), submission_key=None, by=head, at=at)

    assert not PlanItem.objects.exists()


def test_add_item_refuses_an_owner_who_is_not_there(plan, head, at):
    nobody = OwnerFields("person", "Липина А.П.", person_id=head.pk + 1000)

    with pytest.raises(services.UnknownOwner):
        services.add_item(plan.pk, fields=item_fields(owners=(nobody,)), submission_key=None, by=head, at=at)

    assert not PlanItem.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "  "}, services.TextMissing),
        ({"place": "я" * 201}, services.TextTooLong),
        ({"form": "party"}, services.TextMissing),
        ({"format": "by post"}, services.TextMissing),
        ({"owners": (OwnerFields("text", " "),)}, services.TextMissing),
        ({"owners": (OwnerFields("boss", "Липина"),)}, services.TextMissing),
        ({"owners": (OwnerFields("text", "я" * 201),)}, services.TextTooLong),
    ],
)
def test_add_item_refuses_what_does_not_fit(changes, refusal, plan, head, at):
    with pytest.raises(refusal):
        services.add_item(plan.pk, fields=item_fields(**changes), submission_key=None, by=head, at=at)

    assert not PlanItem.objects.exists()


def test_update_item_reads_the_term_anew_and_replaces_owners(plan, head, at):
    item = services.add_item(plan.pk, fields=item_fields(), submission_key=None, by=head, at=at)
    owners = (OwnerFields("person", "Ольхова В.И.", person_id=head.pk), OwnerFields("text", "школы"))

    services.update_item(
        item.pk, expected_version=1, fields=item_fields(term_raw="ноябрь", owners=owners), by=head, at=at
    )

    item.refresh_from_db()
    assert (item.version, item.term_kind, item.start, item.end) == (2, "month", date(2024, 11, 1), date(2024, 11, 30))
    assert list(item.owners.values_list("name", "person_id")) == [("Ольхова В.И.", head.pk), ("школы", None)]
    assert AuditEntry.objects.get(action="plan_item_updated").changes == {
        "Срок": ["08.10.2024", "ноябрь"],
        "Ответственные": ["Озерова Т.С., методист", "Ольхова В.И.; школы"],
    }


def test_update_item_with_equal_fields_changes_nothing(plan, head, at):
    item = services.add_item(plan.pk, fields=item_fields(), submission_key=None, by=head, at=at)

    services.update_item(item.pk, expected_version=1, fields=item_fields(), by=head, at=at)

    item.refresh_from_db()
    assert (item.version, deeds()) == (1, ["plan_item_added"])


def test_update_item_keeps_a_new_link_of_the_same_words(plan, head, at):
    words = (OwnerFields("text", "Ольхова В.И."),)
    item = services.add_item(plan.pk, fields=item_fields(owners=words), submission_key=None, by=head, at=at)
    linked = (OwnerFields("person", "Ольхова В.И.", person_id=head.pk),)

    services.update_item(item.pk, expected_version=1, fields=item_fields(owners=linked), by=head, at=at)

    assert ItemOwner.objects.get().person == head


def test_update_item_shows_both_texts_by_their_names(plan, head, at):
    item = services.add_item(plan.pk, fields=item_fields(), submission_key=None, by=head, at=at)
    services.update_item(item.pk, expected_version=1, fields=item_fields(title="Их"), by=head, at=at)

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_item(item.pk, expected_version=1, fields=item_fields(title="Моё"), by=head, at=at)

    assert (clash.value.theirs, clash.value.mine, clash.value.current_version) == (
        {"Мероприятие": "Их"}, {"Мероприятие": "Моё"}, 2,
    )  # fmt: skip
    assert PlanItem.objects.get().title == "Их"


def test_move_item_into_another_section(plan, head, at):
    first, second, third = (PlanItemFactory(plan=plan, title=title) for title in ("а", "б", "в"))
    section = PlanSectionFactory(plan=plan, title="Новый")

    services.move_item(third.pk, section_id=section.pk, before_id=first.pk, by=head, at=at)

    third.refresh_from_db()
    assert (in_order(plan), third.section) == (["в", "а", "б"], section)
    assert AuditEntry.objects.get().changes["Раздел"] == ["", "Новый"]
    assert second.pk in plan.items.values_list("pk", flat=True)


def test_move_item_to_where_it_is_changes_nothing(plan, head, at):
    PlanItemFactory(plan=plan)
    last = PlanItemFactory(plan=plan)

    services.move_item(last.pk, section_id=None, before_id=None, by=head, at=at)

    assert deeds() == []


def test_move_item_refuses_a_place_in_another_plan(plan, head, at):
    item = PlanItemFactory(plan=plan)
    foreign = PlanItemFactory()

    with pytest.raises(services.ItemNotInPlan):
        services.move_item(item.pk, section_id=None, before_id=foreign.pk, by=head, at=at)

    assert deeds() == []


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_set_status_keeps_the_reason(status, plan, head, at):
    item = PlanItemFactory(plan=plan)

    services.set_status(item.pk, status=status, reason=" нет зала ", expected_version=1, by=head, at=at)

    item.refresh_from_db()
    assert (item.status, item.status_reason, item.version) == (status, "нет зала", 2)


def test_set_status_back_to_planned_forgets_the_reason(plan, head, at):
    item = PlanItemFactory(plan=plan, status="cancelled", status_reason="нет зала")

    services.set_status(item.pk, status="planned", reason="", expected_version=1, by=head, at=at)

    item.refresh_from_db()
    assert (item.status, item.status_reason) == ("planned", "")
    assert AuditEntry.objects.get().changes == {"Состояние": ["отменено: нет зала", "запланировано"]}


@pytest.mark.parametrize(
    ("status", "reason", "refusal"),
    [
        ("cancelled", " ", services.ReasonNeeded),
        ("postponed", "", services.ReasonNeeded),
        ("held", "", services.OutcomeNeeded),
        ("lost", "", services.TextMissing),
        ("cancelled", "я" * 301, services.TextTooLong),
    ],
)
def test_set_status_refuses(status, reason, refusal, plan, head, at):
    item = PlanItemFactory(plan=plan)

    with pytest.raises(refusal):
        services.set_status(item.pk, status=status, reason=reason, expected_version=1, by=head, at=at)

    item.refresh_from_db()
    assert (item.status, item.version, deeds()) == ("planned", 1, [])


def test_set_status_refuses_over_an_outcome(plan, head, at):
    item = ItemOutcomeFactory(item=PlanItemFactory(plan=plan, status="held")).item

    with pytest.raises(services.ItemAlreadyHeld):
        services.set_status(item.pk, status="cancelled", reason="нет", expected_version=1, by=head, at=at)

    item.refresh_from_db()
    assert item.status == "held"


def test_set_status_of_an_old_version_is_refused(plan, head, at):
    item = PlanItemFactory(plan=plan, version=3)

    with pytest.raises(ChangedMeanwhile):
        services.set_status(item.pk, status="cancelled", reason="нет", expected_version=2, by=head, at=at)

    item.refresh_from_db()
    assert item.status == "planned"


def test_archive_item_and_bring_it_back(plan, head, at):
    PlanItemFactory(plan=plan, title="а")
    item = PlanItemFactory(plan=plan, title="б")
    PlanItemFactory(plan=plan, title="в")

    services.archive_item(item.pk, by=head, at=at)
    without = in_order(plan)
    services.restore_item(item.pk, by=head, at=at)

    assert (without, in_order(plan)) == (["а", "в"], ["а", "б", "в"])
    assert deeds() == ["plan_item_archived", "plan_item_restored"]


def test_restore_item_that_is_there_changes_nothing(plan, head, at):
    item = PlanItemFactory(plan=plan)

    services.restore_item(item.pk, by=head, at=at)

    assert deeds() == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda pk, by, at: services.archive_item(pk, by=by, at=at),
        lambda pk, by, at: services.update_item(pk, expected_version=1, fields=item_fields(), by=by, at=at),
        lambda pk, by, at: services.move_item(pk, section_id=None, before_id=None, by=by, at=at),
        lambda pk, by, at: services.set_status(pk, status="cancelled", reason="нет", expected_version=1, by=by, at=at),
        lambda pk, by, at: services.record_outcome(
            pk, participation_count=1, evidence="протокол", held_on=None, by=by, at=at
        ),
    ],
)
def test_an_archived_item_changes_no_more(deed, plan, head, at):
    item = PlanItemFactory(plan=plan, archived_at=at)

    with pytest.raises(services.ItemIsArchived):
        deed(item.pk, head, at)

    item.refresh_from_db()
    assert (item.version, deeds()) == (1, [])


def test_archive_item_refuses_a_held_one(plan, head, at):
    item = ItemOutcomeFactory(item=PlanItemFactory(plan=plan, status="held")).item

    with pytest.raises(services.ItemAlreadyHeld):
        services.archive_item(item.pk, by=head, at=at)

    item.refresh_from_db()
    assert item.archived_at is None


def test_renumber_items_goes_through_the_sections(plan, head, at):
    second, first = PlanSectionFactory(plan=plan, position=2), PlanSectionFactory(plan=plan, position=1)
    for title, section, number in (("в", second, "7."), ("а", first, ""), ("б", first, "2."), ("г", None, "9")):
        PlanItemFactory(plan=plan, title=title, section=section, number=number)

    count = services.renumber_items(plan.pk, by=head, at=at)

    assert dict(plan.items.values_list("title", "number")) == {"а": "1", "б": "2.", "в": "3", "г": "4"}
    assert (count, AuditEntry.objects.get().changes) == (3, {"№": ["–, 7., 9", "1, 3, 4"]})


def test_renumber_items_in_order_changes_nothing(plan, head, at):
    PlanItemFactory(plan=plan, number="1")

    assert services.renumber_items(plan.pk, by=head, at=at) == 0
    assert deeds() == []


def test_items_of_a_closed_plan_change_no_more(association, head, at):
    item = PlanItemFactory(plan__association=association, plan__closed=True)

    for deed in (
        lambda: services.add_item(item.plan_id, fields=item_fields(), submission_key=None, by=head, at=at),
        lambda: services.update_item(item.pk, expected_version=1, fields=item_fields(), by=head, at=at),
        lambda: services.archive_item(item.pk, by=head, at=at),
        lambda: services.restore_item(item.pk, by=head, at=at),
        lambda: services.record_outcome(
            item.pk, participation_count=1, evidence="протокол", held_on=None, by=head, at=at
        ),
    ):
        with pytest.raises(PermissionRefused):
            deed()

    assert deeds() == []


def test_add_item_takes_the_words_of_another_alphabet(plan, head, at):
    item = services.add_item(
        plan.pk, fields=item_fields(title="«Читаем» 📚 < b > & 'ё'", term_raw=""), submission_key=None, by=head, at=at
    )

    item.refresh_from_db()
    assert (item.title, item.term_kind, item.start) == ("«Читаем» 📚 < b > & 'ё'", "none", None)


def test_owner_rows_are_gone_with_their_replacement(plan, head, at):
    item = PlanItemFactory(plan=plan, title="Семинар", form="other", number="")
    ItemOwnerFactory(item=item)

    services.update_item(item.pk, expected_version=1, fields=item_fields(title="Семинар", owners=()), by=head, at=at)

    assert not ItemOwner.objects.exists()
