"""Web pages and what Word, Excel and LibreOffice put on the clipboard, as paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cells import in_cell
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.limits import NESTING_LIMIT, TOO_MUCH, Meter
from stellazh.office.documents.model import Block, Cell, Paragraph, Table
from stellazh.office.documents.word.numbering import written_number
from stellazh.office.documents.xml import local_name

_UNSEEN: Final = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "del", "select", "textarea", "object", "svg", "xml"}
)
_LINES: Final = frozenset(
    {"p", "div", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "section", "article", "header", "footer",
     "main", "center", "form", "fieldset", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "caption"}
)  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_SIGN: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_LIST_FORMATS: Final = {"I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}
_FRAGMENT: Final = re.compile(r"<!--\s*(?:Start|End)Fragment\s*-->", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_BULLET: Final = re.compile(r"^[·•o§▪●○■□➢✓✔\-–—\uf000-\uf0ff]$")
_SPAN_LIMIT: Final = 1_000


def read_webpage(source: str) -> tuple[Block, ...]:
    """The blocks of a page. Scripts, hidden and struck-out text are left out; nothing is fetched.

    Raises:
        UnreadablePaper: larger or nested deeper than any plan.
    """
    # The clipboard of Windows puts «Version:0.9 StartHTML:…» before the page.
    markup = _FRAGMENT.sub("", source[max(source.find("<"), 0) :])
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    try:
        # Bytes with a fixed encoding, because a page may name one that its text no longer has.
        root = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    return tuple(_PageReader().blocks(root, depth=0))


@dataclass(slots=True)
class _Line:
    """A paragraph being gathered from inline pieces."""

    pieces: list[str] = field(default_factory=list)
    marker: str = ""
    heading_level: int = 0

    @property
    def has_text(self) -> bool:
        return any(piece.strip() for piece in self.pieces)


class _PageReader:
    def __init__(self) -> None:
        self._meter = Meter()

    def blocks(self, root: etree._Element, depth: int) -> Iterator[Block]:
        """The blocks inside an element; loose text between them becomes paragraphs of its own."""
        if depth > NESTING_LIMIT:
            raise UnreadablePaper(TOO_MUCH)
        line = _Line()
        # A stack instead of recursion: pages may be nested far deeper than Python allows.
        stack: list[etree._Element | str | None] = []
        _push_inside(stack, root)
        while stack:
            entry = stack.pop()
            if isinstance(entry, str):
                line.pieces.append(_SPACES.sub(" ", entry))
                continue
            if entry is None:
                yield from self._finished(line)
                line = _Line()
                continue
            if entry.tail:
                stack.append(entry.tail)
            name = local_name(entry)
            if name == "br":
                line.pieces.append("\n")
            elif not _is_seen(entry, name):
                continue
            elif name == "table":
                yield from self._finished(line)
                line = _Line()
                yield from self._table(entry, depth)
            elif _LIST_SIGN.search(entry.get("style", "")):
                line.marker = _drawn_marker(entry)
            else:
                if name in _LINES:
                    yield from self._finished(line)
                    # The sign of a list item stands before the first paragraph inside it.
                    waiting = "" if line.has_text else line.marker
                    line = _Line(marker=_marker(entry, name) or waiting, heading_level=_heading(name))
                    stack.append(None)
                _push_inside(stack, entry)
        yield from self._finished(line)

    def _finished(self, line: _Line) -> Iterator[Paragraph]:
        text = clean_text("".join(line.pieces))
        if text:
            yield Paragraph(self._meter.add_text(text), line.marker, line.heading_level)

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        taken: dict[int, int] = {}
        cells: list[Cell] = []
        inner: list[Block] = []
        width = height = 0
        for row_index, row in enumerate(_rows(element)):
            column = 0
            for part in row:
                if local_name(part) not in ("td", "th") or not _is_seen(part, "td"):
                    continue
                self._meter.add_cell()
                while taken.get(column, 0) > row_index:
                    column += 1
                across, down = _span(part, "colspan"), _span(part, "rowspan")
                self._meter.check_table(row_index + 1, column + across)
                blocks = tuple(self.blocks(part, depth + 1))
                inner.extend(blocks)
                cells.append(Cell(row_index, column, in_cell(blocks), row_span=down, column_span=across))
                for place in range(column, column + across):
                    taken[place] = row_index + down
                column += across
                width = max(width, column)
            height = row_index + 1
        if len(cells) == 1 and any(isinstance(block, Table) for block in inner):
            yield from inner
        elif cells:
            fitted = (replace(cell, row_span=min(cell.row_span, height - cell.row)) for cell in cells)
            yield Table(tuple(fitted), height, width)


def _push_inside(stack: list[etree._Element | str | None], element: etree._Element) -> None:
    """Queue an element's own text and its children, so that the first is taken first."""
    stack.extend(reversed(element))
    if element.text:
        stack.append(element.text)


def _is_seen(element: etree._Element, name: str) -> bool:
    if name in _UNSEEN or not name:
        return False
    return element.get("hidden") is None and not _HIDDEN.search(element.get("style", ""))


def _heading(name: str) -> int:
    return int(name[1]) if len(name) == 2 and name[0] == "h" and name[1].isdecimal() else 0


def _marker(element: etree._Element, name: str) -> str:
    """«-» in an unordered list, the item's number in an ordered one, "" elsewhere."""
    if name != "li":
        return ""
    parent = element.getparent()
    if parent is None or local_name(parent) != "ol":
        return "-"
    start = _whole(parent.get("start"), 1)
    before = sum(1 for item in element.itersiblings("li", preceding=True))
    value = _whole(element.get("value"), start + before)
    return f"{written_number(value, _LIST_FORMATS.get(parent.get('type', ''), 'decimal'))}."


def _drawn_marker(element: etree._Element) -> str:
    """The list sign that Word draws itself: a number stays, any bullet becomes «-»."""
    sign = clean_text("".join(str(piece) for piece in element.itertext())).replace("\n", " ")
    return "-" if not sign or _BULLET.match(sign) or not re.search(r"\w", sign) or sign == "o" else sign[:20]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        name = local_name(child)
        if name == "tr":
            if _is_seen(child, name):
                yield child
        elif name in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _span(cell: etree._Element, name: str) -> int:
    return min(max(_whole(cell.get(name), 1), 1), _SPAN_LIMIT)


def _whole(text: str | None, default: int) -> int:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isdecimal() and len(stripped) < 7 else default
