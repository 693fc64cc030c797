"""A month of events, laid out: weeks of days, the same as a list by days, and what lasts for weeks."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stellazh.common.actor import Actor
from stellazh.events.models import Event
from stellazh.events.reads.event_filters import EventFilters, day_begins, narrowed
from stellazh.events.reads.event_list import EventRow, event_rows
from stellazh.russian.calendar_words import month_name

# What lasts longer stands below the month, not in each of its days.
LONGEST_IN_DAYS = timedelta(days=14)
# A busy month lists the first of each day; the day's own page has the others.
MOST_LISTED = 60
LISTED_WHEN_BUSY = 3
MOST_SPANS = 60


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the month. `is_outside` days pad the weeks."""

    day: date
    is_outside: bool
    is_today: bool
    is_weekend: bool
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class DayList:
    """A day that holds something, for the list; `more_count` events are left out."""

    day: date
    rows: tuple[EventRow, ...]
    more_count: int


@dataclass(frozen=True, slots=True)
class EventMonth:
    """A month of events. `day` is set when only that day is listed."""

    first: date
    label: str
    weeks: tuple[tuple[Day, ...], ...]
    listed: tuple[DayList, ...]
    spans: tuple[EventRow, ...]
    more_span_count: int
    count: int
    day: date | None = None

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


def event_month(
    actor: Actor,
    filters: EventFilters,
    *,
    first: date,
    today: date,
    zone: ZoneInfo,
    at: datetime,
    only: date | None = None,
) -> EventMonth:
    """The month that begins on `first`, of events the actor may open; only the day `only` in the list. One query, and
    one for words.

    An event of several days stands in each of them; its days are those of its own association.
    """
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    # A day wider on both sides: the zones of associations differ from `zone` by hours.
    begins, ends = day_begins(first - timedelta(days=1), zone), day_begins(last + timedelta(days=2), zone)
    events = narrowed(Event.objects.present().visible_to(actor).touching(begins, ends), filters, zone=zone, at=at)
    rows = [
        row
        for row in event_rows(events.in_order(), at=at, with_places=False)
        if row.first <= last and row.last >= first
    ]
    spans = [row for row in rows if row.last - row.first > LONGEST_IN_DAYS]
    by_day: dict[date, list[EventRow]] = defaultdict(list)
    for row in rows:
        if row.last - row.first > LONGEST_IN_DAYS:
            continue
        day = max(row.first, first)
        while day <= min(row.last, last):
            by_day[day].append(row)
            day += timedelta(days=1)
    return EventMonth(
        first=first,
        label=f"{month_name(first.month).capitalize()} {first.year}",
        weeks=_weeks(first, today, by_day),
        listed=tuple(_listed(by_day, only)),
        spans=tuple(spans[:MOST_SPANS]),
        more_span_count=len(spans[MOST_SPANS:]),
        count=len(rows),
        day=only,
    )


def _weeks(first: date, today: date, by_day: dict[date, list[EventRow]]) -> tuple[tuple[Day, ...], ...]:
    return tuple(
        tuple(
            Day(
                day=day,
                is_outside=day.month != first.month,
                is_today=day == today,
                is_weekend=day.weekday() >= 5,
                rows=tuple(by_day.get(day, ())) if day.month == first.month else (),
            )
            for day in week
        )
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    )


def _listed(by_day: dict[date, list[EventRow]], only: date | None) -> list[DayList]:
    """Each event at its first day of the month, which says until when it goes on; a day alone has all of it."""
    if only is None:
        told: set[int] = set()
        firsts: dict[date, list[EventRow]] = {}
        for day in sorted(by_day):
            if rows := [row for row in by_day[day] if row.pk not in told]:
                firsts[day] = rows
                told.update(row.pk for row in rows)
        by_day = defaultdict(list, firsts)
    is_busy = only is None and sum(map(len, by_day.values())) > MOST_LISTED
    listed = []
    for day in sorted(by_day) if only is None else [only]:
        rows = by_day.get(day, [])
        shown = rows[:LISTED_WHEN_BUSY] if is_busy else rows
        listed.append(DayList(day, tuple(shown), len(rows) - len(shown)))
    return listed
