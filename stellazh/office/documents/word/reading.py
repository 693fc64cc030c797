"""A Word file as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cells import in_cell
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.limits import NESTING_LIMIT, TOO_MUCH, Meter
from stellazh.office.documents.model import Block, Paragraph, Table
from stellazh.office.documents.package import BROKEN, SUSPICIOUS, Package
from stellazh.office.documents.relations import relations
from stellazh.office.documents.word.names import MAIN, child_value
from stellazh.office.documents.word.numbering import Numbering
from stellazh.office.documents.word.runs import (
    has_deleted_mark,
    heading_level,
    list_place,
    paragraph_text,
    text_boxes,
)
from stellazh.office.documents.word.styles import read_styles
from stellazh.office.documents.word.tables import read_grid
from stellazh.office.documents.xml import local_name, parse_part

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"})


def read_word(package: Package, path: str) -> tuple[Block, ...]:
    """The blocks of the document part at `path`; headers, footers, notes and comments are left out.

    Raises:
        UnreadablePaper: damaged, with a document type, or larger than any plan.
    """
    return _WordReader(package, path).read()


class _WordReader:
    def __init__(self, package: Package, path: str) -> None:
        data = package.part(path)
        if data is None:
            raise UnreadablePaper(BROKEN)
        self._root = parse_part(data)
        related = relations(package, path)
        self._styles = read_styles(_optional(package, related.get("styles")))
        self._numbering = Numbering(_optional(package, related.get("numbering")))
        self._meter = Meter()

    def read(self) -> tuple[Block, ...]:
        body = self._root.find(f"{MAIN}body")
        if body is None:
            raise UnreadablePaper(SUSPICIOUS)
        return tuple(self._blocks(body, depth=0))

    def _blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        if depth > NESTING_LIMIT:
            raise UnreadablePaper(TOO_MUCH)
        running = ""
        for child in _flat(parent):
            if local_name(child) == "tbl":
                yield from self._table(child, depth)
                continue
            boxes = [block for box in text_boxes(child) for block in self._blocks(box, depth + 1)]
            raw = running + paragraph_text(child, self._styles)
            running = ""
            if has_deleted_mark(child):
                running = raw
            else:
                paragraph = self._paragraph(child, raw)
                if paragraph.text or paragraph.marker not in ("", "-"):
                    yield paragraph
            yield from boxes
        if running:
            yield Paragraph(self._meter.add_text(clean_text(running)))

    def _paragraph(self, element: etree._Element, raw: str) -> Paragraph:
        text = clean_text(raw, keep_tabs=True)
        list_id, level = list_place(element, self._styles)
        return Paragraph(
            text=self._meter.add_text(text),
            marker=self._numbering.marker(list_id, level) if list_id else "",
            heading_level=heading_level(element, self._styles),
            style=self._style_name(element),
        )

    def _style_name(self, element: etree._Element) -> str:
        style = self._styles.get(child_value(element.find(f"{MAIN}pPr"), "pStyle") or "")
        return style.name if style else ""

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        inner: list[Block] = []

        def read_cell(cell: etree._Element) -> tuple[Paragraph, ...]:
            blocks = tuple(self._blocks(cell, depth + 1))
            inner.extend(blocks)
            return in_cell(blocks)

        table = read_grid(element, read_cell, self._meter)
        # A frame of one cell drawn around the whole plan is not a table of its own.
        if len(table.cells) == 1 and any(isinstance(block, Table) for block in inner):
            yield from inner
        elif table.cells:
            yield table


def _flat(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of a body, also those inside content controls and marks of review."""
    for child in parent:
        name = local_name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in _WRAPPERS:
            yield from _flat(child)


def _optional(package: Package, path: str | None) -> etree._Element | None:
    data = package.part(path) if path else None
    return None if data is None else parse_part(data)
