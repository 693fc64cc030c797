"""Versions: kept after the approval, one for a request, compared by fields."""

import pytest
from django.db import IntegrityError, transaction

from stellazh.common.requests import request_id
from stellazh.workplans import services
from stellazh.workplans.models import PlanVersion
from stellazh.workplans.services import FieldChange
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory, PlanSectionFactory
from tests.workplans.making import BASIS, item_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(association, head, at):
    plan = PlanFactory(association=association)
    PlanItemFactory(plan=plan, title="Семинар", number="1", section=PlanSectionFactory(plan=plan, title="Общее"))
    services.approve_plan(plan.pk, basis=BASIS, by=head, at=at)
    return plan


def numbers():
    return list(PlanVersion.objects.order_by("number").values_list("number", "reason", "note"))


def test_a_draft_keeps_no_versions(association, head, at):
    plan = PlanFactory(association=association)

    services.add_item(plan.pk, fields=item_fields(), submission_key=None, by=head, at=at)

    assert numbers() == []


def test_each_change_of_an_approved_plan_is_kept(approved, head, at):
    item = approved.items.get()
    services.set_status(item.pk, status="postponed", reason="карантин", expected_version=1, by=head, at=at)
    services.add_item(approved.pk, fields=item_fields(), submission_key=None, by=head, at=at)
    services.add_section(approved.pk, title="Новый", by=head, at=at)
    services.archive_item(item.pk, by=head, at=at)

    assert numbers() == [
        (1, "approved", "на заседании ММО, протокол № 1 от 03.09.2024"),
        (2, "changed", "Перенесено: «Семинар»"),
        (3, "changed", "Добавлен пункт «Семинар «Книга и время»»"),
        (4, "changed", "Добавлен раздел «Новый»"),
        (5, "changed", "Убран пункт «Семинар»"),
    ]


def test_changes_of_one_request_make_one_version(approved, head, at):
    token = request_id.set("request-1")
    for title in ("Первый", "Второй"):
        services.add_item(approved.pk, fields=item_fields(title=title), submission_key=None, by=head, at=at)
    request_id.reset(token)

    last = approved.versions.first()
    assert (last.number, [item["title"] for item in last.snapshot["items"]]) == (2, ["Семинар", "Первый", "Второй"])


def test_compare_versions_names_what_came_changed_and_went(approved, head, at):
    item = approved.items.get()
    gone = services.add_item(approved.pk, fields=item_fields(title="Уйдёт"), submission_key=None, by=head, at=at)
    before = approved.versions.first()
    services.archive_item(gone.pk, by=head, at=at)
    services.add_item(approved.pk, fields=item_fields(title="Новое"), submission_key=None, by=head, at=at)
    services.set_status(item.pk, status="cancelled", reason="карантин", expected_version=1, by=head, at=at)
    services.add_section(approved.pk, title="Ещё", by=head, at=at)

    seen = services.compare_versions(before, approved.versions.first())

    assert [one.label for one in seen.added] == ["Новое"]
    assert [one.label for one in seen.gone] == ["Уйдёт"]
    assert [(one.label, one.changes) for one in seen.changed] == [
        ("1. Семинар", (FieldChange("Состояние", "запланировано", "отменено: карантин"),))
    ]
    assert seen.passport == (FieldChange("Разделы", "Общее", "Общее; Ещё"),)


def test_compare_versions_of_equal_ones_is_empty(approved):
    assert services.compare_versions(approved.versions.first(), services.snapshot(approved)).is_empty


def test_an_outcome_does_not_differ(approved, head, at):
    services.record_outcome(
        approved.items.get().pk, participation_count=3, evidence="протокол", held_on=None, by=head, at=at
    )

    assert services.compare_versions(approved.versions.first(), services.snapshot(approved)).is_empty


def test_snapshot_costs_the_same_for_many_items(association, django_assert_num_queries):
    small, large = PlanFactory(association=association), PlanFactory()
    for plan, count in ((small, 1), (large, 30)):
        for _ in range(count):
            ItemOwnerFactory(item=PlanItemFactory(plan=plan))

    with django_assert_num_queries(4):
        services.snapshot(small)
    with django_assert_num_queries(4):
        services.snapshot(large)


def test_a_number_of_a_version_is_taken_once(approved, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(plan=approved, number=1, reason="changed", snapshot={}, made_at=at, made_by="x")
