"""The numbers themselves, each counted as its list is: attendances, people, schools, municipalities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from stellazh.events.enums import AttendanceState
from stellazh.events.models import COUNTED
from stellazh.events.reads.figure_scopes import (
    SEEN,
    FigureScope,
    attendances_in,
    events_in,
    identity,
    known_place,
    known_school,
    last_of_month,
)
from stellazh.russian.calendar_words import month_and_year
from stellazh.workplans.enums import EventForm

_COUNTED: Final = Q(stood__in=COUNTED)
_FORMS: Final = dict(EventForm.choices)


@dataclass(frozen=True, slots=True)
class Figures:
    """Late viewers stand apart: they are in none of the other numbers. The unknown ones are attendances too."""

    event_count: int
    attendance_count: int
    people_count: int
    school_count: int
    municipality_count: int
    late_count: int
    guest_count: int
    unknown_place_count: int
    unknown_school_count: int


_OF_ATTENDANCES: Final = tuple(name for name in Figures.__dataclass_fields__ if name != "event_count")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The numbers of a form, of a month or of a municipality. `scope` is what they are counted by."""

    label: str
    scope: FigureScope
    figures: Figures


@dataclass(frozen=True, slots=True)
class Breakdowns:
    """The same period by form, by month and by municipality."""

    by_form: tuple[FigureRow, ...]
    by_month: tuple[FigureRow, ...]
    by_municipality: tuple[FigureRow, ...]


def figures(scope: FigureScope) -> Figures:
    """Two queries."""
    return _figures(events_in(scope).count(), _seen(scope).aggregate(**_numbers()))


def breakdowns(scope: FigureScope) -> Breakdowns:
    """Four queries, however many events. Forms and months without an event are left out."""
    by_form: dict[str, int] = defaultdict(int)
    by_month: dict[date, int] = defaultdict(int)
    # A form and a month are of the event: their events add up, people do not.
    for form, month, count in (
        events_in(scope)
        .annotate(month=TruncMonth("starts_at", tzinfo=scope.zone))
        .values_list("form", "month")
        .annotate(count=Count("pk"))
        .order_by("month", "form")
    ):
        by_form[form] += count
        by_month[month.date()] += count
    month = TruncMonth("event__starts_at", tzinfo=scope.zone)
    forms = _grouped(_seen(scope).values("event__form"), "event__form")
    months = {
        key.date(): row for key, row in _grouped(_seen(scope).annotate(month=month).values("month"), "month").items()
    }
    return Breakdowns(
        tuple(
            FigureRow(_FORMS.get(code, code), scope.narrowed(form=code), _figures(count, forms.get(code, {})))
            for code, count in sorted(by_form.items(), key=lambda pair: _FORMS.get(pair[0], pair[0]))
        ),
        tuple(
            FigureRow(month_and_year(day), _month(scope, day), _figures(count, months.get(day, {})))
            for day, count in sorted(by_month.items())
        ),
        _municipalities(scope),
    )


def event_figures(scope: FigureScope, event_ids: list[int]) -> dict[int, Figures]:
    """The numbers of each of these events. One query."""
    rows = _grouped(_seen(scope).filter(event__in=event_ids).values("event_id"), "event_id")
    return {pk: _figures(1, rows.get(pk, {})) for pk in event_ids}


def _municipalities(scope: FigureScope) -> tuple[FigureRow, ...]:
    found = (
        _seen(scope)
        .filter(known_place())
        .values("territory_id", "territory__name", "territory__sort_key")
        .annotate(events=Count("event_id", distinct=True, filter=_COUNTED), **_numbers())
        .filter(attendance_count__gt=0)
        .order_by("territory__sort_key", "territory_id")
    )
    return tuple(
        FigureRow(row["territory__name"], scope.narrowed(place_id=row["territory_id"]), _figures(row["events"], row))
        for row in found
    )


def _seen(scope: FigureScope) -> QuerySet[Any]:
    return attendances_in(scope, SEEN).annotate(**_people())


def _people() -> dict[str, Any]:
    return {"identity": identity()}


def _numbers() -> dict[str, Any]:
    return {
        "attendance_count": Count("pk", filter=_COUNTED),
        "people_count": Count("identity", distinct=True, filter=_COUNTED),
        "school_count": Count("organisation_id", distinct=True, filter=_COUNTED & known_school()),
        "municipality_count": Count("territory_id", distinct=True, filter=_COUNTED & known_place()),
        "late_count": Count("pk", filter=Q(stood=AttendanceState.LATE)),
        "guest_count": Count("identity", distinct=True, filter=_COUNTED & Q(person=None)),
        "unknown_place_count": Count("pk", filter=_COUNTED & ~known_place()),
        "unknown_school_count": Count("pk", filter=_COUNTED & Q(organisation=None)),
    }


def _grouped(rows: QuerySet[Any, dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in rows.annotate(**_numbers()).order_by(key)}


def _figures(event_count: int, numbers: Mapping[str, Any]) -> Figures:
    return Figures(event_count, **{name: numbers.get(name, 0) for name in _OF_ATTENDANCES})


def _month(scope: FigureScope, day: date) -> FigureScope:
    return scope.narrowed(first=max(day, scope.first), last=min(last_of_month(day), scope.last))
