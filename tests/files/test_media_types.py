"""What a file is, by what it holds."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from stellazh.files.media_types import DOCX, PPTX, UNKNOWN, XLSX, media_type_of


def archive(*names: str, **contents: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name in names:
            target.writestr(name, contents.get(name, b"<x/>"))
    return packed.getvalue()


def word_file() -> bytes:
    packed = io.BytesIO()
    docx.Document().save(packed)
    return packed.getvalue()


def excel_file() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        book.add_worksheet()
    return packed.getvalue()


def old_office(stream: str) -> bytes:
    """A compound file of one directory sector, as old Word and Excel begin theirs."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\0") for name in ("Root Entry", stream))
    return header + entries


TYPES = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
    "docx": (word_file(), DOCX),
    "xlsx": (excel_file(), XLSX),
    "pptx": (archive("[Content_Types].xml", "ppt/presentation.xml"), PPTX),
    "docm": (
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        "application/vnd.ms-word.document.macroEnabled.12",
    ),
    "xlsm": (
        archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        "application/vnd.ms-excel.sheet.macroEnabled.12",
    ),
    "odt": (
        archive("mimetype", mimetype=b"application/vnd.oasis.opendocument.text"),
        "application/vnd.oasis.opendocument.text",
    ),
    "epub": (archive("mimetype", mimetype=b"application/epub+zip"), "application/epub+zip"),
    "archive that calls itself html": (archive("mimetype", mimetype=b"text/html"), "application/zip"),
    "zip": (archive("word.txt"), "application/zip"),
    "empty zip": (archive(), "application/zip"),
    "zip with a paper's part but no list of parts": (archive("word/document.xml"), "application/zip"),
    "broken docx": (word_file()[:3000], UNKNOWN),
    "doc": (old_office("WordDocument"), "application/msword"),
    "xls": (old_office("Workbook"), "application/vnd.ms-excel"),
    "ppt": (old_office("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    "docx behind a password": (old_office("EncryptedPackage"), "application/x-encrypted-office"),
    "other compound file": (old_office("Something"), "application/x-ole-storage"),
    "rtf": (b"{\\rtf1\\ansi}", "application/rtf"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(8), "image/png"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
    "gif": (b"GIF89a\x04\x00\x04\x00", "image/gif"),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
    "bmp": (b"BM\x66\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00", "image/bmp"),
    "tiff": (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
    "avif": (struct.pack(">I", 28) + b"ftypavif" + bytes(16), "image/avif"),
    "mp4": (struct.pack(">I", 24) + b"ftypisom" + bytes(12), "video/mp4"),
    "mov": (struct.pack(">I", 24) + b"ftypqt  " + bytes(12), "video/quicktime"),
    "webm": (b"\x1a\x45\xdf\xa3" + bytes(20), "video/webm"),
    "mp3": (b"ID3\x04" + bytes(20), "audio/mpeg"),
    "wav": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
    "windows program": (b"MZ\x90\x00" + bytes(60), "application/vnd.microsoft.portable-executable"),
    "text": ("План работы\n1. Семинар".encode(), "text/plain"),
    "text of windows": ("План работы\r\n1. Семинар".encode("cp1251"), "text/plain"),
    "text of sixteen bits": ("План".encode("utf-16"), "text/plain"),
    "text cut within a letter": (("a" + "я" * 5000).encode(), "text/plain"),
    "table in text": ("ФИО;Школа\nОльхова;1".encode(), "text/plain"),
    "calendar": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "text/calendar"),
    "html": (b"<!DOCTYPE html><html><body>", "text/html"),
    "html after a mark and blanks": ("\ufeff \n<HTML>".encode(), "text/html"),
    "text with a script inside": (b"hello <script>alert(1)</script>", "text/html"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
    "svg after a prologue": (b'<?xml version="1.0"?><!-- x --><svg width="1">', "image/svg+xml"),
    "svg of sixteen bits": ("<svg width='1'>".encode("utf-16"), "image/svg+xml"),
    "xml": (b'<?xml version="1.0"?><plan/>', "application/xml"),
    "noise": (bytes(range(256)), UNKNOWN),
    "nothing": (b"", UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), TYPES.values(), ids=TYPES.keys())
def test_media_type_is_told_by_content(content: bytes, expected: str) -> None:
    assert media_type_of(io.BytesIO(content)) == expected


def test_detector_leaves_content_at_its_beginning() -> None:
    content = io.BytesIO(word_file())
    content.seek(77)

    media_type_of(content)

    assert content.tell() == 0


@given(st.binary(max_size=300))
def test_detector_bears_any_archive(garbage: bytes) -> None:
    assert media_type_of(io.BytesIO(b"PK\x03\x04" + garbage)) == UNKNOWN
