"""What is wrong with a Word file for somebody who hears it, read from its XML alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from tests.accessible.reading_pdf import faults_of_levels

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)


def faults_of_word(data: bytes) -> list[str]:
    """Sentences, none when all is well."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        body = etree.fromstring(container.read("word/document.xml"))
        styles = etree.fromstring(container.read("word/styles.xml"))
        core = etree.fromstring(container.read("docProps/core.xml"))
    return [
        *_faults_of_language(styles, body),
        *_faults_of_title(core),
        *_faults_of_headings(styles, body),
        *_faults_of_tables(styles, body),
        *_faults_of_pictures(body),
    ]


def _faults_of_language(styles: etree._Element, body: etree._Element) -> Iterator[str]:
    told = [one.get(f"{W}val", "") for one in styles.iterfind(f"{W}docDefaults//{W}lang")]
    if told != ["ru-RU"]:
        yield f"the language of the styles is {told}"
    others = {one.get(f"{W}val", "") for one in body.iter(f"{W}lang")} - {"ru-RU", ""}
    if others:
        yield f"words in the language {sorted(others)}"


def _faults_of_title(core: etree._Element) -> Iterator[str]:
    if not (core.findtext(TITLE) or "").strip():
        yield "no title"


def _levels(styles: etree._Element) -> dict[str, int]:
    found = {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        told = "" if name is None else name.get(f"{W}val", "")
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if heading := _HEADING.fullmatch(told):
            found[style.get(f"{W}styleId", "")] = int(heading[1])
        elif told.casefold() == "title":
            found[style.get(f"{W}styleId", "")] = 1
        elif outline is not None and int(outline.get(f"{W}val", "9")) < 9:
            found[style.get(f"{W}styleId", "")] = int(outline.get(f"{W}val", "9")) + 1
    return found


def _faults_of_headings(styles: etree._Element, body: etree._Element) -> Iterator[str]:
    by_style = _levels(styles)
    levels = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        level = by_style.get("" if style is None else style.get(f"{W}val", ""))
        if level is None:
            continue
        levels.append(level)
        if not "".join(one.text or "" for one in paragraph.iter(f"{W}t")).strip():
            yield "an empty heading"
    yield from faults_of_levels(levels)


def _faults_of_tables(styles: etree._Element, body: etree._Element) -> Iterator[str]:
    """A table whose cells have borders is data; one without is only a way to set words beside each other."""
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        if len(rows) < 2 or not _has_borders(table, styles):
            continue
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None and not _is_headed_by_its_column(table):
            words = "".join(one.text or "" for one in rows[0].iter(f"{W}t"))[:60]
            yield f"a table whose first row heads nothing: «{words}»"


def _is_headed_by_its_column(table: etree._Element) -> bool:
    look = table.find(f"{W}tblPr/{W}tblLook")
    return look is not None and look.get(f"{W}firstColumn") == "1" and look.get(f"{W}firstRow", "0") == "0"


def _has_borders(table: etree._Element, styles: etree._Element) -> bool:
    own = table.find(f"{W}tblPr/{W}tblBorders")
    style = table.find(f"{W}tblPr/{W}tblStyle")
    named = None if style is None else styles.find(f"{W}style[@{W}styleId='{style.get(f'{W}val')}']")
    borders = own if own is not None else None if named is None else named.find(f"{W}tblPr/{W}tblBorders")
    return borders is not None and any(one.get(f"{W}val") not in ("nil", "none") for one in borders)


def _faults_of_pictures(body: etree._Element) -> Iterator[str]:
    for picture in body.iter(f"{DRAWING}docPr"):
        if not picture.get("descr", "").strip():
            yield f"a picture without words: {picture.get('name')}"
