"""Two people at once, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from stellazh.common.actor import System
from stellazh.common.errors import ChangedMeanwhile
from stellazh.workplans import services
from stellazh.workplans.models import Plan, PlanItem, PlanVersion
from tests.factories.associations import AssociationFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.workplans.making import BASIS, PLAN, item_fields

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
BY = System("test")
COUNT = 4


def at_once(deed: Callable[[int], object]) -> list[str]:
    """Run the deed in several threads that start together; the names of what they raised, sorted, «done» for none."""
    start = threading.Barrier(COUNT)
    results: list[str] = []

    def run(number: int) -> None:
        start.wait()
        try:
            deed(number)
        except Exception as refusal:
            results.append(type(refusal).__name__)
        else:
            results.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(COUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def test_one_of_several_editors_saves_and_the_others_see_both_texts():
    item = PlanItemFactory()

    results = at_once(
        lambda n: services.update_item(
            item.pk, expected_version=1, fields=item_fields(title=f"Текст {n}"), by=BY, at=AT
        )
    )

    item.refresh_from_db()
    assert results == [ChangedMeanwhile.__name__] * (COUNT - 1) + ["done"]
    assert item.version == 2


def test_one_of_several_approvals_counts():
    plan = PlanItemFactory().plan

    results = at_once(lambda _: services.approve_plan(plan.pk, basis=BASIS, by=BY, at=AT))

    assert results == ["PlanAlreadyApproved"] * (COUNT - 1) + ["done"]
    assert PlanVersion.objects.count() == 1


def test_a_form_pressed_several_times_adds_one_item():
    plan, key = PlanFactory(), uuid4()

    results = at_once(lambda _: services.add_item(plan.pk, fields=item_fields(), submission_key=key, by=BY, at=AT))

    assert (results, PlanItem.objects.count()) == (["done"] * COUNT, 1)


def test_a_form_pressed_several_times_starts_one_plan():
    association, key = AssociationFactory(), uuid4()

    results = at_once(
        lambda _: services.create_plan(association.pk, school_year=2024, fields=PLAN, submission_key=key, by=BY, at=AT)
    )

    assert (results, Plan.objects.count()) == (["done"] * COUNT, 1)


def test_several_forms_for_one_year_start_one_plan():
    association = AssociationFactory()

    results = at_once(
        lambda _: services.create_plan(
            association.pk, school_year=2024, fields=PLAN, submission_key=uuid4(), by=BY, at=AT
        )
    )

    assert results == ["PlanAlreadyExists"] * (COUNT - 1) + ["done"]


def test_changes_of_an_approved_plan_take_numbers_in_turn():
    plan = PlanItemFactory(plan__approved=True).plan

    results = at_once(
        lambda n: services.add_item(plan.pk, fields=item_fields(title=f"Пункт {n}"), submission_key=None, by=BY, at=AT)
    )

    assert results == ["done"] * COUNT
    assert list(PlanVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert len(plan.versions.get(number=COUNT).snapshot["items"]) == COUNT + 1
    assert sorted(plan.items.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_one_source_telling_at_once_makes_one_outcome():
    item = PlanItemFactory()

    results = at_once(
        lambda n: services.record_outcome(
            item.pk, source_key="event:1", participation_count=n, evidence="встреча", held_on=None, by=BY, at=AT
        )
    )

    assert (results, item.outcomes.count()) == (["done"] * COUNT, 1)
