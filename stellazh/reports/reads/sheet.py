"""The board as an Excel sheet."""

from __future__ import annotations

from datetime import date

from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx
from stellazh.reports.enums import KeptPaper
from stellazh.reports.reads.cells import Board, BoardRow, Cell
from stellazh.russian.calendar_words import MONTHS_SHORT, month_and_year


def board_xlsx(board: Board, rows: tuple[BoardRow, ...], *, month: date, kind: KeptPaper | None, on: date) -> bytes:
    """What the page shows, as an .xlsx: one month with four papers, or one paper through the year, with all debts."""
    if kind is None:
        headings = [str(each.label).capitalize() for each in KeptPaper]
        what = month_and_year(month)
    else:
        headings = [MONTHS_SHORT[c.month.month - 1] if c.month else "За год" for c in board.rows[0].of_kind(kind)]
        what = str(kind.label)
    columns = [
        SheetColumn("Объединение", 34),
        *(SheetColumn(heading, 14 if len(headings) < 6 else 11, centred=True) for heading in headings),
        SheetColumn("Чего не хватает", 50),
        SheetColumn("Последнее напоминание", 22),
    ]
    values = [
        [
            row.association.short_name,
            *(_said(cell) for cell in (row.of_month(month) if kind is None else row.of_kind(kind))),
            "; ".join(debt.words for debt in row.debts),
            f"{row.letter.at:%d.%m.%Y}, {row.letter.by}" if row.letter else "",
        ]
        for row in rows
    ]
    title = f"Документы объединений, {board.year.label}: {what}"
    return sheet_xlsx(Sheet("Документы", title, columns, values, board.association.short_name, on))


def _said(cell: Cell) -> str:
    return " ".join(part for part in (cell.label, cell.day_words, cell.note) if part)
