"""The text of a paragraph as pieces that can be put back: Word splits one word over many runs as it pleases."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from stellazh.office.documents.word.names import MAIN
from stellazh.office.word_forms.marks import Mark

PARAGRAPH: Final = f"{MAIN}p"
ROW: Final = f"{MAIN}tr"
TEXT: Final = f"{MAIN}t"
_BREAK: Final = f"{MAIN}br"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS: Final = {
    f"{MAIN}tab": "\t",
    f"{MAIN}ptab": "\t",
    _BREAK: "\n",
    f"{MAIN}cr": "\n",
    f"{MAIN}noBreakHyphen": "-",
    f"{MAIN}softHyphen": "\u00ad",
}
_WRAPPERS: Final = frozenset(
    MAIN + name
    for name in (
        "r",
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
    )
)
_BLOCKS: Final = tuple(
    MAIN + name
    for name in (
        "drawing", "pict", "object", "fldChar", "fldSimple", "footnoteReference", "endnoteReference",
        "commentReference", "sym",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the paragraph, or a sign such as a tab, with the place where it begins."""

    element: etree._Element
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def pieces_of(paragraph: etree._Element) -> list[Piece]:
    """The visible text, piece by piece, without text boxes, notes, deleted text and codes of Word's own fields."""
    found: list[Piece] = []
    start = 0
    for element in _walk(paragraph):
        text = (element.text or "") if element.tag == TEXT else _SIGNS[str(element.tag)]
        found.append(Piece(element, start, text))
        start += len(text)
    return found


def _walk(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == TEXT or child.tag in _SIGNS:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _walk(child)


def text_of(pieces: Sequence[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in pieces)


def stands_alone(paragraph: etree._Element, text: str, mark: Mark) -> bool:
    """Whether the paragraph is nothing but this field, so that a value of several lines may be several paragraphs."""
    return text.strip() == text[mark.start : mark.end] and not any(True for _ in paragraph.iter(*_BLOCKS))


def fill_paragraph(paragraph: etree._Element, marks: Sequence[Mark], value_of: Callable[[Mark], str]) -> None:
    """Put values in place of the fields; each takes the looks of the run in which its field begins.

    Values are text and nothing else: they are not looked through again. Their line ends become line breaks.
    """
    pieces = pieces_of(paragraph)
    # From the last to the first, so that places found before stay right.
    for mark in reversed(marks):
        touched = [piece for piece in pieces if piece.start < mark.end and piece.end > mark.start]
        for piece in touched[1:]:
            _cut_head(piece, mark.end)
        _put(touched[0], mark, value_of(mark).split("\n"))
    _unbind(paragraph)


def _cut_head(piece: Piece, end: int) -> None:
    if piece.element.tag == TEXT:
        set_text(piece.element, (piece.element.text or "")[end - piece.start :] if end < piece.end else "")
        return
    parent = piece.element.getparent()
    if parent is not None:
        parent.remove(piece.element)


def _put(piece: Piece, mark: Mark, lines: Sequence[str]) -> None:
    text = piece.element.text or ""
    rest = text[mark.end - piece.start :] if mark.end < piece.end else ""
    set_text(piece.element, text[: mark.start - piece.start] + lines[0])
    last = piece.element
    for line in lines[1:]:
        for tag in (_BREAK, TEXT):
            fresh = etree.Element(tag)
            last.addnext(fresh)
            last = fresh
        set_text(last, line)
    set_text(last, (last.text or "") + rest)


def set_text(element: etree._Element, text: str) -> None:
    """Put the text with the blanks at its ends, which Word would drop."""
    element.text = text
    element.set(_SPACE, "preserve")


def _unbind(paragraph: etree._Element) -> None:
    """Let content controls keep what was put in: a bound one would show the form's hidden data again."""
    around = list(paragraph.iterancestors(f"{MAIN}sdt"))
    for control in (*around, *paragraph.iter(f"{MAIN}sdt")):
        for properties in control.findall(f"{MAIN}sdtPr"):
            for child in list(properties):
                if etree.QName(child).localname in ("dataBinding", "showingPlcHdr"):
                    properties.remove(child)


def repeat(element: etree._Element, count: int, fresh_id: Callable[[], int]) -> list[etree._Element]:
    """The element and its copies after it, `count` in all, at least one. What may stand in a file once stays in one."""
    copies = [element]
    for _ in range(count - 1):
        twin = copy.deepcopy(element)
        _make_own(twin, fresh_id)
        copies[-1].addnext(twin)
        copies.append(twin)
    # A section ends after the last of them, not after each.
    if count > 1 and element.tag == PARAGRAPH:
        for one in copies[:-1]:
            for properties in one.findall(f"{MAIN}pPr"):
                for section in properties.findall(f"{MAIN}sectPr"):
                    properties.remove(section)
    return copies


_ONCE: Final = tuple(
    MAIN + name
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "permStart",
        "permEnd",
    )
)  # fmt: skip


def _make_own(twin: etree._Element, fresh_id: Callable[[], int]) -> None:
    for stale in list(twin.iter(*_ONCE)):
        parent = stale.getparent()
        if parent is not None:
            parent.remove(stale)
    for identifier in list(twin.iterfind(f".//{MAIN}sdtPr/{MAIN}id")):
        parent = identifier.getparent()
        if parent is not None:
            parent.remove(identifier)
    for element in twin.iter(etree.Element):
        for name in list(element.attrib):
            if str(name).endswith(("}paraId", "}textId")):
                del element.attrib[name]
        if etree.QName(element).localname == "docPr" and "id" in element.attrib:
            element.set("id", str(fresh_id()))
