"""Words of a Word file that stand beside its text: headers, footers, footnotes and endnotes."""

from __future__ import annotations

from typing import Final

from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.limits import Meter
from stellazh.office.documents.package import Package
from stellazh.office.documents.relations import related_parts, relations
from stellazh.office.documents.word.names import MAIN
from stellazh.office.documents.word.runs import paragraph_text
from stellazh.office.documents.word.styles import read_styles
from stellazh.office.documents.xml import parse_part

_KINDS: Final = ("header", "footnotes", "endnotes", "footer")


def read_beside(package: Package, path: str) -> tuple[str, ...]:
    """The lines beside the text, each once however many sections repeat it; numbers of pages are left out.

    Raises:
        UnreadablePaper: damaged, with a document type, or with far too much text.
    """
    meter = Meter()
    styles_part = package.part(relations(package, path).get("styles", ""))
    styles = read_styles(None if styles_part is None else parse_part(styles_part))
    found: dict[str, None] = {}
    for kind in _KINDS:
        for name in related_parts(package, path, kind):
            data = package.part(name)
            if data is None:
                continue
            for paragraph in parse_part(data).iter(f"{MAIN}p"):
                text = meter.add_text(clean_text(paragraph_text(paragraph, styles)))
                found.update({line: None for line in text.split("\n") if any(map(str.isalpha, line))})
    return tuple(found)
