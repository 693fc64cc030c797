"""The calendar of one or many associations: days, spans that are no appointments, and clashes between levels."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.russian.calendar_words import month_name, span_words
from stellazh.russian.terms import TermKind
from stellazh.workplans.enums import EventForm, ItemStatus
from stellazh.workplans.models import Plan, PlanItem, PlanItemQuerySet, spine_at
from stellazh.workplans.papers.calendar import DAY_KINDS

LONGEST_APPOINTMENT = timedelta(days=14)
# What lasts longer than this goes on all year round and is only counted in a month.
LONGEST_SPAN = timedelta(days=124)
# More work without days than this is not listed under the month: each association gets a link with its number.
MOST_SPANS = 60
_COLUMNS = (
    "pk", "plan_id", "title", "start", "end", "time", "place", "term_raw", "term_kind", "form", "status",
    "section__title", "section__position", "plan__association__short_name", "plan__association__path",
)  # fmt: skip
# Work that people must come to: only such can clash.
GATHERINGS = frozenset(
    {
        EventForm.MEETING,
        EventForm.CONFERENCE_MEETING,
        EventForm.SEMINAR,
        EventForm.PRACTICUM,
        EventForm.WEBINAR,
        EventForm.HOTLINE,
        EventForm.ROUND_TABLE,
        EventForm.MASTER_CLASS,
        EventForm.CONFERENCE,
        EventForm.LITERARY,
        EventForm.GAME,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the calendar shows it. `is_day` says that it happens on real days."""

    pk: int
    plan_id: int
    title: str
    association: str
    association_path: str
    start: date | None
    end: date | None
    is_day: bool
    is_deadline: bool
    is_gathering: bool
    time: str
    place: str
    term: str
    section: str
    spine: int
    status: str
    href: str

    @property
    def first(self) -> date:
        """The day it is listed under."""
        day = self.start or self.end
        if day is None:
            raise ValueError("An entry of the calendar has a day.")
        return day

    @property
    def is_all_year(self) -> bool:
        """Whether it goes on through most of the year."""
        return (
            not self.is_day and self.start is not None and self.end is not None and self.end - self.start > LONGEST_SPAN
        )


@dataclass(frozen=True, slots=True)
class SpanGroup:
    """What goes on through a month in one association. `entries` are empty when there are too many to list here:
    then `href` is that association's own calendar of the month."""

    association: str
    href: str
    count: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Gatherings of associations of different levels on one day."""

    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the month. `is_outside` days pad the weeks."""

    day: date
    is_outside: bool
    is_today: bool
    is_weekend: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks of seven days, what goes on through it, and its clashes."""

    first: date
    label: str
    weeks: tuple[tuple[Day, ...], ...]
    spans: tuple[SpanGroup, ...]
    all_year_count: int
    clashes: tuple[Clash, ...]
    entry_count: int

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def dated_days(self) -> tuple[Day, ...]:
        """The days that hold something, for the list on a phone."""
        return tuple(day for week in self.weeks for day in week if day.entries and not day.is_outside)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calendar it is: one association, with or without those below, or everything the actor may read."""

    association: Association | None = None
    with_below: bool = True
    form: str = ""

    def condition(self) -> Q:
        """The filter of items."""
        chosen = Q()
        if self.association is not None:
            path = "plan__association__path"
            chosen &= (
                Q(**{f"{path}__startswith": self.association.path})
                if self.with_below
                else Q(**{path: self.association.path})
            )
        if self.form:
            chosen &= Q(form=self.form)
        return chosen


def month_calendar(actor: Actor, scope: Scope, *, first: date, today: date) -> Month:
    """The month that begins on `first`, of plans the actor may read. A constant number of queries."""
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    entries = _entries(actor, scope, first, last)
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
        spans=tuple(_span_groups((one for one in spans if not one.is_all_year), f"{first:%Y-%m}")),
        all_year_count=sum(entry.is_all_year for entry in spans),
        clashes=tuple(clashes_among(entries, first, last)),
        entry_count=len(entries),
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


def upcoming(actor: Actor, scope: Scope, *, today: date, days: int = 60, most: int = 6) -> list[Entry]:
    """What comes next within `days`: dated entries by day, at most `most`. Two queries.

    Only those shown are read whole: a region has hundreds within two months.
    """
    dated = (
        _items(actor, scope, today, today + timedelta(days=days))
        .filter(term_kind__in=[*DAY_KINDS, TermKind.DEADLINE.value])
        .order_by(Coalesce("start", "end"), "end", "position", "pk")
    )
    chosen = [
        pk
        for pk, kind, start, end in dated.values_list("pk", "term_kind", "start", "end")
        if kind == TermKind.DEADLINE or _is_short(start, end)
    ][:most]
    entries = {entry.pk: entry for entry in _read(PlanItem.objects.filter(pk__in=chosen))}
    return [entries[pk] for pk in chosen]


def _same_ladder(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _items(actor: Actor, scope: Scope, first: date, last: date) -> PlanItemQuerySet:
    plans = Plan.objects.present().visible_to(actor)
    return (
        PlanItem.objects.present()
        .filter(scope.condition(), plan__in=plans)
        .touching(first, last)
        .exclude(status=ItemStatus.CANCELLED)
    )


def _entries(actor: Actor, scope: Scope, first: date, last: date) -> list[Entry]:
    return _read(_items(actor, scope, first, last).by_date())


def _is_short(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and end - start <= LONGEST_APPOINTMENT


def _read(items: PlanItemQuerySet) -> list[Entry]:
    # Plain values and one address a plan: a month of a region has hundreds of items in forty plans.
    plans: dict[int, str] = {}
    entries = []
    for values in items.values_list(*_COLUMNS):
        pk, plan_id, title, start, end, time, place, raw, kind, form, status, section, position, name, path = values
        if plan_id not in plans:
            plans[plan_id] = reverse("workplans:plan_detail", args=[plan_id])
        entries.append(
            Entry(
                pk=pk,
                plan_id=plan_id,
                title=title,
                association=name,
                association_path=path,
                start=start,
                end=end,
                is_day=kind in DAY_KINDS and _is_short(start, end),
                is_deadline=kind == TermKind.DEADLINE,
                is_gathering=form in GATHERINGS,
                time=f"{time:%H:%M}" if time else "",
                place=place,
                term=raw or (span_words(start, end) if end else ""),
                section=section or "",
                spine=spine_at(position) if position else 1,
                status=status,
                href=f"{plans[plan_id]}items/{pk}/",
            )
        )
    return entries


def _span_groups(spans: Iterable[Entry], month: str) -> Iterator[SpanGroup]:
    by_association: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in spans:
        by_association[entry.association_path, entry.association].append(entry)
    is_many = sum(map(len, by_association.values())) > MOST_SPANS
    for (path, name), entries in sorted(by_association.items()):
        calendar = reverse("workplans:association_calendar", args=[path.rstrip("/").rpartition("/")[2]])
        listed = () if is_many and len(by_association) > 1 else tuple(entries)
        yield SpanGroup(name, f"{calendar}?month={month}&alone=on", len(entries), listed)
