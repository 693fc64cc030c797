"""XML of office files, read without entities, without DTDs and without the network."""

from __future__ import annotations

from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.package import BROKEN, SUSPICIOUS

_DOCTYPE: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def refuse_doctype(data: bytes) -> None:
    """Refuse a part with a document type: office programs never write one, bombs and spies always do."""
    if any(sign in data for sign in _DOCTYPE):
        raise UnreadablePaper(SUSPICIOUS)


def parse_part(data: bytes) -> etree._Element:
    """The root of an XML part; «strict» files are read as ordinary ones.

    Raises:
        UnreadablePaper: not well-formed, nested absurdly deep, or with a document type.
    """
    refuse_doctype(data)
    for strict, transitional in _STRICT:
        if strict in data:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePaper(BROKEN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadablePaper(SUSPICIOUS)
    return root


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for anything that is not an element."""
    # Comments and instructions have a function for a tag.
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
