"""Slides (.pptx): the words of each, in the order of the show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.limits import Meter
from stellazh.office.documents.model import Block, Paragraph
from stellazh.office.documents.package import BROKEN, Package
from stellazh.office.documents.relations import relations_by_id
from stellazh.office.documents.xml import local_name, parse_part
from stellazh.office.extracts.limits import SLIDES

_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLES: Final = frozenset({"title", "ctrTitle"})


def read_slides(package: Package, path: str) -> tuple[tuple[Block, ...], int]:
    """The blocks and how many slides there are. Each slide begins with a heading: its number and its title.

    Raises:
        UnreadablePaper: damaged, with a document type, or with far too much text.
    """
    data = package.part(path)
    if data is None:
        raise UnreadablePaper(BROKEN)
    targets = relations_by_id(package, path)
    listed = [element for element in parse_part(data).iter() if local_name(element) == "sldId"]
    parts = [part for one in listed if (part := package.part(targets.get(one.get(_RELATION_ID, ""), ""))) is not None]
    meter = Meter()
    blocks: list[Block] = []
    for number, part in enumerate(parts[:SLIDES], start=1):
        blocks.extend(_slide(number, parse_part(part), meter))
    return tuple(blocks), len(parts)


def _slide(number: int, root: etree._Element, meter: Meter) -> Iterator[Block]:
    titles: list[str] = []
    others: list[str] = []
    for paragraph in root.iter("{*}p"):
        text = meter.add_text(clean_text("".join(_pieces(paragraph))))
        if text:
            (titles if _is_title(paragraph) else others).append(text)
    title = " ".join(" ".join(titles).split())
    yield Paragraph(f"Слайд {number}. {title}" if title else f"Слайд {number}", heading_level=1)
    yield from (Paragraph(text) for text in others)


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        name = local_name(element)
        if name == "t":
            yield element.text or ""
        elif name == "br":
            yield "\n"


def _is_title(paragraph: etree._Element) -> bool:
    shape = next(paragraph.iterancestors("{*}sp"), None)
    place = None if shape is None else shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return place is not None and place.get("type", "") in _TITLES
