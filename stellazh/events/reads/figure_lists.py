"""The lists behind the numbers. Each is counted exactly as its number: the count of a list is the number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet

from stellazh.associations.models import Organisation, Territory
from stellazh.events.enums import AttendanceState
from stellazh.events.models import Attendance, Event
from stellazh.events.models.attendances import AttendanceQuerySet
from stellazh.events.reads.figure_scopes import (
    LATE,
    FigureScope,
    attendances_in,
    events_in,
    identity,
    known_place,
    known_school,
)
from stellazh.events.reads.figures import Figures, event_figures
from stellazh.russian.collation import fold

_STATES: Final = dict(AttendanceState.choices)


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event with its numbers."""

    event: Event
    figures: Figures


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """An attendance as it stood on the day asked about; school and municipality are those of that time."""

    attendance: Attendance
    state: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with how often she took part; `who` is the key of one of her attendances."""

    name: str
    school: str
    place: str
    who: int
    person_id: int | None
    attendance_count: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A school or a municipality with the numbers of its people."""

    key: int
    name: str
    place: str
    people_count: int
    attendance_count: int
    event_count: int


@dataclass(frozen=True, slots=True)
class FigureList:
    """One list: `find` gives its rows for a scope and words to look for, `lines` turns a page of them into lines.

    `kind` says which lines: events, attendances, people or places. `figure` is the name of its number.
    """

    code: str
    title: str
    kind: str
    figure: str
    find: Callable[[FigureScope, str], QuerySet[Any, Any]]
    lines: Callable[[FigureScope, Sequence[Any]], list[Any]]


def _find_events(scope: FigureScope, query: str) -> QuerySet[Any, Any]:
    rows = events_in(scope).select_related("association").in_order()
    if query:
        # SQLite knows no case of Russian letters: titles are compared folded.
        titles = events_in(scope).values_list("pk", "title")
        rows = rows.filter(pk__in=[pk for pk, title in titles if fold(query) in fold(title)])
    return rows


def _event_lines(scope: FigureScope, rows: Sequence[Event]) -> list[EventLine]:
    numbers = event_figures(scope, [event.pk for event in rows])
    return [EventLine(event, numbers[event.pk]) for event in rows]


def _find_attendances(
    scope: FigureScope, query: str, *, only: Q | None = None, states: tuple[str, ...] = ()
) -> QuerySet[Any, Any]:
    rows = attendances_in(scope, states) if states else attendances_in(scope)
    rows = rows.select_related("event__association__territory", "organisation", "territory")
    if only is not None:
        rows = rows.filter(only)
    return _named(rows, query).order_by("sort_key", "event__starts_at", "pk")


def _attendance_lines(scope: FigureScope, rows: Sequence[Any]) -> list[AttendanceLine]:
    return [AttendanceLine(row, str(_STATES[row.stood])) for row in rows]


def _find_people(scope: FigureScope, query: str, *, only: Q | None = None) -> QuerySet[Any, Any]:
    rows = attendances_in(scope)
    if only is not None:
        rows = rows.filter(only)
    return (
        _named(rows, query)
        .annotate(identity=identity())
        .values("identity")
        .annotate(sort=Min("sort_key"), last=Max("pk"), count=Count("pk"))
        .order_by("sort", "identity")
    )


def _people_lines(scope: FigureScope, rows: Sequence[dict[str, Any]]) -> list[PersonLine]:
    last = Attendance.objects.select_related("organisation", "territory", "person")
    known = last.in_bulk([row["last"] for row in rows])
    return [_person_line(known[row["last"]], row["count"]) for row in rows]


def _person_line(last: Attendance, count: int) -> PersonLine:
    return PersonLine(
        last.person.full_name if last.person is not None else last.name,
        last.organisation_name or (last.organisation.short_name if last.organisation is not None else ""),
        last.territory.name if last.territory is not None else "",
        last.pk,
        last.person_id,
        count,
    )


def _find_schools(scope: FigureScope, query: str) -> QuerySet[Any, Any]:
    rows = attendances_in(scope).filter(known_school())
    if query:
        rows = rows.filter(organisation__sort_key__contains=fold(query))
    return _places(rows, "organisation_id", "organisation__sort_key")


def _school_lines(scope: FigureScope, rows: Sequence[dict[str, Any]]) -> list[PlaceLine]:
    known = Organisation.objects.select_related("territory").in_bulk([row["organisation_id"] for row in rows])
    schools = ((known[row["organisation_id"]], row) for row in rows)
    return [_place_line(school.pk, school.short_name, school.territory.name, row) for school, row in schools]


def _find_municipalities(scope: FigureScope, query: str) -> QuerySet[Any, Any]:
    rows = attendances_in(scope).filter(known_place())
    if query:
        rows = rows.filter(territory__sort_key__contains=fold(query))
    return _places(rows, "territory_id", "territory__sort_key")


def _municipality_lines(scope: FigureScope, rows: Sequence[dict[str, Any]]) -> list[PlaceLine]:
    known = Territory.objects.in_bulk([row["territory_id"] for row in rows])
    places = ((known[row["territory_id"]], row) for row in rows)
    return [_place_line(place.pk, place.name, "", row) for place, row in places]


def _places(rows: Any, key: str, order: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = (
        rows.annotate(identity=identity())
        .values(key, order)
        .annotate(people=Count("identity", distinct=True), count=Count("pk"), events=Count("event_id", distinct=True))
        .order_by(order, key)
    )
    return found


def _place_line(key: int, name: str, place: str, row: dict[str, Any]) -> PlaceLine:
    return PlaceLine(key, name, place, row["people"], row["count"], row["events"])


def _named(rows: AttendanceQuerySet, query: str) -> AttendanceQuerySet:
    return rows.filter(sort_key__contains=fold(query)) if query else rows


_LISTS: Final = (
    FigureList("events", "Мероприятия", "events", "event_count", _find_events, _event_lines),
    FigureList("attendances", "Участия", "attendances", "attendance_count", _find_attendances, _attendance_lines),
    FigureList("people", "Участники", "people", "people_count", _find_people, _people_lines),
    FigureList("schools", "Школы", "places", "school_count", _find_schools, _school_lines),
    FigureList(
        "municipalities", "Муниципалитеты", "places", "municipality_count", _find_municipalities, _municipality_lines
    ),
    FigureList(
        "late",
        "Смотрели запись",
        "attendances",
        "late_count",
        lambda scope, query: _find_attendances(scope, query, states=LATE),
        _attendance_lines,
    ),
    FigureList(
        "guests",
        "Гости",
        "people",
        "guest_count",
        lambda scope, query: _find_people(scope, query, only=Q(person=None)),
        _people_lines,
    ),
    FigureList(
        "unknown-place",
        "Муниципалитет не указан",
        "attendances",
        "unknown_place_count",
        lambda scope, query: _find_attendances(scope, query, only=~known_place()),
        _attendance_lines,
    ),
    FigureList(
        "unknown-school",
        "Школа не указана или записана словами",
        "attendances",
        "unknown_school_count",
        lambda scope, query: _find_attendances(scope, query, only=Q(organisation=None)),
        _attendance_lines,
    ),
)
FIGURE_LISTS: Final = {one.code: one for one in _LISTS}
