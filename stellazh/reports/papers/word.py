"""A report as a Word file: upright A4, Times New Roman 14, real headings, lists and repeated heads of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from docx.document import Document

from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.elements import Element, element, twips
from stellazh.office.word.tables import Cell, Row, table
from stellazh.reports.papers.report_sheet import report_sheet
from stellazh.reports.papers.sheet import (
    Aside,
    Block,
    Body,
    Bullets,
    Centred,
    Grid,
    Heading,
    ReportSheet,
    Signature,
    Title,
)
from stellazh.reports.reads.annual.content_model import ReportContent

PAGE: Final = Page(right_cm=1.5)
_SIGNING: Final = "_" * 13
_SIGN_AT_CM, _NAME_AT_CM = 8.0, 11.8


def report_docx(content: ReportContent, *, mark: str = "", made_on: date | None = None) -> bytes:
    """The report as .docx. `mark` («ЧЕРНОВИК») stands on every page of a draft.

    `made_on` is the only date inside the file, the day of the figures unless told; the same content and day give the
    same bytes.
    """
    return sheet_docx(report_sheet(content, mark=mark), made_on=made_on or content.counted_on)


def sheet_docx(sheet: ReportSheet, *, made_on: date) -> bytes:
    """Any sheet as .docx."""
    document = new_document(
        PAGE,
        Properties(
            title=sheet.title,
            author=sheet.author,
            subject=sheet.subject,
            made_on=made_on,
            status="Черновик" if sheet.mark else "",
        ),
        text_size_pt=14,
        table_size_pt=10.5,
        column_heading_size_pt=9.5,
        hyphenate=True,
    )
    blocks.number_pages(document, PAGE, mark=sheet.mark)
    if sheet.mark:
        blocks.append(document, blocks.paragraph(sheet.mark, styles.MARK))
    for block in sheet.blocks:
        blocks.append(document, *_elements(document, block))
    return document_bytes(document, made_on=made_on)


def _elements(document: Document, block: Block) -> Iterator[Element]:
    match block:
        case Title():
            yield blocks.paragraph("\n".join(block.lines), styles.TITLE)
        case Centred():
            yield blocks.paragraph(block.text, styles.CENTRED)
        case Heading():
            yield blocks.paragraph(block.text, styles.ITEM)
        case Body():
            yield blocks.paragraph(block.text, styles.BODY)
        case Bullets():
            list_id = blocks.new_list(document, first_line_cm=styles.FIRST_LINE_CM, mark="–")
            yield from (blocks.paragraph(text, styles.LIST_BULLET, list_id=list_id) for text in block.lines)
        case Aside():
            yield blocks.paragraph(block.label, styles.ITEM)
            yield from (blocks.paragraph(text, styles.FACT) for text in block.lines)
        case Grid():
            yield from _grid(block)
        case Signature():
            yield from _signature(block)


def _grid(block: Grid) -> Iterator[Element]:
    yield blocks.paragraph(block.caption, styles.FACT, with_next=True)
    rows = [Row([Cell([blocks.paragraph(head, styles.TABLE_HEADING)]) for head in block.heads], is_header=True)]
    rows += [_row(block, row) for row in block.rows]
    if block.total:
        cells = [_cell(block, column, text, is_total=True) for column, text in enumerate(block.total)]
        rows.append(Row([Cell([one]) for one in cells]))
    yield table(block.widths_cm, rows, caption=block.caption, description=", ".join(block.heads))
    # Two tables with nothing between them would become one; what follows keeps its distance.
    note = blocks.paragraph(block.note, styles.TABLE_TEXT)
    note[0].append(element("w:spacing", before="100", after="160"))
    yield note


def _row(block: Grid, row: Sequence[str]) -> Row:
    if len(row) == 1:
        return Row([Cell([blocks.paragraph(row[0], styles.TABLE_LABEL, with_next=True)], span=len(block.heads))])
    return Row([Cell([_cell(block, column, text)]) for column, text in enumerate(row)])


def _cell(block: Grid, column: int, text: str, *, is_total: bool = False) -> Element:
    made = blocks.paragraph(text, styles.TABLE_LABEL if is_total else styles.TABLE_TEXT)
    if column in block.numbers:
        made[0].append(element("w:jc", val="right"))
    return made


def _signature(block: Signature) -> Iterator[Element]:
    """The line and the name stand beside the last line of the post; a long name goes on under itself."""
    *above, last = block.post
    for place, text in enumerate(above):
        yield blocks.paragraph(text, styles.SIGNATURE if not place else styles.PLAIN, with_next=True)
    made = blocks.paragraph(
        f"{last}\t{_SIGNING}\t{block.name}",
        styles.PLAIN if above else styles.SIGNATURE,
        tab_stops=[("left", _SIGN_AT_CM), ("left", _NAME_AT_CM)],
    )
    made[0].append(element("w:ind", left=twips(_NAME_AT_CM), hanging=twips(_NAME_AT_CM)))
    yield made
