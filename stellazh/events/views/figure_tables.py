"""Numbers and lists as tables of cells: the same cells are drawn on the page and written into Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.events.access import can_mark_attendance
from stellazh.events.forms.figures import asks_for
from stellazh.events.models import Attendance
from stellazh.events.reads.figure_lists import (
    FIGURE_LISTS,
    AttendanceLine,
    EventLine,
    FigureList,
    PersonLine,
    PlaceLine,
)
from stellazh.events.reads.figure_scopes import FigureScope
from stellazh.events.reads.figures import FigureRow, Figures
from stellazh.office.sheets import CellValue

# Number of a row → the list behind it.
ROW_NUMBERS = ("events", "attendances", "people", "schools", "municipalities", "late")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and where it leads."""

    value: CellValue
    href: str = ""
    note: str = ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int)

    @property
    def text(self) -> CellValue:
        return f"{self.value:%d.%m.%Y}" if hasattr(self.value, "strftime") else self.value


@dataclass(frozen=True, slots=True)
class Number:
    """A number over its words, leading to its list."""

    value: int
    words: tuple[str, str, str]
    href: str


@dataclass(frozen=True, slots=True)
class Table:
    """Headings with widths of columns in signs, and rows of cells."""

    headings: tuple[tuple[str, int], ...]
    rows: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of lists for a reader: whether she reaches below decides what an address must say."""

    actor: Actor
    reaches_below: bool

    def of(self, what: str, scope: FigureScope) -> str:
        """The list of a number in that scope."""
        query = asks_for(scope, reaches_below=self.reaches_below)
        return reverse("events:figure_list", args=[scope.association.code, what]) + query

    def page(self, scope: FigureScope) -> str:
        """The page of all numbers in that scope."""
        query = asks_for(scope, reaches_below=self.reaches_below)
        return reverse("events:figures", args=[scope.association.code]) + query

    def number(self, what: str, found: Figures, scope: FigureScope) -> Cell:
        """A number of a table, leading to its list; nought leads nowhere."""
        value = getattr(found, FIGURE_LISTS[what].figure)
        return Cell(value, self.of(what, scope) if value else "")


_WORDS = {
    "events": ("мероприятие", "мероприятия", "мероприятий"),
    "attendances": ("участие", "участия", "участий"),
    "people": ("участник", "участника", "участников"),
    "schools": ("школа", "школы", "школ"),
    "municipalities": ("муниципалитет", "муниципалитета", "муниципалитетов"),
    "late": ("смотрел запись", "смотрели запись", "смотрели запись"),
    "guests": ("из них гость", "из них гостя", "из них гостей"),
}


def large_numbers(found: Figures, scope: FigureScope, addresses: Addresses) -> list[Number]:
    """The numbers at the head of the page; late viewers and guests when there are some."""
    shown = [what for what in _WORDS if getattr(found, FIGURE_LISTS[what].figure) or what not in ("late", "guests")]
    return [
        Number(getattr(found, FIGURE_LISTS[what].figure), _WORDS[what], addresses.of(what, scope)) for what in shown
    ]


def breakdown_table(rows: Sequence[FigureRow], first: str, addresses: Addresses, *, leaves_out: str = "") -> Table:
    """Forms, months or municipalities with their numbers."""
    numbers = [what for what in ROW_NUMBERS if what != leaves_out]
    if not any(row.figures.late_count for row in rows):
        numbers.remove("late")
    return Table(
        ((first, 30), *((FIGURE_LISTS[what].title, 14) for what in numbers)),
        [
            [Cell(row.label), *(addresses.number(what, row.figures, row.scope) for what in numbers)]
            for row in rows
        ],
    )  # fmt: skip


def list_table(one: FigureList, lines: Sequence[Any], scope: FigureScope, addresses: Addresses) -> Table:
    """The lines of a list as cells."""
    if one.kind == "events":
        return _events(lines, scope, addresses)
    if one.kind == "attendances":
        back = addresses.of(one.code, scope) if one.code.startswith("unknown") else ""
        return _attendances(lines, addresses.actor, back=back)
    if one.kind == "people":
        return _people(lines, scope, addresses)
    return _places(lines, scope, addresses, is_school=one.code == "schools")


def _events(lines: Sequence[EventLine], scope: FigureScope, addresses: Addresses) -> Table:
    numbers = ("attendances", "schools", "municipalities", "late")
    rows = [
        [
            Cell(line.event.starts_at.astimezone(line.event.zone).date()),
            Cell(line.event.full_title, line.event.get_absolute_url(), line.event.association.short_name),
            Cell(line.event.get_form_display()),
            *(addresses.number(what, line.figures, scope.narrowed(event_id=line.event.pk)) for what in numbers),
        ]
        for line in lines
    ]
    headings = (("Дата", 12), ("Мероприятие", 50), ("Форма", 18), *((FIGURE_LISTS[w].title, 12) for w in numbers))
    return Table(headings, rows)


def _attendances(lines: Sequence[AttendanceLine], actor: Actor, *, back: str) -> Table:
    """With `back`, those that lack something: whoever may say what it is, is led there and back."""
    rows = []
    for line in lines:
        one, event = line.attendance, line.attendance.event
        school = one.organisation_name or (one.organisation.short_name if one.organisation is not None else "")
        row = [
            Cell(one.name),
            Cell(school or "не указана"),
            Cell(one.territory.name if one.territory is not None else "не указан"),
            Cell(event.full_title, event.get_absolute_url()),
            Cell(event.starts_at.astimezone(event.zone).date()),
            Cell(line.state),
        ]
        if back:
            row.append(_settling(one, actor, back))
        rows.append(row)
    headings = [("Участник", 34), ("Школа", 30), ("Муниципалитет", 26), ("Мероприятие", 44), ("Дата", 12)]
    headings += [("Участие", 16), *([("Уточнить", 10)] if back else [])]
    return Table(tuple(headings), rows)


def _settling(one: Attendance, actor: Actor, back: str) -> Cell:
    if not can_mark_attendance(actor, one.event):
        return Cell("")
    address = reverse("events:attendance_place", args=[one.event_id, one.pk])
    return Cell("уточнить", f"{address}?{urlencode({'next': back})}")


def _people(lines: Sequence[PersonLine], scope: FigureScope, addresses: Addresses) -> Table:
    rows = [
        [
            Cell(line.name, note="" if line.person_id else "гость"),
            Cell(line.school or "не указана"),
            Cell(line.place or "не указан"),
            Cell(line.attendance_count, addresses.of("attendances", scope.narrowed(who=line.who))),
        ]
        for line in lines
    ]
    return Table((("Участник", 36), ("Школа", 32), ("Муниципалитет", 28), ("Участий", 10)), rows)


def _places(lines: Sequence[PlaceLine], scope: FigureScope, addresses: Addresses, *, is_school: bool) -> Table:
    rows = []
    for line in lines:
        narrow = scope.narrowed(**{"school_id" if is_school else "place_id": line.key})
        rows.append(
            [
                Cell(line.name, addresses.page(narrow)),
                *([Cell(line.place)] if is_school else []),
                Cell(line.people_count, addresses.of("people", narrow)),
                Cell(line.attendance_count, addresses.of("attendances", narrow)),
                Cell(line.event_count, addresses.of("events", narrow)),
            ]
        )
    first = (("Школа", 40), ("Муниципалитет", 28)) if is_school else (("Муниципалитет", 40),)
    return Table((*first, ("Участников", 12), ("Участий", 12), ("Мероприятий", 12)), rows)
