"""A month of the calendar stays readable and light however much there is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.workplans.models import Plan, PlanItem
from stellazh.workplans.reads.calendar import Scope, upcoming
from stellazh.workplans.reads.month import LISTED_WHEN_BUSY, MOST_LISTED, MOST_SPANS, Month, month_calendar
from tests.factories.associations import AssociationFactory
from tests.factories.workplans import MADE_AT, PlanFactory

OCTOBER = date(2024, 10, 1)
THE_DAY = date(2024, 10, 8)


def put(plan: Plan, count: int, first: date, last: date, kind: str = "date") -> None:
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan, position=number, title=f"Семинар № {number}", term_kind=kind, term_raw="срок",
            start=first, end=last, created_at=MADE_AT, updated_at=MADE_AT,
        )
        for number in range(1, count + 1)
    )  # fmt: skip


def october(association: Association, day: date | None = None) -> Month:
    return month_calendar(Guest(), Scope(association), first=OCTOBER, today=THE_DAY, day_listed=day)


@pytest.fixture
def published(association: Association) -> Plan:
    plan: Plan = PlanFactory(association=association, published=True)
    return plan


def test_month_lists_every_entry_while_there_are_few(association: Association, published: Plan) -> None:
    put(published, MOST_LISTED, THE_DAY, THE_DAY)

    month = october(association)

    assert [(day.day, len(day.entries), day.more_count) for day in month.listed] == [(THE_DAY, MOST_LISTED, 0)]


def test_busy_month_lists_the_beginning_of_each_day(association: Association, published: Plan) -> None:
    put(published, MOST_LISTED + 1, THE_DAY, THE_DAY)

    month = october(association)

    found = [(day.day, len(day.entries), day.more_count) for day in month.listed]
    assert found == [(THE_DAY, LISTED_WHEN_BUSY, MOST_LISTED + 1 - LISTED_WHEN_BUSY)]


def test_one_day_is_listed_whole(association: Association, published: Plan) -> None:
    put(published, MOST_LISTED + 1, THE_DAY, THE_DAY)
    put(published, 2, date(2024, 10, 9), date(2024, 10, 9))

    month = october(association, THE_DAY)

    assert [(day.day, len(day.entries), day.more_count) for day in month.listed] == [(THE_DAY, MOST_LISTED + 1, 0)]


def test_many_spans_of_one_association_end_in_its_plan(association: Association, published: Plan) -> None:
    put(published, MOST_SPANS + 5, OCTOBER, date(2024, 10, 31), kind="month")

    (group,) = october(association).spans

    assert (group.count, len(group.entries), group.has_more) == (MOST_SPANS + 5, MOST_SPANS, True)
    assert group.href == f"/plans/{published.pk}/?month=2024-10"


def test_many_spans_of_several_associations_become_links(
    region: Association, association: Association, published: Plan
) -> None:
    put(published, MOST_SPANS, OCTOBER, date(2024, 10, 31), kind="month")
    other = AssociationFactory(code="dal", short_name="ММО Дальнего округа", parent=region)
    put(PlanFactory(association=other, published=True), 1, OCTOBER, date(2024, 10, 31), kind="month")

    spans = october(region).spans

    assert [(group.association, group.count, group.entries) for group in spans] == [
        ("ММО Дальнего округа", 1, ()),
        ("ММО Лужского округа", MOST_SPANS, ()),
    ]
    assert spans[1].href == "/o/luga/calendar/?month=2024-10&alone=on"


def test_upcoming_takes_days_and_deadlines_by_day(association: Association, published: Plan) -> None:
    put(published, 1, date(2024, 10, 20), date(2024, 10, 20))
    put(published, 1, THE_DAY, date(2024, 10, 31), kind="month")
    put(published, 1, THE_DAY, date(2024, 11, 30), kind="date_range")
    PlanItem.objects.create(
        plan=published, title="Отчёт", term_kind="deadline", end=date(2024, 10, 15), created_at=MADE_AT,
        updated_at=MADE_AT,
    )  # fmt: skip

    found = upcoming(Guest(), Scope(association), today=THE_DAY)

    assert [(entry.title, entry.start, entry.end) for entry in found] == [
        ("Отчёт", None, date(2024, 10, 15)),
        ("Семинар № 1", date(2024, 10, 20), date(2024, 10, 20)),
    ]


def test_upcoming_takes_two_queries_for_one_and_for_many(
    association: Association, published: Plan, django_assert_num_queries: Callable[[int], object]
) -> None:
    for count in (1, 30):
        put(published, count, THE_DAY, THE_DAY)

        with django_assert_num_queries(2):
            found = upcoming(Guest(), Scope(association), today=THE_DAY)

        assert len(found) == min(6, PlanItem.objects.count())


def test_page_of_a_day_names_all_of_it(client: Client, association: Association, published: Plan) -> None:
    put(published, MOST_LISTED + 1, THE_DAY, THE_DAY)

    whole = client.get(f"/o/{association.code}/calendar/?month=2024-10")
    day = client.get(f"/o/{association.code}/calendar/?month=2024-10&day=2024-10-08")

    assert whole.content.decode().count('class="cell-item"') == LISTED_WHEN_BUSY
    assert day.content.decode().count('class="cell-item"') == MOST_LISTED + 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30", "вчера"])
def test_day_that_is_none_shows_the_month(client: Client, association: Association, day: str) -> None:
    page = client.get(f"/o/{association.code}/calendar/?day={day}")

    assert (page.status_code, page.context["month"].day) == (200, None)
