"""Attendances, people, schools and municipalities: the very numbers of the count of attendances, and its lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from stellazh.events.reads.figure_lists import FIGURE_LISTS, AttendanceLine, PersonLine, PlaceLine
from stellazh.events.reads.figure_scopes import FigureScope
from stellazh.events.reads.figures import Figures, figures
from stellazh.reports.figures.events import READ, count_address, event_list
from stellazh.reports.figures.model import Counts, FigureList, FigureRow, FigureRule, FigureSource, Forms, LazyRows
from stellazh.reports.figures.scopes import Scope
from stellazh.russian.numerals import ACTIVITIES, ATTENDANCES, MUNICIPALITIES, PARTICIPANTS, SCHOOLS

GROUP: Final = "Участие"
BELOW: Final = "Вместе с нижестоящими"


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of that count: `what` is its list, `names_people` whether that list tells who."""

    code: str
    what: str
    name: str
    label: str
    forms: Forms
    names_people: bool = False


_NUMBERS: Final = (
    _Number("attendances.total", "attendances", "участия", "Участий", ATTENDANCES, names_people=True),
    _Number("people.total", "people", "участники", "Участников (людей)", PARTICIPANTS, names_people=True),
    _Number("municipalities.covered", "municipalities", "муниципалитеты", "Охвачено муниципалитетов", MUNICIPALITIES),
    _Number("schools.covered", "schools", "школы", "Охвачено школ", SCHOOLS),
    _Number(
        "attendances.late",
        "late",
        "просмотры записи",
        "Посмотрели запись",
        ("просмотр записи", "просмотра записи", "просмотров записи"),
        names_people=True,
    ),
    _Number("people.guests", "guests", "гости", "Гостей", ("гость", "гостя", "гостей"), names_people=True),
)
_BELOW: Final = ("attendances", "people", "municipalities", "schools")


def own_figures(scope: Scope) -> Figures:
    """The numbers of the association's own events. Two queries, once in a scope."""
    return scope.once("own_figures", lambda: figures(scope.attendances()))


def _own(scope: Scope) -> Counts:
    return {one.code: _value(own_figures(scope), one.what) for one in _NUMBERS}


def _with_below(scope: Scope) -> Counts:
    found = figures(scope.attendances(with_below=True))
    return {
        "events.held.below": found.event_count,
        **{f"{one.code}.below": _value(found, one.what) for one in _NUMBERS if one.what in _BELOW},
    }


def _value(found: Figures, what: str) -> int:
    value: int = getattr(found, FIGURE_LISTS[what].figure)
    return value


def people_list(asked: FigureScope, what: str, title: str = "") -> FigureList:
    """One of the lists of the count of attendances, as lines of a figure."""
    one = FIGURE_LISTS[what]
    headings, lines = _SHAPES[what if what in _SHAPES else one.kind]
    rows = LazyRows(one.find(asked, ""), lambda found: lines(one.lines(asked, found)))
    return FigureList(title or one.title, headings, rows, count_address(what, asked))


def _attendance_rows(lines: Sequence[AttendanceLine]) -> list[FigureRow]:
    return [
        FigureRow(
            (
                line.attendance.name,
                _school(line.attendance),
                line.attendance.territory.name if line.attendance.territory is not None else "",
                line.attendance.event.full_title,
                line.attendance.event.first_day,
                line.state,
            ),
            line.attendance.event.get_absolute_url(),
            line.attendance.person_id,
        )
        for line in lines
    ]


def _school(one: Any) -> str:
    return str(one.organisation_name or (one.organisation.short_name if one.organisation is not None else ""))


def _person_rows(lines: Sequence[PersonLine]) -> list[FigureRow]:
    return [
        FigureRow((line.name, line.school, line.place, line.attendance_count), person_id=line.person_id)
        for line in lines
    ]  # fmt: skip


def _place_rows(lines: Sequence[PlaceLine]) -> list[FigureRow]:
    return [FigureRow((line.name, line.people_count, line.attendance_count, line.event_count)) for line in lines]


def _school_rows(lines: Sequence[PlaceLine]) -> list[FigureRow]:
    return [
        FigureRow((line.name, line.place, line.people_count, line.attendance_count, line.event_count))
        for line in lines
    ]  # fmt: skip


_SHAPES: Final[dict[str, tuple[tuple[str, ...], Callable[[Any], list[FigureRow]]]]] = {
    "attendances": (("Участник", "Школа", "Муниципалитет", "Мероприятие", "Дата", "Участие"), _attendance_rows),
    "people": (("Участник", "Школа", "Муниципалитет", "Участий"), _person_rows),
    "places": (("Муниципалитет", "Участников", "Участий", "Мероприятий"), _place_rows),
    "schools": (("Школа", "Муниципалитет", "Участников", "Участий", "Мероприятий"), _school_rows),
}


def _list(scope: Scope, *, what: str, with_below: bool = False) -> FigureList:
    return people_list(scope.attendances(with_below=with_below), what)


OWN: Final = FigureSource("attendances", _own)
WITH_BELOW: Final = FigureSource("attendances.below", _with_below)
RULES: Final = (
    *(
        FigureRule(
            one.code,
            one.name,
            one.label,
            one.forms,
            GROUP,
            OWN,
            partial(_list, what=one.what),
            READ,
            shows_people=one.names_people,
        )
        for one in _NUMBERS
    ),
    FigureRule(
        "events.held.below",
        "мероприятия с нижестоящими",
        "Проведено мероприятий, с нижестоящими",
        ACTIVITIES,
        BELOW,
        WITH_BELOW,
        partial(event_list, title="Проведённые мероприятия, с нижестоящими", with_below=True),
        READ,
        below=True,
    ),
    *(
        FigureRule(
            f"{one.code}.below",
            f"{one.name} с нижестоящими",
            f"{one.label}, с нижестоящими",
            one.forms,
            BELOW,
            WITH_BELOW,
            partial(_list, what=one.what, with_below=True),
            READ,
            below=True,
            shows_people=one.names_people,
        )
        for one in _NUMBERS
        if one.what in _BELOW
    ),
)
