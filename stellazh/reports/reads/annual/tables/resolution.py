"""What became of the resolution the year began with, point by point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Decision, Resolution
from stellazh.protocols.reads.resolutions.marks import Marks, done_words
from stellazh.reports.figures import Scope
from stellazh.reports.figures.decisions import marks_by_point, points, was_closed
from stellazh.reports.reads.annual.content_model import ContentTable
from stellazh.reports.reads.annual.tables.cells import Row, across, words
from stellazh.russian.calendar_words import short_date
from stellazh.russian.collation import fold

HEADINGS: Final = ("№", "Пункт", "Срок", "Состояние", "Как выполнено")


def resolution_tables(scope: Scope) -> Sequence[ContentTable]:
    """A table for each resolution adopted for the year, its points as they stood on the day. Two queries."""
    found = list(
        points(scope)
        .select_related("resolution", "section")
        .order_by("resolution__adopted_on", "resolution_id", "section__position", "section_id", "position", "pk")
    )
    marks = marks_by_point(scope) if found else {}
    return tuple(
        _table(scope, resolution, list(some), marks)
        for resolution, some in groupby(found, key=lambda point: point.resolution)
        if resolution is not None
    )


def _table(scope: Scope, resolution: Resolution, rows: Sequence[Decision], marks: dict[int, Marks]) -> ContentTable:
    done = sum(_state(scope, row) == DoneState.DONE for row in rows)
    named = resolution.title if fold(resolution.title).startswith("резолюци") else f"Резолюция «{resolution.title}»"
    adopted = f", принята {short_date(resolution.adopted_on)}" if resolution.adopted_on else ""
    return ContentTable(
        f"{named}{adopted}",
        HEADINGS,
        tuple(_rows(scope, rows, marks)),
        note=f"Пунктов выполнено {done} из {len(rows)}.",
    )


def _rows(scope: Scope, rows: Sequence[Decision], marks: dict[int, Marks]) -> Iterator[Row]:
    for section, some in groupby(rows, key=lambda row: row.section):
        if section is not None:
            yield across(section.heading)
        for row in some:
            yield (
                words(row.number_text),
                words(row.text),
                words(row.term_raw),
                words(str(_state(scope, row).label)),
                words(_told(scope, row, marks.get(row.pk, Marks()))),
            )


def _state(scope: Scope, row: Decision) -> DoneState:
    return DoneState(row.state) if was_closed(scope, row) else DoneState.OPEN


def _told(scope: Scope, row: Decision, marks: Marks) -> str:
    """How far the marks are, and the words it was closed with."""
    counted = done_words(row.section.unfold_to, marks) if row.section is not None else ""
    closing = " ".join(row.closing_words.split()) if was_closed(scope, row) else ""
    return ". ".join(part.rstrip(".") for part in (counted, closing) if part)
