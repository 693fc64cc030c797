"""The XML of Word in one line per element."""

from typing import TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 — the name lxml's own stubs use

TWIPS_PER_CM = 567
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: Element, **attributes: str) -> Element:
    """An element such as `w:jc` with its children; attributes are of the main namespace, `val="center"`."""
    made: Element = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def twips(length_cm: float) -> str:
    """A length in centimetres as Word writes it, in twentieths of a point."""
    return str(round(length_cm * TWIPS_PER_CM))


def run(text: str, *, bold: bool = False) -> Element:
    """A run of text; newlines become line breaks, tabs become tabs, blanks stay as they are."""
    made = element("w:r")
    if bold:
        made.append(element("w:rPr", element("w:b"), element("w:bCs")))
    for line_index, line in enumerate(text.split("\n")):
        if line_index:
            made.append(element("w:br"))
        for part_index, part in enumerate(line.split("\t")):
            if part_index:
                made.append(element("w:tab"))
            if part:
                words = element("w:t")
                words.text = part
                words.set(_XML_SPACE, "preserve")
                made.append(words)
    return made
