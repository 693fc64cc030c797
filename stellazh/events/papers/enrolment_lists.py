"""Those registered as an Excel sheet or a Word table: text and nothing but text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.office.plain_text import printable_line, unbroken
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.tables import Cell, Row, table

PAGE: Final = Page(landscape=True, top_cm=2, bottom_cm=1.5, left_cm=1.5, right_cm=1.5)
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NUMBER_CM: Final = 1.0
_LONGEST_COLUMN: Final = 40
_SHORTEST_COLUMN: Final = 9


@dataclass(frozen=True, slots=True)
class ListPaper:
    """A table with its title and a line below it. A row has a cell for every heading."""

    title: str
    below: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    made_on: date


@dataclass(frozen=True, slots=True)
class FileKind:
    """How the list is written: the end of the file's name, what it is."""

    ending: str
    media_type: str
    write: Callable[[ListPaper], bytes]


def list_xlsx(paper: ListPaper) -> bytes:
    """The table as an Excel sheet with a number before each row; columns in which nothing stands are left out."""
    kept = _kept(paper)
    columns = [SheetColumn("№", 6, centred=True)]
    columns += [SheetColumn(paper.headings[place], _width(paper, place)) for place in kept]
    rows: list[list[CellValue]] = [
        [number, *(printable_line(row[place]).replace("\u00a0", " ") for place in kept)]
        for number, row in enumerate(paper.rows, start=1)
    ]
    title = f"{paper.title}. {paper.below}"
    return sheet_xlsx(Sheet("Регистрации", title, columns, rows, author="", made_on=paper.made_on))


def list_docx(paper: ListPaper) -> bytes:
    """The table as a Word file: A4 across, the heading repeated on every page; empty columns are left out."""
    kept = _kept(paper)
    size = 10 if len(kept) <= 6 else 8
    properties = Properties(title=paper.title, author="", subject="Регистрации на мероприятие", made_on=paper.made_on)
    document = new_document(PAGE, properties, table_size_pt=size, column_heading_size_pt=size, hyphenate=True)
    blocks.number_pages(document, PAGE)
    blocks.append(document, blocks.paragraph(printable_line(paper.title), styles.TITLE))
    blocks.append(document, blocks.paragraph(printable_line(paper.below), styles.CENTRED))
    signs = [_width(paper, place) for place in kept]
    free = PAGE.text_width_cm - _NUMBER_CM
    widths = [_NUMBER_CM, *(free * one / sum(signs) for one in signs)]
    headings = ["№", *(paper.headings[place] for place in kept)]
    rows = [Row([Cell([blocks.paragraph(text, styles.TABLE_HEADING)]) for text in headings], is_header=True)]
    for number, row in enumerate(paper.rows, start=1):
        cells = [Cell([blocks.paragraph(str(number), styles.TABLE_CENTRED)])]
        cells += [Cell([blocks.paragraph(unbroken(printable_line(row[place])), styles.TABLE_TEXT)]) for place in kept]
        rows.append(Row(cells))
    blocks.append(document, table(widths, rows, caption=paper.title), blocks.paragraph("", styles.GRIF))
    return document_bytes(document, made_on=paper.made_on)


def _kept(paper: ListPaper) -> list[int]:
    return [place for place in range(len(paper.headings)) if any(row[place] for row in paper.rows)]


def _width(paper: ListPaper, place: int) -> int:
    """Signs of a column: its longest word must fit, long texts are wrapped."""
    longest = max((len(row[place]) for row in paper.rows), default=0)
    word = max(map(len, paper.headings[place].split()))
    return min(_LONGEST_COLUMN, max(_SHORTEST_COLUMN, word + 2, longest + 1))


KINDS: Final = {
    "xlsx": FileKind("xlsx", XLSX, list_xlsx),
    "docx": FileKind("docx", DOCX, list_docx),
}
