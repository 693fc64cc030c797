"""The register on paper: a Word table with a column to sign in, and an Excel sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.certificates.reads.register import RegisterRow
from stellazh.office.plain_text import printable_line, unbroken
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.tables import Cell, Row, table

PAGE: Final = Page(landscape=True, top_cm=1.5, bottom_cm=1.5, left_cm=2, right_cm=1)
TITLE: Final = "Журнал регистрации выдачи"
_WIDTHS_CM: Final = (1.2, 2.5, 3.0, 5.2, 3.8, 2.9, 5.3, 2.8)
_HEADINGS: Final = ("№ п/п", "Дата", "Номер", "Фамилия, имя, отчество", "Организация", "Вид", "За что", "Подпись")


@dataclass(frozen=True, slots=True)
class RegisterPaper:
    """The register as it is printed: whose it is, what it was narrowed to, its lines, what the check of gaps says."""

    association: str
    narrowed_to: str
    rows: Sequence[RegisterRow]
    checks: Sequence[str]
    made_on: date


def register_xlsx(paper: RegisterPaper) -> bytes:
    """The register as an Excel sheet."""
    columns = [
        SheetColumn("№ п/п", 6, centred=True),
        SheetColumn("Дата", 11),
        SheetColumn("Номер", 16),
        SheetColumn("Фамилия, имя, отчество", 34),
        SheetColumn("Организация", 30),
        SheetColumn("Вид", 24),
        SheetColumn("За что", 40),
        SheetColumn("Состояние", 14),
        SheetColumn("Причина", 30),
    ]
    rows: list[list[CellValue]] = [
        [
            row.ordinal,
            row.on,
            *(_plain(text) for text in (row.number, row.name, row.school, row.kind, row.basis)),
            row.state or "действителен",
            _plain(row.reason),
        ]
        for row in paper.rows
    ]
    title = f"{TITLE}. {paper.association}" + (f". {paper.narrowed_to}" if paper.narrowed_to else "")
    return sheet_xlsx(Sheet("Журнал", title, columns, rows, author=paper.association, made_on=paper.made_on))


def register_docx(paper: RegisterPaper) -> bytes:
    """The register as a Word file: A4 across, the heading on every page, an empty column to sign in."""
    properties = Properties(
        title=f"{TITLE}: {paper.association}", author=paper.association, subject=TITLE, made_on=paper.made_on
    )
    document = new_document(PAGE, properties, table_size_pt=9, column_heading_size_pt=9, hyphenate=True)
    blocks.number_pages(document, PAGE)
    blocks.append(
        document,
        blocks.paragraph(TITLE, styles.TITLE),
        blocks.paragraph(printable_line(paper.association), styles.CENTRED),
    )
    if paper.narrowed_to:
        blocks.append(document, blocks.paragraph(printable_line(paper.narrowed_to), styles.CENTRED))
    heading = [Cell([blocks.paragraph(text, styles.TABLE_HEADING)]) for text in _HEADINGS]
    rows = [Row(heading, is_header=True), *(_row(row) for row in paper.rows)]
    blocks.append(document, table(_WIDTHS_CM, rows, caption=TITLE))
    for check in paper.checks:
        blocks.append(document, blocks.paragraph(printable_line(check), styles.GRIF))
    return document_bytes(document, made_on=paper.made_on)


def _row(row: RegisterRow) -> Row:
    """A line; what was spoiled or withdrawn says so where the name would be signed for."""
    ended = f"{row.state.capitalize()}: {row.reason}" if row.state else ""
    named = [text for text in (row.name, ended) if text]
    cells = [
        Cell([blocks.paragraph(str(row.ordinal), styles.TABLE_CENTRED)]),
        Cell([blocks.paragraph(f"{row.on:%d.%m.%Y}", styles.TABLE_CENTRED)]),
        Cell([blocks.paragraph(_joined(row.number), styles.TABLE_CENTRED)]),
        Cell([blocks.paragraph(_joined(text), styles.TABLE_TEXT) for text in named]),
        *(Cell([blocks.paragraph(_joined(text), styles.TABLE_TEXT)]) for text in (row.school, row.kind, row.basis)),
        Cell([blocks.paragraph("—" if row.state else "", styles.TABLE_CENTRED)]),
    ]
    return Row(cells)


def _joined(text: str) -> str:
    return unbroken(printable_line(text))


def _plain(text: str) -> str:
    return printable_line(text).replace("\u00a0", " ")
