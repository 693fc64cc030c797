"""Files of LibreOffice (.odt, .ods): headings, paragraphs, and tables with the words that stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cells import in_cell
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.limits import NESTING_LIMIT, TOO_MUCH, Meter
from stellazh.office.documents.model import Block, Cell, DocumentPart, Paragraph, Table
from stellazh.office.documents.package import BROKEN, Package
from stellazh.office.documents.xml import local_name, parse_part
from stellazh.office.extracts.limits import SHEETS

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_UNSEEN: Final = frozenset({"tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "shapes"})


def read_open_document(package: Package) -> tuple[bool, tuple[DocumentPart, ...]]:
    """Whether it is a workbook, and its sheets; a text is one part without a name.

    Raises:
        UnreadablePaper: damaged, with a document type, locked or larger than any paper.
    """
    data = package.part("content.xml")
    if data is None:
        raise UnreadablePaper(BROKEN)
    body = parse_part(data).find(f"{_OFFICE}body")
    content = None if body is None or not len(body) else body[0]
    if content is None:
        raise UnreadablePaper(BROKEN)
    reader = _Reader()
    if local_name(content) != "spreadsheet":
        return False, (DocumentPart("", tuple(reader.blocks(content, 0))),)
    sheets = content.findall(f"{_TABLE}table")[:SHEETS]
    return True, tuple(
        DocumentPart(sheet.get(f"{_TABLE}name", ""), (table,))
        for sheet in sheets
        if (table := reader.table(sheet, 0)) is not None
    )


class _Reader:
    def __init__(self) -> None:
        self._meter = Meter()

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        if depth > 4 * NESTING_LIMIT:
            raise UnreadablePaper(TOO_MUCH)
        for child in parent:
            name = local_name(child)
            if name in ("p", "h"):
                text = self._meter.add_text(clean_text("".join(_pieces(child, 0))))
                level = _whole(child.get(f"{_TEXT}outline-level"), 1) if name == "h" else 0
                if text:
                    yield Paragraph(text, "-" if _is_item(child) else "", min(level, 9))
            elif name == "table":
                if (table := self.table(child, depth + 1)) is not None:
                    yield table
            elif name not in _UNSEEN:
                yield from self.blocks(child, depth + 1)

    def table(self, element: etree._Element, depth: int) -> Table | None:
        """The filled part of a table. Empty rows and cells are repeated by a number there, which is not obeyed."""
        cells: list[Cell] = []
        width = height = 0
        for row in element.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table"), None) is not element:
                continue
            column, is_filled = 0, False
            for part in row:
                if local_name(part) not in ("table-cell", "covered-table-cell"):
                    continue
                self._meter.add_cell()
                paragraphs = in_cell(tuple(self.blocks(part, depth + 1)))
                is_filled = is_filled or bool(paragraphs)
                if paragraphs:
                    cells.append(Cell(height, column, paragraphs))
                    width = max(width, column + 1)
                # Far cells may be filled; beyond what any table has they are refused by `check_table` below.
                column += min(_whole(part.get(f"{_TABLE}number-columns-repeated"), 1), 1_000)
            if is_filled:
                height += 1
            self._meter.check_table(height, width)
        return Table(tuple(cells), height, width) if cells else None


def _pieces(element: etree._Element, depth: int) -> Iterator[str]:
    if depth > 4 * NESTING_LIMIT:
        raise UnreadablePaper(TOO_MUCH)
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in ("s", "tab"):
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in _UNSEEN and name not in ("p", "table"):
            yield from _pieces(child, depth + 1)
        yield child.tail or ""


def _is_item(paragraph: etree._Element) -> bool:
    parent = paragraph.getparent()
    return parent is not None and local_name(parent) == "list-item" and paragraph.getprevious() is None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else default
