"""Figures of a single event: «Участниками форума стали 96 специалистов из 27 муниципалитетов»."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.common.numerals import whole_number
from stellazh.events.models import Event
from stellazh.events.reads.figure_lists import FIGURE_LISTS
from stellazh.events.reads.figure_scopes import events_in
from stellazh.events.reads.figures import Figures, event_figures
from stellazh.reports.figures.attendances import people_list
from stellazh.reports.figures.model import Figure, FigureList, Forms
from stellazh.reports.figures.scopes import Scope
from stellazh.russian.numerals import ATTENDANCES, MUNICIPALITIES, PARTICIPANTS, SCHOOLS


@dataclass(frozen=True, slots=True)
class EventRule:
    """What is counted of an event: `what` is the list of the count of attendances that it opens."""

    what: str
    name: str
    forms: Forms
    shows_people: bool = False

    def code(self, event_id: int) -> str:
        return f"event.{self.what}:{event_id}"


EVENT_RULES: Final = (
    EventRule("people", "участники", PARTICIPANTS, shows_people=True),
    EventRule("attendances", "участия", ATTENDANCES, shows_people=True),
    EventRule("municipalities", "муниципалитеты", MUNICIPALITIES),
    EventRule("schools", "школы", SCHOOLS),
)
_CODE: Final = re.compile(r"event\.([a-z]+):([0-9]+)")
_NAMED: Final = re.compile(r"(\w+) мероприятия (?:№ ?)?([0-9]+)")


def event_code(name: str) -> str:
    """The code that a folded name of a text means: «участники мероприятия 4». Empty when it means none."""
    found = _NAMED.fullmatch(name)
    rule = next((one for one in EVENT_RULES if found and one.name == found[1]), None)
    event_id = whole_number(found[2]) if found else None
    return rule.code(event_id) if rule is not None and event_id is not None else ""


def parted(code: str) -> tuple[EventRule, int] | None:
    """What a code asks of which event; None for a code of another kind."""
    found = _CODE.fullmatch(code)
    rule = next((one for one in EVENT_RULES if found and one.what == found[1]), None)
    event_id = whole_number(found[2]) if found else None
    return (rule, event_id) if rule is not None and event_id is not None else None


def counted_events(scope: Scope, codes: Collection[str]) -> Mapping[str, Figure]:
    """The figures of these codes. Two queries, however many events.

    Events that do not count here, of another association or another year, have none: their marks stay unknown.
    """
    asked = {code: found for code in codes if (found := parted(code))}
    if not asked:
        return {}
    own = scope.attendances()
    ids = sorted({event_id for _, event_id in asked.values()})
    titles = {event.pk: event for event in events_in(own).filter(pk__in=ids).select_related("association")}
    numbers = event_figures(own, list(titles))
    return {
        code: _figure(scope, code, rule, titles[event_id], numbers[event_id])
        for code, (rule, event_id) in asked.items()
        if event_id in titles
    }


def _figure(scope: Scope, code: str, rule: EventRule, event: Event, numbers: Figures) -> Figure:
    label = f"{rule.name.capitalize()}: {event.full_title}"
    return Figure(code, getattr(numbers, FIGURE_LISTS[rule.what].figure), rule.forms, scope.day, label)


def event_rows_behind(scope: Scope, code: str) -> FigureList | None:
    """The list behind such a code; None for a code of another kind. Nothing is in it of other people's events."""
    found = parted(code)
    if found is None:
        return None
    rule, event_id = found
    event = events_in(scope.attendances()).filter(pk=event_id).select_related("association").first()
    asked = scope.attendances().narrowed(event_id=event_id)
    title = f"{FIGURE_LISTS[rule.what].title}. {event.full_title}" if event is not None else "Такого мероприятия нет"
    return people_list(asked, rule.what, title)


@dataclass(frozen=True, slots=True)
class EventMarks:
    """An event for the picker: its title, and what to put into a text for each of its figures."""

    event_id: int
    title: str
    marks: tuple[tuple[str, str], ...]


def event_marks(scope: Scope) -> Sequence[EventMarks]:
    """The events that count with their marks, by time. One query."""
    found = events_in(scope.attendances()).select_related("association").in_order()
    return [
        EventMarks(event.pk, event.full_title, tuple((rule.name, mark_of(rule, event)) for rule in EVENT_RULES))
        for event in found
    ]


def mark_of(rule: EventRule, event: Event) -> str:
    """«{{ участники мероприятия 4 «Веб-форум» }}»: the number says which event, the title is for whoever reads."""
    title = re.sub(r"[{}]", "", event.title)
    return f"{{{{ {rule.name} мероприятия {event.pk} «{title}» }}}}"
