"""What a file is, by what it holds; its name is not asked."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final

UNKNOWN: Final = "application/octet-stream"
HEAD_BYTES = 4096
MIMETYPE_BYTES = 100
OLE_SCAN_BYTES = 8 * 1024 * 1024

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)
# RIFF and ISO media say what they are a few bytes further on.
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_ISO_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
# The part without which the package is not that paper; with macros it is another thing.
_OPEN_XML: Final = (
    ("word/document.xml", DOCX, "application/vnd.ms-word.document.macroEnabled.12"),
    ("xl/workbook.xml", XLSX, "application/vnd.ms-excel.sheet.macroEnabled.12"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", ""),
    ("ppt/presentation.xml", PPTX, "application/vnd.ms-powerpoint.presentation.macroEnabled.12"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the directory of an old Office file, as they are stored there.
_OLE_STREAMS: Final = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("EncryptedPackage", "application/x-encrypted-office"),
)
_MARKUP: Final = (
    (re.compile(r"<svg[\s>]", re.IGNORECASE), "image/svg+xml"),
    (re.compile(r"<(?:!doctype html|html|head|body|script|iframe)[\s>]", re.IGNORECASE), "text/html"),
)
_CONTROL_SIGNS = frozenset(range(32)) - {9, 10, 12, 13, 27}


def media_type_of(content: BinaryIO) -> str:
    """The media type of what `content` holds, `application/octet-stream` when it is nothing we know.

    Word, Excel and PowerPoint are told from a plain archive and from their macro-enabled kinds; HTML and SVG from plain
    text. Text is UTF-8, UTF-16 with a mark, or Windows-1251. Leaves `content` at its beginning.
    """
    content.seek(0)
    head = content.read(HEAD_BYTES)
    try:
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _archive_type(content)
        if head.startswith(_OLE_MAGIC):
            return _ole_type(content)
        return _signed_type(head) or _text_type(head) or UNKNOWN
    finally:
        content.seek(0)


def _signed_type(head: bytes) -> str | None:
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _ISO_BRANDS.get(head[8:12], "video/mp4")
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "image/bmp"
    return None


def _archive_type(content: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            parts = frozenset(archive.namelist())
            if "[Content_Types].xml" in parts:
                has_macros = any(part.endswith("/vbaProject.bin") for part in parts)
                for main_part, media_type, with_macros in _OPEN_XML:
                    if main_part in parts:
                        return with_macros if has_macros and with_macros else media_type
            return _declared_type(archive) if "mimetype" in parts else "application/zip"
    # A broken archive raises whatever its broken numbers lead to; it is then nothing we know.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return UNKNOWN


def _declared_type(archive: zipfile.ZipFile) -> str:
    """OpenDocument and EPUB say what they are in their first part."""
    with archive.open("mimetype") as part:
        declared = part.read(MIMETYPE_BYTES).decode("ascii", "replace").strip()
    is_known = declared.startswith("application/vnd.oasis.opendocument.") or declared == "application/epub+zip"
    return declared if is_known and re.fullmatch(r"[a-z0-9.+/-]+", declared) else "application/zip"


def _ole_type(content: BinaryIO) -> str:
    content.seek(0)
    body = content.read(OLE_SCAN_BYTES)
    for stream, media_type in _OLE_STREAMS:
        # The name, its closing zero, up to the 64 bytes that an entry of the directory gives it.
        if (stream + "\0").encode("utf-16-le").ljust(64, b"\0") in body:
            return media_type
    return "application/x-ole-storage"


def _text_type(head: bytes) -> str | None:
    text = _decoded(head)
    if text is None:
        return None
    opening = text.lstrip("\ufeff \t\r\n")
    if opening.startswith("BEGIN:VCALENDAR"):
        return "text/calendar"
    for mark, media_type in _MARKUP:
        if mark.search(text):
            return media_type
    return "application/xml" if opening.startswith("<?xml") else "text/plain"


def _decoded(head: bytes) -> str | None:
    """The beginning of a text; None when it is none."""
    if not head:
        return None
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if _CONTROL_SIGNS.intersection(head):
        return None
    # The last letter may be cut in two by the end of what was read.
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
    try:
        return head.decode("cp1251")
    except UnicodeDecodeError:
        return None
