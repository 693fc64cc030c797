"""Events that were held, by form, level and format. Which of them count is said by the count of attendances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stellazh.events.enums import EventLevel
from stellazh.events.models import Event, Recording
from stellazh.events.reads.figure_scopes import FigureScope, events_in
from stellazh.events.reads.figures import event_figures
from stellazh.reports.figures.event_words import GENITIVES, OF_FORMS, adjective, of_level
from stellazh.reports.figures.model import (
    Cell,
    Counts,
    FigureList,
    FigureRow,
    FigureRule,
    FigureSource,
    Forms,
    LazyRows,
)
from stellazh.reports.figures.scopes import Scope, there
from stellazh.russian.numerals import ACTIVITIES
from stellazh.workplans.enums import ItemFormat

READ: Final = "events.read_figures"
GROUP: Final = "Мероприятия"
BY_FORM: Final = "Мероприятия по формам"
BY_LEVEL: Final = "Мероприятия по уровням"
HEADINGS: Final = ("Дата", "Мероприятие", "Форма", "Участий", "Муниципалитетов")


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """What figures need to know of an event that counts."""

    pk: int
    form: str
    level: str
    format: str
    is_recorded: bool
    is_planned: bool


def recorded(scope: Scope) -> Exists:
    """Events with a recording that was there on the day."""
    return Exists(Recording.objects.filter(there(scope, "item__"), event=OuterRef("pk"), item__added_at__lt=scope.cut))


def held_events(scope: Scope) -> Sequence[HeldEvent]:
    """The association's own events that count. One query, once in a scope."""

    def find() -> Sequence[HeldEvent]:
        rows = events_in(scope.attendances()).annotate(is_recorded=recorded(scope)).in_order()
        found = rows.values_list("pk", "form", "level", "format", "is_recorded", "plan_item_id")
        return [
            HeldEvent(pk, form, level, mode, is_recorded, item is not None)
            for pk, form, level, mode, is_recorded, item in found
        ]

    return scope.once("held_events", find)


def _counts(scope: Scope) -> Counts:
    held = held_events(scope)
    forms, levels = Counter(one.form for one in held), Counter(one.level for one in held)
    formats = Counter(one.format for one in held)
    return {
        "events.held": len(held),
        "events.online": formats[ItemFormat.ONLINE],
        "events.mixed": formats[ItemFormat.MIXED],
        "events.onsite": formats[ItemFormat.ONSITE],
        "events.recorded": sum(one.is_recorded for one in held),
        **{f"events.form.{form}": forms[form] for form in OF_FORMS},
        **{f"events.level.{level}": levels[level] for level in EventLevel},
    }


def event_rows(scope: FigureScope, events: Sequence[Event]) -> list[FigureRow]:
    """Events as lines, with how many were there. One query."""
    numbers = event_figures(scope, [event.pk for event in events])
    return [
        FigureRow(_cells(event, numbers[event.pk].attendance_count, numbers[event.pk].municipality_count), href)
        for event in events
        for href in [event.get_absolute_url()]
    ]


def _cells(event: Event, attendance_count: int, municipality_count: int) -> tuple[Cell, ...]:
    when = event.starts_at.astimezone(event.zone).date()
    return when, event.full_title, str(event.get_form_display()), attendance_count, municipality_count


def event_list(
    scope: Scope, title: str, condition: Q | Exists | None = None, *, with_below: bool = False
) -> FigureList:
    """Events that count and meet the condition, by time."""
    asked = scope.attendances(with_below=with_below)
    found = events_in(asked).select_related("association").in_order()
    if condition is not None:
        found = found.filter(condition)
    elsewhere = count_address("events", asked) if condition is None else ""
    return FigureList(title, HEADINGS, LazyRows(found, partial(event_rows, asked)), elsewhere)


def count_address(what: str, asked: FigureScope) -> str:
    """The list of a number on the page of the count of attendances, asked the same."""
    query = {"year": str(asked.year), "on": asked.as_of.isoformat()}
    # Said to those who reach below; others are shown their own anyway.
    query |= {} if asked.with_below else {"whose": "own"}
    return f"{reverse('events:figure_list', args=[asked.association.code, what])}?{urlencode(query)}"


SOURCE: Final = FigureSource("events", _counts)


def _rule(
    code: str,
    words: tuple[str, Forms, tuple[str, str] | None],
    label: str,
    condition: Q,
    group: str = GROUP,
) -> FigureRule:
    name, forms, genitive = words
    rows = partial(event_list, title=label, condition=condition)
    return FigureRule(code, name, label, forms, group, SOURCE, rows, READ, genitive=genitive)


def _recorded_list(scope: Scope) -> FigureList:
    return event_list(scope, "Мероприятия с записью", recorded(scope))


RULES: Final = (
    FigureRule(
        "events.held",
        "мероприятия",
        "Проведено мероприятий",
        ACTIVITIES,
        GROUP,
        SOURCE,
        partial(event_list, title="Проведённые мероприятия"),
        READ,
    ),
    _rule("events.online", adjective("дистанционн"), "Дистанционных мероприятий", Q(format=ItemFormat.ONLINE)),
    _rule("events.onsite", adjective("очн"), "Очных мероприятий", Q(format=ItemFormat.ONSITE)),
    _rule("events.mixed", adjective("очно-дистанционн"), "Очно-дистанционных мероприятий", Q(format=ItemFormat.MIXED)),
    FigureRule(
        "events.recorded",
        "мероприятия с записью",
        "Мероприятий с записью",
        ("мероприятие с записью", "мероприятия с записью", "мероприятий с записью"),
        GROUP,
        SOURCE,
        _recorded_list,
        READ,
    ),
    *(
        _rule(
            f"events.form.{form}", (name, forms, GENITIVES.get(form)), name.capitalize(), Q(form=form), BY_FORM
        )
        for form, (name, forms) in OF_FORMS.items()
    ),
    *(
        _rule(f"events.level.{level}", words, words[0].capitalize(), Q(level=level), BY_LEVEL)
        for level in EventLevel
        for words in [of_level(level)]
    ),
)  # fmt: skip
