"""A protocol as a Word file, typed like a good secretary types it: upright A4, real headings and lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from docx.document import Document

from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.elements import Element, element, twips
from stellazh.office.word.tables import Cell, Row, table
from stellazh.protocols.papers.full_form import full_sheet
from stellazh.protocols.papers.sheet import (
    Block,
    Line,
    LineKind,
    ListLines,
    NameTable,
    NewPage,
    Requisites,
    Sheet,
    SignatureLine,
)
from stellazh.protocols.papers.short_form import short_sheet
from stellazh.protocols.reads.content_model import ProtocolContent

PAGE: Final = Page(right_cm=1.5)
_STYLES: Final = {
    LineKind.MARK: styles.MARK,
    LineKind.CENTRED: styles.CENTRED,
    LineKind.TITLE: styles.TITLE,
    LineKind.FACT: styles.FACT,
    LineKind.CAPTION: styles.CAPTION,
    LineKind.HEADING: styles.ITEM,
    LineKind.BODY: styles.BODY,
    LineKind.NOTE: styles.BODY,
    LineKind.RIGHT: styles.RIGHT,
}
# A longer place would run into the number in the middle of the line.
_LONGEST_SIDE = 32
_HANGING_CM = 0.8
_SIGNING = "_" * 15
_SIGN_AT_CM, _NAME_AT_CM = 6.5, 10.5


def protocol_docx(content: ProtocolContent, *, made_on: date | None = None) -> bytes:
    """The protocol as .docx in the form it is kept in; a draft bears «ПРОЕКТ».

    `made_on` is the only date inside the file, the day of the meeting unless told; the same content and day give the
    same bytes.
    """
    return sheet_docx(protocol_sheet(content), made_on=made_on or content.held_on)


def protocol_sheet(content: ProtocolContent) -> Sheet:
    """The lines of the paper in the protocol's own form."""
    return short_sheet(content) if content.is_short else full_sheet(content)


def sheet_docx(sheet: Sheet, *, made_on: date) -> bytes:
    """Any sheet as .docx."""
    document = new_document(
        PAGE,
        Properties(
            title=sheet.title,
            author=sheet.author,
            subject=sheet.subject,
            made_on=made_on,
            status="Проект" if sheet.mark else "",
        ),
        table_size_pt=10.5,
        column_heading_size_pt=10.5,
        hyphenate=True,
    )
    blocks.number_pages(document, PAGE, mark=sheet.mark)
    if sheet.mark:
        blocks.append(document, blocks.paragraph(sheet.mark, styles.MARK))
    breaks = False
    for place, block in enumerate(sheet.blocks):
        if isinstance(block, NewPage):
            breaks = True
            continue
        after = sheet.blocks[place + 1] if place + 1 < len(sheet.blocks) else None
        # A signature never stands alone on a page.
        made = list(_elements(document, block, with_next=isinstance(after, SignatureLine), breaks=breaks))
        blocks.append(document, *made)
        breaks = False
    return document_bytes(document, made_on=made_on)


def _elements(document: Document, block: Block, *, with_next: bool, breaks: bool) -> Iterator[Element]:
    match block:
        case Line():
            yield blocks.paragraph(
                block.text,
                _STYLES[block.kind],
                label=block.label,
                with_next=with_next or block.with_next,
                on_new_page=breaks,
            )
        case ListLines():
            yield from _list(document, block, with_next=with_next)
        case Requisites():
            yield from _requisites(block)
        case SignatureLine():
            yield _signature(block, with_next=with_next)
        case NameTable():
            yield _table(block)
        case NewPage():
            pass


def _list(document: Document, block: ListLines, *, with_next: bool) -> Iterator[Element]:
    is_bullets = block.kind == "bullets"
    mark = "–" if is_bullets else ""
    if block.is_flush:
        style = styles.FACT
        list_id = blocks.new_list(document, hanging_cm=_HANGING_CM, first=block.first, mark=mark)
    else:
        style = styles.LIST_BULLET if is_bullets else styles.LIST_NUMBER
        list_id = blocks.new_list(document, first_line_cm=styles.FIRST_LINE_CM, first=block.first, mark=mark)
    last = len(block.lines) - 1
    for place, text in enumerate(block.lines):
        yield blocks.paragraph(text, style, list_id=list_id, with_next=with_next and place == last)


def _requisites(block: Requisites) -> Iterator[Element]:
    width = PAGE.text_width_cm
    stops = [("center", width / 2), ("right", width)]
    if len(block.right) <= _LONGEST_SIDE:
        yield blocks.paragraph("\t".join((block.left, block.middle, block.right)), styles.REQUISITES, tab_stops=stops)
        return
    yield blocks.paragraph(f"{block.left}\t\t{block.middle}", styles.REQUISITES, tab_stops=stops)
    yield blocks.paragraph(block.right, styles.FACT)


def _signature(block: SignatureLine, *, with_next: bool) -> Element:
    """Lines and names stand under one another; a long name goes on under itself."""
    text = f"{block.part}\t{_SIGNING}\t{block.name}".rstrip()
    stops = [("left", _SIGN_AT_CM), ("left", _NAME_AT_CM)]
    made = blocks.paragraph(text, styles.SIGNATURE, tab_stops=stops, with_next=with_next)
    made[0].append(element("w:ind", left=twips(_NAME_AT_CM), hanging=twips(_NAME_AT_CM)))
    return made


def _table(block: NameTable) -> Element:
    heading = [Cell([blocks.paragraph(head, styles.TABLE_HEADING)]) for head in block.heads]
    rows = [Row(heading, is_header=True)]
    looks = [styles.TABLE_UNHYPHENATED] * len(heading)
    for columns, look in ((block.broken, styles.TABLE_TEXT), (block.centred, styles.TABLE_CENTRED)):
        for column in columns:
            looks[column] = look
    for texts in block.rows:
        cells = zip(texts, looks, strict=True)
        rows.append(Row([Cell([blocks.paragraph(text, look)]) for text, look in cells]))
    return table(block.widths_cm, rows, caption=block.caption, description=", ".join(block.heads))
