"""The text of one Word paragraph: what is struck out by review or hidden is not there, what is inserted is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from stellazh.office.documents.word.names import MAIN, VALUE, child_value, is_on
from stellazh.office.documents.word.styles import Style
from stellazh.office.documents.xml import local_name

# Deleted and moved-away text, comments, field codes and the pronunciation over Asian letters are not the text.
_UNSEEN: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "Fallback"}
)
_ANCHORS: Final = frozenset({"drawing", "pict", "object", "txbxContent"})
_SIGNS: Final = {
    "br": "\n",
    "cr": "\n",
    "tab": "\t",
    "ptab": "\t",
    "noBreakHyphen": "-",
    "sym": "•",
}


def paragraph_text(paragraph: etree._Element, styles: dict[str, Style]) -> str:
    """The raw text of a paragraph without its text boxes; line breaks are newlines."""
    style = styles.get(child_value(paragraph.find(f"{MAIN}pPr"), "pStyle") or "", Style())
    return "".join(_pieces(paragraph, styles, hidden=bool(style.is_hidden)))


def _pieces(element: etree._Element, styles: dict[str, Style], *, hidden: bool) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name in _UNSEEN or name in _ANCHORS:
            continue
        if name == "r":
            if not _is_hidden(child, styles, hidden=hidden):
                yield from _pieces(child, styles, hidden=hidden)
        elif name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif len(child):
            yield from _pieces(child, styles, hidden=hidden)


def _is_hidden(run: etree._Element, styles: dict[str, Style], *, hidden: bool) -> bool:
    properties = run.find(f"{MAIN}rPr")
    said = is_on(properties, "vanish")
    if said is None:
        style = styles.get(child_value(properties, "rStyle") or "", Style())
        said = style.is_hidden
    return hidden if said is None else said


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes anchored in a paragraph, each once although Word stores it in two formats."""
    stack = list(reversed(paragraph))
    while stack:
        child = stack.pop()
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name not in _UNSEEN:
            stack.extend(reversed(child))


def has_deleted_mark(paragraph: etree._Element) -> bool:
    """True when review removed the paragraph's end, so that it runs on into the next one."""
    mark = paragraph.find(f"{MAIN}pPr/{MAIN}rPr")
    return mark is not None and (mark.find(f"{MAIN}del") is not None or mark.find(f"{MAIN}moveFrom") is not None)


def list_place(paragraph: etree._Element, styles: dict[str, Style]) -> tuple[str, int]:
    """`(list id, level)` of a paragraph, its own or its style's; ("", 0) without a list."""
    properties = paragraph.find(f"{MAIN}pPr")
    style = styles.get(child_value(properties, "pStyle") or "", Style())
    own = None if properties is None else properties.find(f"{MAIN}numPr")
    if own is None:
        return ("", 0) if style.list_id == "0" else (style.list_id, style.list_level)
    list_id = child_value(own, "numId")
    level = child_value(own, "ilvl")
    place = int(level) if level and level.isdecimal() else style.list_level
    # Number 0 takes the paragraph out of its style's list.
    chosen = style.list_id if list_id is None else list_id
    return ("", 0) if chosen == "0" else (chosen, place)


def heading_level(paragraph: etree._Element, styles: dict[str, Style]) -> int:
    """1 to 9 for a heading by style or outline, otherwise 0."""
    properties = paragraph.find(f"{MAIN}pPr")
    outline = None if properties is None else properties.find(f"{MAIN}outlineLvl")
    if outline is not None and (value := outline.get(VALUE, "")).isdecimal() and int(value) < 9:
        return int(value) + 1
    return styles.get(child_value(properties, "pStyle") or "", Style()).heading_level
