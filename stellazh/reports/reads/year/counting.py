"""The numbers of the page. All are counted by the sets of «Подсчёт участий», so that they are the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q

from stellazh.associations.models import Territory
from stellazh.events.enums import EventLevel
from stellazh.events.models import Event
from stellazh.events.reads.event_filters import day_begins
from stellazh.events.reads.figure_lists import FIGURE_LISTS
from stellazh.events.reads.figure_scopes import FigureScope, attendances_in, events_in, identity
from stellazh.events.reads.figures import Figures, figures
from stellazh.reports.reads.year.asked import YearAsked
from stellazh.workplans.enums import EventForm

# More than a page shows; all of them stand in the list behind the number.
MOST_SCHOOLS: Final = 60
NO_LEVEL: Final = "уровень не указан"
_FORMS: Final = dict(EventForm.choices)
_LEVELS: Final = dict(EventLevel.choices)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event that counts, with its attendances; `month` is the first day of its month where the association is."""

    pk: int
    title: str
    form: str
    number: int | None
    level: str
    month: date
    association: str
    attendance_count: int

    @property
    def full_title(self) -> str:
        """«Заседание № 3. Название»."""
        return Event(title=self.title, form=self.form, number=self.number).full_title


@dataclass(frozen=True, slots=True)
class Attended:
    """Events and attendances of a month, a form or a level. `key` is the first day, or the stored code."""

    key: Any
    label: str
    event_count: int
    attendance_count: int


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A municipality, or a school, with its numbers: nothing of a tile from which nobody came.

    `is_tile` is not so of schools and of places outside of the association's territory.
    """

    pk: int
    name: str
    is_tile: bool
    tile_row: int | None
    tile_column: int | None
    people_count: int = 0
    attendance_count: int = 0
    event_count: int = 0


@dataclass(frozen=True, slots=True)
class Newness:
    """People of two years: came in both, only in this one, only in the one before."""

    stayed_count: int
    new_count: int
    lost_count: int

    @property
    def before_count(self) -> int:
        """Everybody of the year before."""
        return self.stayed_count + self.lost_count


@dataclass(frozen=True, slots=True)
class YearNumbers:
    """Everything counted of a year, and the events of the year before.

    `places` are municipalities; schools where the association's territory is not divided (`are_schools`).
    """

    figures: Figures
    events: tuple[EventRow, ...]
    events_before: tuple[EventRow, ...]
    places: tuple[PlaceRow, ...]
    are_schools: bool
    newness: Newness

    @property
    def attendance_before(self) -> int:
        """All attendances of the year before."""
        return sum(event.attendance_count for event in self.events_before)

    @property
    def tiles(self) -> tuple[PlaceRow, ...]:
        """The municipalities of the territory itself."""
        return tuple(place for place in self.places if place.is_tile)

    @property
    def reached_count(self) -> int:
        """How many of them somebody came from."""
        return sum(place.attendance_count > 0 for place in self.tiles)

    def by_month(self, months: Sequence[date]) -> tuple[Attended, ...]:
        """This year by the months given; months without an event are zeros."""
        return tuple(_sum(month, "", [e for e in self.events if e.month == month]) for month in months)

    def by_month_before(self, months: Sequence[date]) -> tuple[int, ...]:
        """Attendances of the year before, in the same months."""
        earlier = [month.replace(year=month.year - 1) for month in months]
        return tuple(sum(e.attendance_count for e in self.events_before if e.month == month) for month in earlier)

    @property
    def by_form(self) -> tuple[Attended, ...]:
        """Forms there were events of, the most frequent first."""
        return _grouped(self.events, "form", _FORMS)

    @property
    def by_level(self) -> tuple[Attended, ...]:
        """Levels there were events of, the most frequent first."""
        return _grouped(self.events, "level", {**_LEVELS, "": NO_LEVEL})

    def top(self, most: int) -> tuple[EventRow, ...]:
        """The events of most attendances, without those nobody is known to have come to."""
        ordered = sorted(self.events, key=lambda event: (-event.attendance_count, event.month, event.pk))
        return tuple(event for event in ordered[:most] if event.attendance_count)


def year_numbers(asked: YearAsked) -> YearNumbers:
    """Seven queries, however many events, people and municipalities."""
    this, before = _events(asked)
    tiles = list(Territory.objects.tiles_of(asked.association.territory))
    return YearNumbers(
        figures=figures(asked.this),
        events=this,
        events_before=before,
        places=_tiles_with_numbers(asked, tiles) if tiles else _schools(asked),
        are_schools=not tiles,
        newness=_newness(asked),
    )


def _events(asked: YearAsked) -> tuple[tuple[EventRow, ...], tuple[EventRow, ...]]:
    """The events of both years. An attendance is of one event: those of a month, a form, a level add up."""
    attended = dict(
        attendances_in(asked.both).order_by().values_list("event_id").annotate(count=Count("pk")).values_list(
            "event_id", "count"
        )
    )  # fmt: skip
    found: dict[int, list[EventRow]] = {asked.this.year or 0: [], asked.before.year or 0: []}
    scopes = {scope.year: scope for scope in (asked.this, asked.before)}
    columns = ("pk", "title", "form", "number", "level", "starts_at", "association__short_name", "school_year")
    for pk, title, form, number, level, starts_at, association, year in (
        events_in(asked.both).in_order().values_list(*columns)
    ):
        scope = scopes.get(year)
        if scope is None or not _falls_into(scope, starts_at):
            continue
        month = starts_at.astimezone(scope.zone).date().replace(day=1)
        found[year].append(EventRow(pk, title, form, number, level, month, association, attended.get(pk, 0)))
    this, before = found.values()
    return tuple(this), tuple(before)


def _falls_into(scope: FigureScope, starts_at: datetime) -> bool:
    # School years overlap in August, the days of both years do too: the year of the event and its days must agree.
    return scope.first <= starts_at.astimezone(scope.zone).date() <= scope.last


def _tiles_with_numbers(asked: YearAsked, tiles: Sequence[Territory]) -> tuple[PlaceRow, ...]:
    """The tiles of the territory, then places outside of them that somebody came from. One query."""
    rows = FIGURE_LISTS["municipalities"].find(asked.this, "").annotate(name=F("territory__name"))
    came = {row["territory_id"]: row for row in rows}
    found = [_place(tile.pk, tile.name, came.pop(tile.pk, {}), tile) for tile in tiles]
    return (*found, *(_place(pk, row["name"], row, None) for pk, row in came.items()))


def _schools(asked: YearAsked) -> tuple[PlaceRow, ...]:
    """Schools that somebody came from, the most attending first. One query."""
    rows = FIGURE_LISTS["schools"].find(asked.this, "").annotate(name=F("organisation__short_name"))
    ordered = rows.order_by("-count", "organisation__sort_key", "organisation_id")[:MOST_SCHOOLS]
    return tuple(_place(row["organisation_id"], row["name"], row, None) for row in ordered)


def _place(pk: int, name: str, row: dict[str, Any], tile: Territory | None) -> PlaceRow:
    return PlaceRow(
        pk,
        name,
        is_tile=tile is not None,
        tile_row=tile.tile_row if tile else None,
        tile_column=tile.tile_column if tile else None,
        people_count=row.get("people", 0),
        attendance_count=row.get("count", 0),
        event_count=row.get("events", 0),
    )


def _newness(asked: YearAsked) -> Newness:
    """Who came in which of the two years. One query: people are grouped by the database and never brought here."""
    people = (
        attendances_in(asked.both)
        .order_by()
        .annotate(identity=identity())
        .values("identity")
        .annotate(
            this=Count("pk", filter=_of(asked.this)),
            before=Count("pk", filter=_of(asked.before)),
        )
    )
    found = people.aggregate(
        stayed=Count("identity", filter=Q(this__gt=0, before__gt=0)),
        new=Count("identity", filter=Q(this__gt=0, before=0)),
        lost=Count("identity", filter=Q(this=0, before__gt=0)),
    )
    return Newness(found["stayed"], found["new"], found["lost"])


def _of(scope: FigureScope) -> Q:
    """Attendances of the events of one of two years."""
    first, after = day_begins(scope.first, scope.zone), day_begins(scope.last + timedelta(days=1), scope.zone)
    return Q(event__school_year=scope.year, event__starts_at__gte=first, event__starts_at__lt=after)


def _grouped(events: Iterable[EventRow], name: str, labels: dict[str, Any]) -> tuple[Attended, ...]:
    groups: dict[str, list[EventRow]] = {}
    for event in events:
        groups.setdefault(getattr(event, name), []).append(event)
    rows = [_sum(code, str(labels.get(code, code)), members) for code, members in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.event_count, row.label)))


def _sum(key: Any, label: str, events: Sequence[EventRow]) -> Attended:
    return Attended(key, label, len(events), sum(event.attendance_count for event in events))
