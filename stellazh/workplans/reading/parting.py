"""Parting a paper: what stands above the plan's tables, its tables with the headings between them, what is below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from stellazh.office.documents import Block, Paragraph, Table
from stellazh.office.documents.model import lines_of
from stellazh.workplans.reading.columns import guess_header
from stellazh.workplans.reading.headings import is_month_heading
from stellazh.workplans.reading.tables import Header, PlanTable, find_header

_SECTION_LEAD: Final = re.compile(
    r"^(?:[IVXІХ]{1,5}|\d{1,2})\s?[.)]\s*\S|^(?:раздел|блок|часть|модуль|заседание)\b", re.IGNORECASE
)
_NOT_A_SECTION: Final = re.compile(
    r"^(?:содержание|план\b|приложение|продолжение|таблица|утвержд|согласован|рассмотрен|цел[ьи]\b|задачи|на\s+20\d\d|тема\b|"
    r"методическая\s+тема|направлени|руководител|методист)",
    re.IGNORECASE,
)
_ARABIC: Final = re.compile(r"^\d{1,2}[.)]")
_SECTION_LIMIT: Final = 160


@dataclass(slots=True)
class Parted:
    """`tables` holds plan tables and, between them, the headings of sections."""

    above: list[Block] = field(default_factory=list)
    tables: list[PlanTable | str] = field(default_factory=list)
    below: list[Block] = field(default_factory=list)

    @property
    def lines_above(self) -> list[str]:
        return list(lines_of(self.above))

    @property
    def lines_below(self) -> list[str]:
        return list(lines_of(self.below))


def part_blocks(blocks: Sequence[Block]) -> Parted:
    """Find the tables of the plan, with their own headings, those of the table before, or guessed by their content."""
    headers = [find_header(block) if isinstance(block, Table) else None for block in blocks]
    if not any(headers):
        headers = [guess_header(block) if isinstance(block, Table) else None for block in blocks]
    parted = Parted()
    last: Header | None = None
    waiting: list[Block] = []
    index = -1
    for block, header in zip(blocks, headers, strict=True):
        index += isinstance(block, Table)
        plan_table = _plan_table(block, header, last, index) if isinstance(block, Table) else None
        if plan_table is None:
            waiting.append(block)
            continue
        title_rows = _rows_above(plan_table) if header is not None else []
        _settle(parted, [*waiting, *title_rows], is_first=last is None)
        waiting = []
        parted.tables.append(plan_table)
        last = plan_table.header
    parted.below = waiting
    return parted


def _plan_table(table: Table, header: Header | None, last: Header | None, index: int) -> PlanTable | None:
    if header is not None:
        return PlanTable(table, header, index, header.first_row)
    if last is not None and table.column_count == len(last.roles):
        return PlanTable(table, last, index, 0)
    return None


def _rows_above(part: PlanTable) -> list[Block]:
    """The title of a plan written inside its table, above the headings."""
    lines: list[Block] = []
    for row in range(part.header.top_row):
        for cell in part.table.starting_in(row):
            lines.extend(cell.paragraphs)
    return lines


def _settle(parted: Parted, waiting: list[Block], *, is_first: bool) -> None:
    """Texts before the first table are the passport, those between tables the headings of sections."""
    heading = _heading_of(waiting, is_first=is_first)
    if is_first:
        parted.above.extend(block for block in waiting if block is not heading)
    else:
        parted.above.extend(block for block in waiting if isinstance(block, Table))
    if heading is not None:
        parted.tables.append(heading.visible.replace("\n", " ").strip())


def _heading_of(waiting: list[Block], *, is_first: bool) -> Paragraph | None:
    """The paragraph right before a table when it heads a section."""
    if not waiting or not isinstance(last := waiting[-1], Paragraph):
        return None
    text = last.visible
    if len(text) > _SECTION_LIMIT or _NOT_A_SECTION.match(last.text):
        return None
    if is_month_heading(text) or _SECTION_LEAD.match(text):
        # «6. Проектировочное.» closes a list of the passport; a section says more than its number in a row of numbers.
        return last if not (is_first and _closes_list(waiting)) else None
    if is_first:
        return last if last.heading_level and not re.search(r"20\d\d", text) else None
    return last if not text.rstrip().endswith((".", ";")) else None


def _closes_list(waiting: list[Block]) -> bool:
    if len(waiting) < 2:
        return False
    before, last = waiting[-2:]
    if not isinstance(before, Paragraph) or not isinstance(last, Paragraph):
        return False
    return bool(_ARABIC.match(before.visible) and _ARABIC.match(last.visible))
