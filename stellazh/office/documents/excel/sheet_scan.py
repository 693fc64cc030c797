"""A first look at the XML of a sheet: how far its cells reach and which of them show shortened dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.limits import CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT
from stellazh.office.documents.package import BROKEN
from stellazh.office.documents.xml import refuse_doctype

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(slots=True)
class SheetScan:
    """`is_too_large` when the sheet holds more than any plan; `styles` is the style of each cell, by (row, column)."""

    is_too_large: bool = False
    styles: dict[tuple[int, int], int] = field(default_factory=dict)


class _Target:
    """Gets the events of the parser, so that the sheet is never held as a tree."""

    def __init__(self, wanted: frozenset[int]) -> None:
        self.scan = SheetScan()
        self._wanted = wanted
        self._row = -1
        self._column = -1
        self._filled = 0
        self._here = (0, 0)

    def start(self, tag: str | bytes, attributes: dict[str | bytes, str | bytes]) -> None:
        name = str(tag).rpartition("}")[2]
        said = {str(key): str(value) for key, value in attributes.items()}
        if name == "row":
            self._row = int(text) - 1 if (text := said.get("r", "")).isdecimal() else self._row + 1
            self._column = -1
        elif name == "c":
            found = _REFERENCE.fullmatch(said.get("r", "").strip().upper())
            if found:
                self._row, self._column = int(found[2]) - 1, _column_index(found[1])
            else:
                self._column += 1
            self._here = (max(self._row, 0), self._column)
            style = said.get("s", "")
            if style.isdecimal() and int(style) in self._wanted:
                self.scan.styles[self._here] = int(style)
        elif name in ("v", "is", "f"):
            self._filled += 1
            row, column = self._here
            # A single cell far away would make the grid as large as the whole sheet of Excel.
            if row >= ROW_LIMIT or column >= COLUMN_LIMIT or self._filled > 2 * CELL_LIMIT:
                self.scan.is_too_large = True

    def end(self, tag: str | bytes) -> None:
        return None

    def data(self, data: str | bytes) -> None:
        return None

    def comment(self, text: str | bytes) -> None:
        return None

    def close(self) -> SheetScan:
        return self.scan


def scan_sheet(data: bytes, shortened_styles: frozenset[int]) -> SheetScan:
    """Walk over a sheet's XML without building it.

    Raises:
        UnreadablePaper: not well-formed, or with a document type.
    """
    refuse_doctype(data)
    target = _Target(shortened_styles)
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        parser.feed(data)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePaper(BROKEN) from error
    return target.scan


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
