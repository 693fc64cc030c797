"""Containers made by hand: broken, hostile and strange ones, as bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
MACRO_TYPES = WORD_TYPES.replace(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
    "vnd.ms-word.document.macroEnabled.main",
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(inner: str) -> str:
    """A document part with this inside its body."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{inner}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def container(members: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_package(document: str | bytes, **others: str | bytes) -> bytes:
    """A Word file with this document part; keys of `others` have `__` for slashes and end in the file's suffix."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": WORD_TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
    }
    return container(members | {name.replace("__", "/").replace("_dot_", "."): text for name, text in others.items()})


def with_false_size(data: bytes, name: str, claimed: int) -> bytes:
    """The container with a member's size written falsely into its headers."""
    changed = bytearray(data)
    encoded = name.encode()
    local = data.find(b"PK\x03\x04")
    while local >= 0:
        if data[local + 30 : local + 30 + len(encoded)] == encoded:
            changed[local + 22 : local + 26] = struct.pack("<I", claimed)
        local = data.find(b"PK\x03\x04", local + 4)
    central = data.find(b"PK\x01\x02")
    while central >= 0:
        if data[central + 46 : central + 46 + len(encoded)] == encoded:
            changed[central + 24 : central + 28] = struct.pack("<I", claimed)
        central = data.find(b"PK\x01\x02", central + 4)
    return bytes(changed)
