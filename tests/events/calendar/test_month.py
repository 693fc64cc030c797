"""A month of events."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.events.enums import EventVisibility
from stellazh.events.reads.event_filters import EventFilters
from stellazh.events.reads.event_month import EventMonth, event_month
from tests.factories.events import EventFactory

ClientFor = Callable[..., Client]
AT = datetime(2024, 10, 1, 9, 0, tzinfo=UTC)


def october(**filters: str) -> EventMonth:
    return event_month(
        Guest(),
        EventFilters(**filters),  # type: ignore[arg-type]
        first=date(2024, 10, 1),
        today=date(2024, 10, 8),
        zone=ZoneInfo("Europe/Moscow"),
        at=AT,
    )


def by_day(month: EventMonth) -> dict[int, list[str]]:
    return {one.day.day: [row.title for row in one.rows] for one in month.listed}


def test_month_puts_events_on_their_days(association: Association) -> None:
    EventFactory(association=association, title="Заседание")
    EventFactory(
        association=association,
        title="Форум",
        starts_at=datetime(2024, 9, 30, 8, tzinfo=UTC),
        ends_at=datetime(2024, 10, 2, 12, tzinfo=UTC),
    )

    month = october()

    in_cells = {day.day.day: [row.title for row in day.rows] for week in month.weeks for day in week if day.rows}
    assert in_cells == {1: ["Форум"], 2: ["Форум"], 8: ["Заседание"]}
    assert by_day(month) == {1: ["Форум"], 8: ["Заседание"]}
    assert (month.label, month.count, len(month.weeks)) == ("Октябрь 2024", 2, 5)
    assert [day.day.day for week in month.weeks for day in week if day.is_today] == [8]


def test_month_reckons_days_by_the_zone_of_the_association(association: Association) -> None:
    Association.objects.filter(pk=association.pk).update(time_zone="Asia/Krasnoyarsk")
    # 31 October, 22:00 in Moscow, is the first of November in Krasnoyarsk.
    at = datetime(2024, 10, 31, 19, tzinfo=UTC)
    EventFactory(association=association, title="Ночь", starts_at=at)

    assert by_day(october()) == {}


def test_month_keeps_long_events_below_the_days(association: Association) -> None:
    EventFactory(
        association=association,
        title="Выставка",
        starts_at=datetime(2024, 9, 1, 8, tzinfo=UTC),
        ends_at=datetime(2024, 12, 1, 12, tzinfo=UTC),
    )

    month = october()

    assert by_day(month) == {}
    assert [row.title for row in month.spans] == ["Выставка"]


def test_month_lists_the_beginning_of_busy_days(association: Association) -> None:
    for number in range(61):
        EventFactory(association=association, title=f"{number}")

    listed = october().listed

    assert [(len(day.rows), day.more_count) for day in listed] == [(3, 58)]


@pytest.mark.parametrize("count", [1, 3])
def test_event_month_costs_the_same_for_one_and_three(
    count: int, association: Association, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        EventFactory(association=association, capacity=3)
    client = client_for()

    # The associations to choose from and the events.
    with django_assert_num_queries(2):
        answer = client.get(reverse("events:event_month"), {"month": "2024-10"})

    assert answer.content.decode().count("month__entry") == count


def test_event_month_hides_what_the_list_hides(association: Association, client_for: ClientFor) -> None:
    EventFactory(association=association, title="Для своих", visibility=EventVisibility.MEMBERS)
    EventFactory(association=association, title="Черновик", draft=True)
    EventFactory(association=association, title="Отменённое", cancelled=True)

    text = client_for().get(reverse("events:event_month"), {"month": "2024-10"}).content.decode()

    assert ("Для своих" in text, "Черновик" in text, "отменено: <b>" in text) == (False, False, True)


def test_event_month_keeps_the_choice_while_one_turns_pages(association: Association, client_for: ClientFor) -> None:
    EventFactory(association=association, form="webinar", title="Вебинар о книгах")
    EventFactory(association=association, form="seminar", title="Семинар о книгах")

    text = client_for().get(reverse("events:event_month"), {"month": "2024-10", "form": "webinar"}).content.decode()

    assert ("Вебинар о книгах" in text, "Семинар о книгах" in text) == (True, False)
    assert re.search(r'href="/events/month/\?form=webinar&amp;month=2024-11"', text)
    assert re.search(r'href="/events/month/\?form=webinar&amp;month=2024-09"', text)


def test_one_day_of_a_month_shows_all_of_it(association: Association, client_for: ClientFor) -> None:
    for number in range(61):
        EventFactory(association=association, title=f"Встреча {number}")

    text = client_for().get(reverse("events:event_month"), {"day": "2024-10-08"}).content.decode()

    assert len(set(re.findall(r"Встреча \d+", text))) == 61
    assert "Весь месяц" in text


@pytest.mark.parametrize("query", [{}, {"month": "2024-13"}, {"month": "9999-01"}, {"day": "x"}])
def test_event_month_shows_the_present_one_for_anything_odd(
    query: dict[str, str], association: Association, client_for: ClientFor
) -> None:
    answer = client_for().get(reverse("events:event_month"), query)

    assert answer.status_code == 200
    assert "В этом месяце мероприятий нет" in answer.content.decode()
