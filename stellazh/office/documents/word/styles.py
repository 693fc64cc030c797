"""What the styles of a Word file say: headings, lists and hidden text, inherited through «based on»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from stellazh.office.documents.word.names import MAIN, child_value, is_on, number

_HEADING: Final = re.compile(r"^(?:heading|заголовок)\s*([1-9])$", re.IGNORECASE)
_TITLE: Final = re.compile(r"^(?:title|название|заголовок)$", re.IGNORECASE)
_DEPTH: Final = 16


@dataclass(frozen=True, slots=True)
class Style:
    """One style, inheritance resolved. `list_id` is "" without a list; `is_hidden` is None when nothing is said."""

    name: str = ""
    heading_level: int = 0
    list_id: str = ""
    list_level: int = 0
    is_hidden: bool | None = None


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Id of a style → the style."""
    if root is None:
        return {}
    raw = {element.get(f"{MAIN}styleId", ""): element for element in root.findall(f"{MAIN}style")}
    return {identifier: _resolve(identifier, raw) for identifier in raw}


def _resolve(identifier: str, raw: dict[str, etree._Element]) -> Style:
    name = child_value(raw[identifier], "name") or ""
    heading_level, list_id, list_level = 0, "", 0
    hidden: bool | None = None
    current: str | None = identifier
    for _ in range(_DEPTH):
        element = raw.get(current) if current else None
        if element is None:
            break
        heading_level = heading_level or _heading_level(element)
        properties = element.find(f"{MAIN}pPr")
        numbering = None if properties is None else properties.find(f"{MAIN}numPr")
        if not list_id and numbering is not None:
            list_id = child_value(numbering, "numId") or ""
            list_level = number(child_value(numbering, "ilvl"))
        if hidden is None:
            hidden = is_on(element.find(f"{MAIN}rPr"), "vanish")
        current = child_value(element, "basedOn")
    return Style(name, heading_level, list_id, list_level, hidden)


def _heading_level(style: etree._Element) -> int:
    name = child_value(style, "name") or ""
    if found := _HEADING.match(name):
        return int(found[1])
    if _TITLE.match(name):
        return 1
    outline = child_value(style.find(f"{MAIN}pPr"), "outlineLvl")
    level = number(outline, 9) + 1
    return level if level <= 9 else 0
