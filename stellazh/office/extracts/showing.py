"""A paper as a page of the site shows it: headings in order, paragraphs, lists and tables, no more than it bears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stellazh.office.documents.model import Block, Cell, Paragraph, Table
from stellazh.office.extracts import limits
from stellazh.office.extracts.model import (
    ShownBlock,
    ShownCell,
    ShownHeading,
    ShownItem,
    ShownList,
    ShownPaper,
    ShownParagraph,
    ShownTable,
)
from stellazh.office.extracts.opening import OpenedPaper
from stellazh.office.plain_text import printable_lines
from stellazh.office.tables.model import TableSheet

_DEEPEST = 4
_LONGEST_HEADING = 400
_HEADER_SIGNS = 200
_TITLE_ROWS = 6
_LONG_TITLE = 12
CUT_ROWS = "Показано строк: {rows} из {all_rows}. Остальное – в самом файле."
CUT_COLUMNS = "Показано столбцов: {columns} из {all_columns}. Остальное – в самом файле."
CUT_BOTH = "Показано строк: {rows} из {all_rows}, столбцов: {columns} из {all_columns}. Остальное – в самом файле."


def shown_paper(paper: OpenedPaper) -> ShownPaper:
    """The blocks of an opened paper, cut where a page would become unreadably long."""
    budget = _Budget()
    blocks = tuple(budget.within(_blocks(paper)))
    is_cut = budget.is_spent or any(isinstance(block, ShownTable) and block.note for block in blocks)
    return ShownPaper(paper.kind, blocks, paper.page_count, is_cut=is_cut)


class _Budget:
    """Lets blocks pass until there are too many signs, cells or blocks."""

    def __init__(self) -> None:
        self.is_spent = False
        self._signs = self._cells = self._blocks = 0

    def within(self, blocks: Iterable[ShownBlock]) -> Iterator[ShownBlock]:
        for block in blocks:
            self._blocks += 1
            self._signs += sum(map(len, _texts(block)))
            if isinstance(block, ShownTable):
                self._cells += sum(map(len, block.rows))
            if self._blocks > limits.BLOCKS or self._signs > limits.TEXT_SIGNS or self._cells > limits.CELLS:
                self.is_spent = True
                return
            yield block


def _texts(block: ShownBlock) -> Iterator[str]:
    if isinstance(block, ShownHeading):
        yield block.text
    elif isinstance(block, ShownParagraph):
        yield from block.lines
    elif isinstance(block, ShownList):
        for item in block.items:
            yield from item.lines
    else:
        for row in (block.header, *block.rows):
            for cell in row:
                yield from cell.lines


def _blocks(paper: OpenedPaper) -> Iterator[ShownBlock]:
    if paper.plain:
        yield from _plain(paper.plain)
        return
    if paper.table is not None:
        yield from _sheets([sheet for sheet in paper.table.sheets[: limits.SHEETS] if not sheet.is_empty])
        return
    levels = _Levels()
    tables = 0
    for part in paper.parts:
        for is_item, run in groupby(part.blocks, _is_item):
            if is_item:
                yield _list([block for block in run if isinstance(block, Paragraph)])
                continue
            for block in run:
                if isinstance(block, Table):
                    tables += 1
                    yield _table(block, part.name or f"Таблица {tables}", is_named=bool(part.name))
                else:
                    yield from _paragraph(block, levels)


def _is_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(block.marker) and not block.heading_level


def _plain(text: str) -> Iterator[ShownBlock]:
    """Lines as they were typed; an empty line parts paragraphs."""
    for is_blank, lines in groupby(
        text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), lambda line: not line.strip()
    ):
        if not is_blank and (kept := _printed("\n".join(lines))):
            yield ShownParagraph(kept)


class _Levels:
    """Levels of headings without gaps: Word's 2, 4, 4, 2 become 1, 2, 2, 1."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def of(self, level: int) -> int:
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return min(len(self._above), _DEEPEST)


def _paragraph(block: Paragraph, levels: _Levels) -> Iterator[ShownBlock]:
    lines = _printed(block.visible)
    if not lines:
        return
    text = " ".join(lines)
    if block.heading_level and len(text) <= _LONGEST_HEADING:
        yield ShownHeading(levels.of(block.heading_level), text)
    else:
        yield ShownParagraph(lines)


def _list(paragraphs: Sequence[Paragraph]) -> ShownList:
    items = tuple(ShownItem(block.marker, _printed(block.text)) for block in paragraphs)
    return ShownList(items, is_numbered=any(item.marker != "-" for item in items))


def _table(table: Table, caption: str, *, is_named: bool) -> ShownTable:
    grid = [table.starting_in(row) for row in range(table.row_count)]
    kept = grid[: limits.TABLE_ROWS]
    rows = tuple(tuple(_cell(cell, len(kept)) for cell in row) for row in kept)
    has_header = _is_header([cell.flat for cell in grid[0]], table.column_count, table.row_count) and all(
        cell.row_span == 1 for cell in grid[0]
    )
    note = CUT_ROWS.format(rows=len(kept), all_rows=len(grid)) if len(kept) < len(grid) else ""
    return ShownTable(caption, is_named, rows[0] if has_header else (), rows[1:] if has_header else rows, note)


def _cell(cell: Cell, row_count: int) -> ShownCell:
    return ShownCell(_printed(cell.text), min(cell.row_span, row_count - cell.row), cell.column_span)


def _sheets(sheets: Sequence[TableSheet]) -> Iterator[ShownBlock]:
    several = len(sheets) > 1
    for sheet in sheets:
        if several:
            yield ShownHeading(1, " ".join(_printed(sheet.name)) or "Лист")
        yield from _sheet(sheet, is_named=not several)


def _sheet(sheet: TableSheet, *, is_named: bool) -> Iterator[ShownBlock]:
    filled = [row for row in sheet.rows if any(row)]
    kept, width = filled[: limits.SHEET_ROWS], min(sheet.width, limits.SHEET_COLUMNS)
    rows = [_sheet_row(row[:width], width) for row in kept]
    place = next((at for at, row in enumerate(kept[:_TITLE_ROWS]) if _is_header(row[:width], width, len(kept) - at)), 0)
    # Titles stand above the row of headings and are no part of the table.
    if place and all(len(row) == 1 for row in rows[:place]):
        yield ShownParagraph(tuple(line for row in rows[:place] for line in row[0].lines))
        kept, rows = kept[place:], rows[place:]
    has_header = _is_header(kept[0][:width], width, len(kept))
    counts = {"rows": len(rows), "all_rows": len(filled), "columns": width, "all_columns": sheet.width}
    is_short, is_narrow = len(filled) > limits.SHEET_ROWS, width < sheet.width
    note = CUT_BOTH if is_short and is_narrow else CUT_ROWS if is_short else CUT_COLUMNS if is_narrow else ""
    header = rows[0] if has_header else ()
    yield ShownTable(sheet.name, is_named, header, tuple(rows[1:] if has_header else rows), note.format(**counts))


def _sheet_row(cells: Sequence[str], width: int) -> tuple[ShownCell, ...]:
    texts = [*cells, *[""] * (width - len(cells))]
    first, count = texts[0], sum(map(bool, texts))
    # One text alone in a row is a title or a section. A merged one stands in each place that it covers.
    is_alone = bool(first) and (count == 1 or (texts[:count] == [first] * count and len(first) > _LONG_TITLE))
    if width > 1 and is_alone and not any(texts[count:]):
        return (ShownCell(_printed(first), 1, width),)
    return tuple(ShownCell(_printed(text)) for text in texts)


def _is_header(cells: Sequence[str], width: int, row_count: int) -> bool:
    """A row whose cells all say something different in words, above further rows: surely the names of columns."""
    texts = [text.strip() for text in cells]
    return (
        width > 1
        and row_count > 1
        and len(texts) == width
        and all(any(map(str.isalpha, text)) or text in ("№", "#") for text in texts)
        and len(set(texts)) == width
        and max(map(len, texts)) <= _HEADER_SIGNS
    )


def _printed(text: str) -> tuple[str, ...]:
    return tuple(line for line in printable_lines(text).split("\n") if line.strip())
