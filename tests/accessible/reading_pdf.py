"""What is wrong with a PDF for somebody who hears it instead of seeing it, read by qpdf and not by what made it.

This is no validator of PDF/UA: it looks at what a screen reader needs first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf

_HEADING = re.compile(r"/H([1-6])")
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = _SHOWS_TEXT | frozenset({"Do", "f", "f*", "F", "B", "B*", "b", "b*", "S", "s", "sh", "BI", "INLINE IMAGE"})
_IDENTIFIERS = ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<")
_PICTURES = frozenset({"/Figure", "/Formula"})


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    node: Any
    inside: tuple[_Tag, ...]

    def walk(self) -> Iterator[_Tag]:
        yield self
        for one in self.inside:
            yield from one.walk()


def faults_of_pdf(data: bytes) -> list[str]:
    """Sentences, none when all is well."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [*_faults_of_file(pdf), *_faults_of_tags(pdf), *_faults_of_pages(pdf)]


def _faults_of_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not str(root.get("/Lang", "")).startswith("ru"):
        yield f"the language is «{root.get('/Lang', '')}»"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not shown"
    if "/Metadata" not in root:
        yield "no metadata"
        return
    metadata = root.Metadata.read_bytes().decode("utf-8")
    yield from (f"no {mark} in the metadata" for mark in _IDENTIFIERS if mark not in metadata)
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>([^<]*)<", metadata, re.DOTALL)
    if title is None or not title[1].strip():
        yield "no title"


def _faults_of_tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        yield "no tree of tags"
        return
    tags = [tag for top in _tags(pdf.Root.StructTreeRoot.get("/K")) for tag in top.walk()]
    levels = [int(found[1]) for tag in tags if (found := _HEADING.fullmatch(tag.name))]
    yield from faults_of_levels(levels)
    for tag in tags:
        if tag.name in _PICTURES and not str(tag.node.get("/Alt", "")).strip():
            yield f"a {tag.name} without words"
        if tag.name == "/Table":
            yield from _faults_of_table(tag)
        if _HEADING.fullmatch(tag.name) and "/K" not in tag.node:
            yield "an empty heading"


def faults_of_levels(levels: list[int]) -> Iterator[str]:
    """Headings begin with the first level and none is skipped on the way down."""
    if not levels:
        yield "no heading"
        return
    if levels[0] != 1:
        yield f"the first heading is of level {levels[0]}"
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"a heading of level {below} follows one of level {above}"


def _faults_of_table(table: _Tag) -> Iterator[str]:
    heads = [tag for tag in table.walk() if tag.name == "/TH"]
    if not heads:
        yield "a table without cells of headings"
    for head in heads:
        attributes = head.node.get("/A", [])
        told = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
        if not any(isinstance(one, pikepdf.Dictionary) and "/Scope" in one for one in told):
            yield "a heading of a table that does not say what it heads"


def _tags(node: Any) -> tuple[_Tag, ...]:
    if isinstance(node, pikepdf.Array):
        return tuple(tag for one in node for tag in _tags(one))
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        return (_Tag(str(node.S), node, _tags(node.get("/K"))),)
    return ()


def _faults_of_pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        is_inside = has_text = False
        depth = 0
        loose = set()
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            is_inside = depth > 0
            has_text = has_text or name in _SHOWS_TEXT
            if name in _PAINTS and not is_inside and not _is_form(page, name, operands):
                loose.add(name)
        if loose:
            yield f"page {number}: {sorted(loose)} neither tagged nor marked as ornament"
        if not has_text and not _has_text_in_forms(page):
            yield f"page {number}: nothing to be read aloud"
    for font in (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)):
        is_ours = font.get("/Type") == pikepdf.Name.Font and font.get("/Subtype") == pikepdf.Name.Type0
        if is_ours and "/ToUnicode" not in font:
            yield f"letters of {font.get('/BaseFont')} cannot be copied"


def _is_form(page: pikepdf.Page, operator: str, operands: Any) -> bool:
    """A form marks its own contents."""
    if operator != "Do":
        return False
    drawn = page.obj.get("/Resources", {}).get("/XObject", {}).get(str(operands[0]))
    return drawn is not None and drawn.get("/Subtype") == pikepdf.Name.Form


def _has_text_in_forms(page: pikepdf.Page) -> bool:
    forms = page.obj.get("/Resources", {}).get("/XObject", {})
    return any(
        str(operator) in _SHOWS_TEXT
        for form in forms.values()
        if form.get("/Subtype") == pikepdf.Name.Form
        for _, operator in pikepdf.parse_content_stream(form)
    )
