"""The events of the year, each with how many were there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stellazh.events.models import Event
from stellazh.events.reads.figure_scopes import events_in
from stellazh.events.reads.figures import Figures, event_figures
from stellazh.reports.figures import Scope
from stellazh.reports.figures.attendances import own_figures
from stellazh.reports.reads.annual.content_model import ContentCell, ContentTable
from stellazh.reports.reads.annual.tables.cells import EMPTY, Row, days, number, words

CAPTION: Final = "Мероприятия года"
HEADINGS: Final = ("№", "Дата", "Мероприятие", "Форма", "Участий", "Муниципалитетов")


def event_tables(scope: Scope) -> Sequence[ContentTable]:
    """Events that count, by time; the last row says the very numbers of the text. Four queries at most."""
    own = scope.attendances()
    events = list(events_in(own).select_related("association").in_order())
    if not events:
        return ()
    numbers = event_figures(own, [event.pk for event in events])
    rows = [_row(place, event, numbers[event.pk]) for place, event in enumerate(events, start=1)]
    whole = own_figures(scope)
    total = (
        EMPTY, EMPTY, words(f"Всего мероприятий: {len(events)}"), EMPTY,
        number(whole.attendance_count), number(whole.municipality_count),
    )  # fmt: skip
    note = (
        "Участие — одно присутствие одного человека на одном мероприятии. Участников (людей) за год — "
        f"{number(whole.people_count).text}: каждый посчитан один раз, муниципалитеты в последней строке тоже."
    )
    return (ContentTable(CAPTION, HEADINGS, tuple(rows), total, note),)


def _row(place: int, event: Event, numbers: Figures) -> Row:
    return (
        number(place),
        event_days(event),
        words(event.full_title, event.get_absolute_url()),
        words(str(event.get_form_display())),
        number(numbers.attendance_count),
        number(numbers.municipality_count),
    )


def event_days(event: Event) -> ContentCell:
    """When it was, by the clock of its association."""
    return days(event.first_day, event.last_day)
