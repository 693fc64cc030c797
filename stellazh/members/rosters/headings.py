"""Where the headings of a list stand: under titles, in one row or in two, above a row of column numbers or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.members.rosters.columns import NAME_FIELDS, codes_of, recognise
from stellazh.office.tables import TableFile, TableSheet

_WINDOW: Final = 40
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Heading:
    """`texts` by column; `first` is the number of the first row below, as Excel counts. Not `is_sure` when no row names
    anything known: then the first filled row is taken for the headings."""

    texts: tuple[str, ...]
    first: int
    is_sure: bool


def find_heading(sheet: TableSheet, kind: str) -> Heading:
    """The headings of a sheet: of its first rows the one that names the most, with a name of a person or school."""
    best: tuple[tuple[bool, int], Heading] | None = None
    for place, row in enumerate(sheet.rows[:_WINDOW]):
        if not any(row):
            continue
        for texts, height in _candidates(sheet.rows, place):
            codes = codes_of(recognise(text, kind) for text in texts)
            score = (bool(codes & NAME_FIELDS[kind]), len(codes))
            if score[1] and (best is None or score > best[0]):
                best = (score, _made(sheet, texts, place + height, is_sure=True))
    if best is not None:
        return best[1]
    place = next((number for number, row in enumerate(sheet.rows) if any(row)), 0)
    return _made(sheet, tuple(sheet.rows[place]) if sheet.rows else (), place + 1, is_sure=False)


def best_sheet(table: TableFile, kind: str) -> TableSheet:
    """The sheet whose headings name the most; the first of equals."""
    return max(table.sheets, key=lambda sheet: _worth(find_heading(sheet, kind), kind))


def data_rows(sheet: TableSheet, heading: Heading) -> Iterator[tuple[int, Row]]:
    """The filled rows below the headings with their numbers, as Excel counts."""
    for number, row in enumerate(sheet.rows[heading.first - 1 :], start=heading.first):
        if any(row):
            yield number, row


def _worth(heading: Heading, kind: str) -> tuple[bool, int]:
    codes = codes_of(recognise(text, kind) for text in heading.texts)
    return heading.is_sure and bool(codes & NAME_FIELDS[kind]), len(codes)


def _candidates(rows: Sequence[Row], place: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The row as headings, and together with the one below when that one parts some of its cells."""
    row = rows[place]
    distinct = {text for text in row if text}
    if len(distinct) == 1 and sum(map(bool, row)) > 1:
        # One text across the table is a title.
        return
    yield tuple(row), 1
    below = rows[place + 1] if place + 1 < len(rows) else ()
    if len(distinct) > 1 and any(below) and _parts(row, below):
        yield _joined(row, below), 2


def _parts(row: Row, below: Row) -> bool:
    """Whether the lower row only parts groups of the upper one, and says nothing new under cells of their own."""
    width = max(len(row), len(below))
    grouped, group = False, ""
    for column in range(width):
        above, under = _at(row, column), _at(below, column)
        group = above or group
        if not under or above == under:
            continue
        in_group = (not above and bool(group)) or above in (
            _at(row, column - 1) if column else "",
            _at(row, column + 1),
        )
        opens_group = bool(above) and not _at(row, column + 1) and bool(_at(below, column + 1))
        if not in_group and not opens_group:
            return False
        grouped = True
    return grouped


def _joined(row: Row, below: Row) -> tuple[str, ...]:
    joined: list[str] = []
    group = ""
    for column in range(max(len(row), len(below))):
        above, under = _at(row, column), _at(below, column)
        group = above or (group if under else "")
        joined.append(group if not under or under == group else f"{group} {under}".strip())
    return tuple(joined)


def _made(sheet: TableSheet, texts: Sequence[str], below: int, *, is_sure: bool) -> Heading:
    cleaned = tuple(" ".join(text.split()) for text in texts)
    following = sheet.rows[below] if below < len(sheet.rows) else ()
    numbers = [text for text in following if text]
    is_numbered = len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return Heading(cleaned, below + 1 + is_numbered, is_sure)


def _at(row: Row, column: int) -> str:
    return row[column] if 0 <= column < len(row) else ""
