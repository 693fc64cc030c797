"""The plan of the year against what was done, section by section; at the end what was held without being planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.common.actor import System
from stellazh.events.models import Event
from stellazh.events.reads.figure_scopes import events_in
from stellazh.events.reads.figures import event_figures
from stellazh.reports.figures import Scope
from stellazh.reports.figures.plans import plan_of
from stellazh.reports.reads.annual.content_model import ContentTable
from stellazh.reports.reads.annual.tables.cells import EMPTY, Row, across, days, number, words
from stellazh.workplans.enums import ItemStatus
from stellazh.workplans.models import ItemOutcome, Plan
from stellazh.workplans.reads.rows import ItemRow, item_rows

CAPTION: Final = "План и факт"
HEADINGS: Final = ("№", "Мероприятие", "Срок по плану", "Итог", "Когда", "Участий", "Причина")
OFF_PLAN: Final = "Вне плана"
NO_SECTION: Final = "Без раздела"
_READER: Final = System("reports")


@dataclass(slots=True)
class Fact:
    """What came of an item: from when to when, how many attendances; None when nobody has said."""

    first: date | None = None
    last: date | None = None
    attendance_count: int | None = None

    def took(self, first: date | None, last: date | None, count: int | None) -> None:
        """Something of it was held."""
        if first is not None:
            self.first = min(self.first or first, first)
            self.last = max(self.last or first, last or first)
        if count is not None:
            self.attendance_count = (self.attendance_count or 0) + count


def plan_fact_tables(scope: Scope) -> Sequence[ContentTable]:
    """The table, none without a plan. Seven queries at most, however many items and events.

    Attendances of an item are those of its events, counted as the rest of the report counts; without an event, what
    was told when the outcome was recorded.
    """
    plan = plan_of(scope)
    if plan is None:
        return ()
    sections = list(plan.sections.all())
    items = item_rows(plan, sections, reader=_READER, on=scope.day, with_owners=False)
    events = list(events_in(scope.attendances()).select_related("association").in_order())
    numbers = event_figures(scope.attendances(), [event.pk for event in events])
    counts = {pk: found.attendance_count for pk, found in numbers.items()}
    facts = _facts(scope, plan, events, counts)
    rows: list[Row] = []
    # A plan by dates goes from section to section and back; here each section stands together.
    places = {one.pk: place for place, one in enumerate(sections)}
    items.sort(key=lambda item: places.get(item.section_id or 0, len(places)))
    has_sections = any(item.section for item in items)
    section: str | None = None
    for item in items:
        name = item.section or NO_SECTION
        if has_sections and name != section:
            rows.append(across(name))
            section = name
        rows.append(_item_row(item, facts.get(item.pk, Fact())))
    off = [event for event in events if event.plan_item_id is None]
    if off:
        rows.append(across(OFF_PLAN))
        rows += [_event_row(event, counts[event.pk]) for event in off]
    if not rows:
        return ()
    width = len(HEADINGS) if any(item.status_reason for item in items) else len(HEADINGS) - 1
    return (ContentTable(CAPTION, HEADINGS[:width], tuple(row[:width] for row in rows), note=_note(items, off)),)


def _facts(scope: Scope, plan: Plan, events: Sequence[Event], counts: Mapping[int, int]) -> Mapping[int, Fact]:
    facts: dict[int, Fact] = defaultdict(Fact)
    counted = set()
    for event in events:
        if event.plan_item_id is not None:
            facts[event.plan_item_id].took(event.first_day, event.last_day, counts[event.pk])
            counted.add(event.object_key)
    outcomes = ItemOutcome.objects.filter(item__plan=plan, withdrawn_at=None, recorded_at__lt=scope.cut)
    for item_id, key, held_on, count in outcomes.values_list("item_id", "source_key", "held_on", "participation_count"):
        if key not in counted:
            facts[item_id].took(held_on, held_on, count)
    return facts


def _item_row(item: ItemRow, fact: Fact) -> Row:
    is_held = item.status == ItemStatus.HELD
    return (
        words(item.number),
        words(item.title, item.href),
        words(item.term_raw),
        words(item.status_label or "не отмечено"),
        days(fact.first, fact.last) if is_held else EMPTY,
        number(fact.attendance_count if is_held else None),
        words(item.status_reason),
    )


def _event_row(event: Event, attendance_count: int) -> Row:
    return (
        EMPTY,
        words(event.full_title, event.get_absolute_url()),
        EMPTY,
        words("проведено"),
        days(event.first_day, event.last_day),
        number(attendance_count),
        EMPTY,
    )


def _note(items: Sequence[ItemRow], off: Sequence[Event]) -> str:
    """«Пунктов в плане 52: проведено 40, перенесено 2, отменено 1, без итога 9. Вне плана проведено 3.»"""
    told = [
        (label, sum(item.status == status for item in items))
        for status, label in (
            (ItemStatus.HELD, "проведено"),
            (ItemStatus.POSTPONED, "перенесено"),
            (ItemStatus.CANCELLED, "отменено"),
            (ItemStatus.PLANNED, "ещё не отмечено"),
        )
    ]
    parts = ", ".join(f"{label} {count}" for label, count in told if count)
    extra = f" Вне плана проведено {len(off)}." if off else ""
    return f"Пунктов в плане {len(items)}{': ' if parts else ''}{parts}.{extra}"
