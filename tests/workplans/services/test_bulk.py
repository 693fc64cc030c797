"""One change for many items: whole or not at all."""

from datetime import date

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.workplans import services
from stellazh.workplans.models import PlanItem, PlanVersion
from stellazh.workplans.services import BulkChange, OwnerFields
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(association):
    return PlanFactory(association=association, approved=True)


@pytest.fixture
def items(plan):
    made = [PlanItemFactory(plan=plan, title=f"Пункт {n}", term_raw="08.10.2024") for n in (1, 2, 3)]
    for item in made:
        ItemOwnerFactory(item=item, name="Озерова Т.С.")
    return made


def change(plan, items, by, at, **what):
    ids = [item.pk for item in items]
    return services.change_items(plan.pk, item_ids=ids, change=BulkChange(**what), by=by, at=at)


def test_change_items_makes_one_entry_and_one_version(plan, items, head, at):
    section = PlanSectionFactory(plan=plan, title="Новый")

    changed = change(plan, items[:2], head, at, section_id=section.pk, form="webinar")

    assert list(PlanItem.objects.order_by("pk").values_list("section", "form", "version")) == [
        (section.pk, "webinar", 2), (section.pk, "webinar", 2), (None, "other", 1),
    ]  # fmt: skip
    entry = AuditEntry.objects.get()
    assert (len(changed), entry.action, entry.note) == (2, "plan_items_changed", "Изменено сразу 2 пункта")
    assert entry.changes == {
        "№ 1: Раздел": ["", "Новый"],
        "№ 1: Форма": ["другое", "вебинар"],
        "№ 2: Раздел": ["", "Новый"],
        "№ 2: Форма": ["другое", "вебинар"],
    }
    assert PlanVersion.objects.count() == 1


def test_change_items_shifts_days(plan, items, head, at):
    change(plan, items, head, at, shift_days=7)

    assert set(PlanItem.objects.values_list("term_raw", "start", "end")) == {
        ("15.10.2024", date(2024, 10, 15), date(2024, 10, 15))
    }


def test_change_items_adds_and_replaces_owners(plan, items, head, at):
    added = OwnerFields("person", "Ольхова В.И.", person_id=head.pk)
    change(plan, items[:1], head, at, add_owner=added)
    change(plan, items[:1], head, at, add_owner=added)
    change(plan, items, head, at, replace_owner=("озерова т.с.", OwnerFields("text", "Кленова М.А.")))

    assert [[owner.name for owner in item.owners.all()] for item in PlanItem.objects.order_by("pk")] == [
        ["Кленова М.А.", "Ольхова В.И."], ["Кленова М.А."], ["Кленова М.А."],
    ]  # fmt: skip


def test_change_items_takes_items_out_of_their_sections(plan, items, head, at):
    items[0].section = PlanSectionFactory(plan=plan)
    items[0].save()

    change(plan, items, head, at, section_id=0)

    assert list(PlanItem.objects.values_list("section", flat=True).distinct()) == [None]


def test_change_items_cancels_with_a_reason(plan, items, head, at):
    change(plan, items, head, at, status="cancelled", reason="карантин")

    assert set(PlanItem.objects.values_list("status", "status_reason")) == {("cancelled", "карантин")}


def test_change_items_names_those_that_refuse_and_changes_none(plan, items, head, at):
    items[1].term_raw = "октябрь"
    items[1].save()

    with pytest.raises(services.SomeItemsRefuse) as refusal:
        change(plan, items, head, at, shift_days=7)

    assert refusal.value.reasons == (("Пункт 2", "Срок «октябрь» нельзя сдвинуть по дням: исправьте его вручную."),)
    assert set(PlanItem.objects.values_list("term_raw", "version")) == {("08.10.2024", 1), ("октябрь", 1)}
    assert not AuditEntry.objects.exists()


def test_change_items_refuses_to_call_off_what_is_held(plan, items, head, at):
    items[0].status = "held"
    items[0].save()
    ItemOutcomeFactory(item=items[0])

    with pytest.raises(services.SomeItemsRefuse) as refusal:
        change(plan, items, head, at, status="cancelled", reason="карантин")

    assert [label for label, _ in refusal.value.reasons] == ["Пункт 1"]
    assert set(PlanItem.objects.values_list("status", flat=True)) == {"held", "planned"}


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({}, services.NothingToChange),
        ({"shift_days": 0}, services.NothingToChange),
        ({"status": "cancelled"}, services.ReasonNeeded),
        ({"status": "held"}, services.OutcomeNeeded),
        ({"form": "party"}, services.TextMissing),
        ({"section_id": 999_999}, services.SectionOfAnotherPlan),
        ({"add_owner": OwnerFields("text", " ")}, services.TextMissing),
        ({"add_owner": OwnerFields("person", "Липина", person_id=999_999)}, services.UnknownOwner),
    ],
)
def test_change_items_refuses_what_cannot_be_asked(what, refusal, plan, items, head, at):
    with pytest.raises(refusal):
        change(plan, items, head, at, **what)

    assert not AuditEntry.objects.exists()


def test_change_items_refuses_items_of_another_plan(plan, items, head, at):
    foreign = PlanItemFactory()

    with pytest.raises(services.ItemNotInPlan):
        change(plan, [*items, foreign], head, at, form="webinar")

    foreign.refresh_from_db()
    assert foreign.form == "other"


def test_change_items_that_are_so_already_changes_nothing(plan, items, head, at):
    assert change(plan, items, head, at, form="other") == ()
    assert not AuditEntry.objects.exists()


def test_preview_changes_stores_nothing(plan, items, django_assert_num_queries):
    items[2].term_raw = "октябрь"
    items[2].save()

    with django_assert_num_queries(3):
        seen = services.preview_changes(plan, item_ids=[i.pk for i in items], change=BulkChange(shift_days=7))

    assert [[(c.name, c.before, c.after) for c in one.changes] for one in seen] == [
        [("Срок", "08.10.2024", "15.10.2024")], [("Срок", "08.10.2024", "15.10.2024")], [],
    ]  # fmt: skip
    assert [bool(one.refusal) for one in seen] == [False, False, True]
    assert PlanItem.objects.filter(term_raw="08.10.2024").count() == 2


def test_change_items_costs_the_same_for_many(plan, head, at, django_assert_num_queries):
    many = [PlanItemFactory(plan=plan, term_raw="08.10.2024") for _ in range(40)]

    with django_assert_num_queries(16):
        change(plan, many, head, at, form="webinar")
    with django_assert_num_queries(16):
        change(plan, many[:1], head, at, form="seminar")
