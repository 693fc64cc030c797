"""A month of the calendar, laid out: weeks of days, a list by days, spans, and clashes between levels."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.russian.calendar_words import month_name
from stellazh.workplans.enums import ItemStatus
from stellazh.workplans.reads.calendar import Entry, Scope, entries_between

# With more dated entries than this the list shows so many of each day and a link to the whole of it.
MOST_LISTED = 60
LISTED_WHEN_BUSY = 2
# Days with clashes that are named; the others are counted.
MOST_CLASHES = 10
# More work without days than this is not listed under the month: each association gets a link with its number.
MOST_SPANS = 60


@dataclass(frozen=True, slots=True)
class Clash:
    """Gatherings of associations of different levels on one day."""

    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SpanGroup:
    """What goes on through a month in one association: `count` entries, listed here in part or not at all when there
    are many. `href` is where all of them are: the association's own calendar, or its plan narrowed to the month."""

    association: str
    href: str
    count: int
    entries: tuple[Entry, ...]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.entries)


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the month. `is_outside` days pad the weeks."""

    day: date
    is_outside: bool
    is_today: bool
    is_weekend: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DayList:
    """A day that holds something, for the list. `more_count` entries are left out; the day's own page has them."""

    day: date
    entries: tuple[Entry, ...]
    more_count: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks of seven days, the same days as a list, what goes on through it, and its clashes.

    `day` is set when only that day is listed.
    """

    first: date
    label: str
    weeks: tuple[tuple[Day, ...], ...]
    listed: tuple[DayList, ...]
    spans: tuple[SpanGroup, ...]
    all_year_count: int
    clashes: tuple[Clash, ...]
    more_clash_count: int
    entry_count: int
    day: date | None = None

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


def month_calendar(actor: Actor, scope: Scope, *, first: date, today: date, day_listed: date | None = None) -> Month:
    """The month that begins on `first`, of plans the actor may read; only `day_listed` in the list. One query."""
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    entries = entries_between(actor, scope, first, last)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    spans = []
    for entry in entries:
        if entry.is_day or entry.is_deadline:
            day = max(entry.end if entry.is_deadline and entry.end else entry.first, first)
            while day <= last and (entry.end is None or day <= entry.end):
                by_day[day].append(entry)
                day += timedelta(days=1)
        else:
            spans.append(entry)
    clashes = clashes_among(entries, first, last)
    weeks = tuple(
        tuple(
            Day(
                day=day,
                is_outside=day.month != first.month,
                is_today=day == today,
                is_weekend=day.weekday() >= 5,
                entries=tuple(by_day.get(day, ())) if day.month == first.month else (),
            )
            for day in week
        )
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    )
    return Month(
        first=first,
        label=f"{month_name(first.month).capitalize()} {first.year}",
        weeks=weeks,
        listed=tuple(_listed(by_day, day_listed)),
        spans=tuple(_span_groups((one for one in spans if not one.is_all_year), f"{first:%Y-%m}")),
        all_year_count=sum(entry.is_all_year for entry in spans),
        clashes=tuple(clashes[:MOST_CLASHES]),
        more_clash_count=len(clashes[MOST_CLASHES:]),
        entry_count=len(entries),
        day=day_listed,
    )


def clashes_among(entries: Iterable[Entry], first: date, last: date) -> list[Clash]:
    """Days from `first` to `last` on which people are called to gatherings of two levels of one ladder at once."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not (entry.is_day and entry.is_gathering) or entry.status == ItemStatus.CANCELLED:
            continue
        day, until = max(entry.first, first), min(entry.end or entry.first, last)
        while day <= until:
            by_day[day].append(entry)
            day += timedelta(days=1)
    found = []
    for day in sorted(by_day):
        today = by_day[day]
        paths = {entry.association_path for entry in today}
        ladder = {path for path in paths for other in paths if path != other and _same_ladder(path, other)}
        if ladder:
            found.append(Clash(day, tuple(entry for entry in today if entry.association_path in ladder)))
    return found


def _same_ladder(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _listed(by_day: dict[date, list[Entry]], only: date | None) -> Iterator[DayList]:
    # A busy month of a region shows the beginning of each day, or a phone would load hundreds of entries.
    is_busy = only is None and sum(map(len, by_day.values())) > MOST_LISTED
    for day in sorted(by_day) if only is None else [only]:
        entries = by_day.get(day, [])
        shown = entries[:LISTED_WHEN_BUSY] if is_busy else entries
        yield DayList(day, tuple(shown), len(entries) - len(shown))


def _span_groups(spans: Iterable[Entry], month: str) -> Iterator[SpanGroup]:
    by_association: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in spans:
        by_association[entry.association_path, entry.association].append(entry)
    is_many = sum(map(len, by_association.values())) > MOST_SPANS
    for (path, name), entries in sorted(by_association.items()):
        if len(by_association) == 1:
            plan = entries[0].href.partition("items/")[0]
            yield SpanGroup(name, f"{plan}?month={month}", len(entries), tuple(entries[:MOST_SPANS]))
        else:
            calendar = reverse("workplans:association_calendar", args=[path.rstrip("/").rpartition("/")[2]])
            href = f"{calendar}?month={month}&alone=on"
            yield SpanGroup(name, href, len(entries), () if is_many else tuple(entries))
