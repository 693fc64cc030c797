"""What a directory shows, as an Excel sheet or a Word table: any columns, any rows, text and nothing but text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.office.plain_text import printable_line, unbroken
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.elements import Element
from stellazh.office.word.tables import Cell, Row, table

PAGE: Final = Page(landscape=True, top_cm=2, bottom_cm=1.5, left_cm=1.5, right_cm=1.5)
NUMBER_CM: Final = 1.2
_BOLD_SIGN_CM_PER_PT: Final = 0.0235
_PADDING_CM: Final = 0.45
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column: its heading and its width in signs."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class DirectoryPaper:
    """A table with its title; `narrowed` says in words what it was narrowed by. A row has a cell for every column."""

    title: str
    narrowed: str
    columns: Sequence[PaperColumn]
    rows: Sequence[Sequence[Lines]]
    made_on: date


@dataclass(frozen=True, slots=True)
class FileKind:
    """How a directory is written: the end of the file's name, what it is, what the log of looks calls it, its limit."""

    ending: str
    media_type: str
    look: str
    most_rows: int
    write: Callable[[DirectoryPaper], bytes]


def directory_xlsx(paper: DirectoryPaper) -> bytes:
    """The table as an Excel sheet with a number before each row."""
    columns = [SheetColumn("№", 6, centred=True), *(SheetColumn(one.heading, one.width) for one in paper.columns)]
    rows: list[list[CellValue]] = [
        # Hard blanks would keep a reader of Excel from finding what she types.
        [number, *("\n".join(map(printable_line, lines)).replace("\u00a0", " ") for lines in cells)]
        for number, cells in enumerate(paper.rows, start=1)
    ]
    title = f"{paper.title}. {paper.narrowed}" if paper.narrowed else paper.title
    return sheet_xlsx(Sheet("Справочник", title, columns, rows, author="", made_on=paper.made_on))


def directory_docx(paper: DirectoryPaper) -> bytes:
    """The table as a Word file: A4 across, the heading repeated on every page, rows kept whole."""
    size = 10 if len(paper.columns) <= 7 else 8
    properties = Properties(title=paper.title, author="", subject="Справочник", made_on=paper.made_on)
    document = new_document(PAGE, properties, table_size_pt=size, column_heading_size_pt=size, hyphenate=True)
    blocks.number_pages(document, PAGE)
    blocks.append(document, blocks.paragraph(printable_line(paper.title), styles.TITLE))
    if paper.narrowed:
        blocks.append(document, blocks.paragraph(printable_line(paper.narrowed), styles.CENTRED))
    widths = [NUMBER_CM, *_widths_cm(paper.columns, PAGE.text_width_cm - NUMBER_CM, size)]
    headings = ["№", *(one.heading for one in paper.columns)]
    rows = [Row([Cell([blocks.paragraph(text, styles.TABLE_HEADING)]) for text in headings], is_header=True)]
    for number, cells in enumerate(paper.rows, start=1):
        first = Cell([blocks.paragraph(str(number), styles.TABLE_CENTRED)])
        rows.append(Row([first, *(Cell(_paragraphs(lines)) for lines in cells)]))
    blocks.append(document, table(widths, rows, caption=paper.title), blocks.paragraph("", styles.GRIF))
    return document_bytes(document, made_on=paper.made_on)


def _widths_cm(columns: Sequence[PaperColumn], free_cm: float, size_pt: float) -> list[float]:
    """Each column holds the longest word of its heading; what is left of the page is shared by widths."""
    least = [max(map(len, one.heading.split())) * size_pt * _BOLD_SIGN_CM_PER_PT + _PADDING_CM for one in columns]
    if sum(least) > free_cm:
        return [free_cm * one / sum(least) for one in least]
    spare, total = free_cm - sum(least), sum(one.width for one in columns)
    return [low + spare * one.width / total for low, one in zip(least, columns, strict=True)]


def _paragraphs(lines: Lines) -> list[Element]:
    return [blocks.paragraph(unbroken(printable_line(line)), styles.TABLE_TEXT) for line in lines]


KINDS: Final = {
    "xlsx": FileKind("xlsx", XLSX, "выгрузка в Excel", 50_000, directory_xlsx),
    "docx": FileKind("docx", DOCX, "выгрузка в Word", 3_000, directory_docx),
}
