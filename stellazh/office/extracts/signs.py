"""What a file is, by what is inside it and never by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.package import LOCKED
from stellazh.office.extracts import limits
from stellazh.office.extracts.model import PaperKind

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"8BPS", b"AT&TFORM")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_STREAMS: Final = (
    ("EncryptedPackage", LOCKED),
    ("EncryptionInfo", LOCKED),
    ("WordDocument", limits.OLD_WORD),
    ("Workbook", limits.OLD_EXCEL),
    ("PowerPoint Document", limits.OLD_SLIDES),
)
_MARKUP: Final = re.compile(r"\s*(?:<!--.*?-->\s*)?<\s*(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def is_package(data: bytes) -> bool:
    """Whether it is a zip container: new Office, LibreOffice, or an archive."""
    return data.startswith(_PACKAGE)


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF; programs allow a kilobyte of rubbish before its head."""
    return b"%PDF-" in data[:1024] and not is_package(data)


def refuse_by_signature(data: bytes) -> None:
    """Refuse what surely has no words to be read.

    Raises:
        UnreadablePaper: empty, far too large, an old or locked file of Office, a picture, an archive, RTF.
    """
    if len(data) > limits.UPLOAD_BYTES:
        raise UnreadablePaper(limits.TOO_LARGE)
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadablePaper(limits.EMPTY)
    if data.startswith(_COMPOUND):
        named = (sentence for name, sentence in _STREAMS if name.encode("utf-16-le") in data)
        raise UnreadablePaper(next(named, limits.UNKNOWN))
    is_bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    is_riff_picture = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if is_bitmap or is_riff_picture or data.startswith(_PICTURES) or data[4:8] == b"ftyp":
        raise UnreadablePaper(limits.PICTURE)
    if data.startswith(_ARCHIVES):
        raise UnreadablePaper(limits.ARCHIVE)
    if data[:64].lstrip().startswith(b"{\\rtf"):
        raise UnreadablePaper(limits.RICH_TEXT)


def kind_of_text(text: str, filename: str) -> PaperKind:
    """A page, a table with separators (this alone by the name: a semicolon means nothing), or plain text."""
    if _MARKUP.match(text[:4096]):
        return PaperKind.PAGE
    return PaperKind.SEPARATED if Path(filename).suffix.casefold() in (".csv", ".tsv") else PaperKind.TEXT
