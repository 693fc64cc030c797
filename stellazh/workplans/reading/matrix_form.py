"""Plans by dates and directions: each cell may hold several activities with their owners inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from stellazh.russian.persons import find_owner_runs, read_owners
from stellazh.russian.terms import TermKind, parse_term
from stellazh.workplans.reading.activities import Activity, read_activities
from stellazh.workplans.reading.entries import Entry
from stellazh.workplans.reading.headings import Role, is_month_heading
from stellazh.workplans.reading.sentences import goes_on, is_unfinished, is_unfinished_term
from stellazh.workplans.reading.tables import Header, PlanTable, Row, rows_below, section_text

_YEAR_ALONE: Final = re.compile(r"^20\d\d\s*(?:г\.?|год[а]?)?$")
_REST_OF_PLACE: Final = re.compile(r"^(?:[а-яё(,№«]|[А-ЯЁ]{2,}\b)")
_BULLET_BREAK: Final = re.compile(r"^[-–—•]\s")


@dataclass(slots=True)
class _Line:
    """A line of a cell and the row of the paper it comes from."""

    text: str
    row: int


@dataclass(slots=True)
class _DateRow:
    """All rows of the paper that belong to one date, their cells put together."""

    table: int
    row: int
    term: str
    section: str
    cells: dict[int, list[_Line]] = field(default_factory=dict)
    joined: dict[int, set[int]] = field(default_factory=dict)
    owners: str = ""


def read_matrix(parts: Sequence[PlanTable | str]) -> list[Entry]:
    """The activities of matrix tables in reading order: by date, then by direction from left to right."""
    section, month = "", ""
    rows: list[_DateRow] = []
    header: Header | None = None
    entries: list[Entry] = []
    for part in parts:
        if isinstance(part, str):
            month, section = (part, section) if is_month_heading(part) else (month, part)
            continue
        if header is not None and part.header.headings != header.headings:
            entries.extend(_entries(rows, header))
            rows = []
        header = part.header
        if header.is_turned:
            entries.extend(_turned(part))
            continue
        for row in rows_below(part):
            if (wide := section_text(row)) and row.filled[0] in (*header.columns(Role.TERM), 0):
                month, section = (wide, section) if is_month_heading(wide) else ("", wide)
                continue
            _take(row, header, rows, month, section)
    if header is not None and not header.is_turned:
        entries.extend(_entries(rows, header))
    return entries


def _take(row: Row, header: Header, rows: list[_DateRow], month: str, section: str) -> None:
    terms = header.columns(Role.TERM)
    own = row.text(terms)
    before = rows[-1] if rows else None
    if before is not None and own and _goes_on_date(before.term, own):
        before.term = f"{before.term} {own}"
        own = ""
    elif own or before is None or (month and before.term != month and not row.inherited(terms)):
        rows.append(_DateRow(row.table, row.index, own or month, section))
    current = rows[-1]
    is_below = (current.table, current.row) != (row.table, row.index)
    for column, lines in row.own.items():
        if header.roles[column] is Role.DIRECTION:
            _add_lines(current, column, lines, row.index, is_below=is_below)
    owners = "\n".join(row.lines(header.columns(Role.OWNERS)))
    current.owners = "\n".join(text for text in (current.owners, owners) if text)


def _goes_on_date(before: str, own: str) -> bool:
    """«Сентябрь» over «2024», «08.10.2024 МБОУ» over «СОШ №5»: the rest of a date cell cut by a page break."""
    if _YEAR_ALONE.match(own) and not re.search(r"20\d\d", before):
        return True
    if is_unfinished_term(before):
        return True
    return bool(_REST_OF_PLACE.match(own)) and parse_term(own, 2000).kind is TermKind.UNKNOWN


def _add_lines(current: _DateRow, column: int, lines: tuple[str, ...], row: int, *, is_below: bool) -> None:
    kept = current.cells.setdefault(column, [])
    for place, line in enumerate(lines):
        if is_below and place == 0 and kept and not _BULLET_BREAK.match(line) and _runs_on(kept[-1].text, line):
            kept[-1].text = f"{kept[-1].text} {line}"
            current.joined.setdefault(column, set()).add(kept[-1].row)
        else:
            kept.append(_Line(line, row))


def _runs_on(before: str, line: str) -> bool:
    """A name alone under a finished activity is its owner, even where the sentence could go on."""
    if not goes_on(before, line):
        return False
    owners = read_activities([line])
    if is_unfinished(before) or not (owners and not owners[0].title and owners[0].owners):
        return True
    # «… – библиотекарь вечерней» over «школы №2»: the post of the person runs on.
    runs = find_owner_runs(before)
    return bool(runs) and runs[-1].end == len(before.rstrip()) and bool(runs[-1].owners[-1].post)


def _entries(rows: Sequence[_DateRow], header: Header) -> list[Entry]:
    return [entry for row in rows for entry in _entries_of_date(row, header)]


def _entries_of_date(row: _DateRow, header: Header) -> list[Entry]:
    found: list[Entry] = []
    for column in sorted(row.cells):
        lines = row.cells[column]
        for activity in read_activities([line.text for line in lines]):
            entry = _entry(row, header.headings[column], column, lines[activity.line].row, activity)
            if lines[activity.line].row in row.joined.get(column, set()):
                entry.note_join(lines[activity.line].row)
            found.append(entry)
    if row.owners:
        for entry in found:
            if not entry.owners:
                entry.owners = list(read_owners(row.owners))
    return found


def _entry(row: _DateRow, direction: str, column: int, line_row: int, activity: Activity) -> Entry:
    return Entry(
        table=row.table,
        row=line_row,
        column=column,
        number=activity.number,
        section=row.section,
        direction=direction,
        title_lines=[activity.title] if activity.title else [],
        term_lines=[row.term] if row.term else [],
        owners=list(activity.owners),
        remark=activity.remark,
        source_text=activity.text,
    )


def _turned(part: PlanTable) -> list[Entry]:
    """A matrix with the months on top and the directions at the left."""
    months = [column for column, heading in enumerate(part.header.headings) if is_month_heading(heading)]
    label = min(set(range(part.table.column_count)) - set(months), default=0)
    found: list[Entry] = []
    direction = ""
    for row in rows_below(part):
        direction = row.text((label,)) or row.inherited((label,)) or direction
        for column in months:
            date_row = _DateRow(row.table, row.index, part.header.headings[column], "")
            date_row.cells[column] = [_Line(line, row.index) for line in row.own.get(column, ())]
            found.extend(
                _entry(date_row, direction, column, row.index, activity)
                for activity in read_activities([line.text for line in date_row.cells[column]])
            )
    order = {heading: place for place, heading in enumerate(part.header.headings)}
    return sorted(found, key=lambda entry: order[entry.term])
