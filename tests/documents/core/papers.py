"""Small papers as bytes: a Word order, PDFs of so many pages, a scan with a place written beside it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import typst
from PIL import Image

from stellazh.documents.services import Brought

ORDER = (
    "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ",
    "ПРИКАЗ",
    "от 26.08.2024 № 145-о",
    "О проведении недели школьной книги",
    "На основании приказа от 01.02.2023 № 7",
    "ПРИКАЗЫВАЮ:",
)
DAY = date(2024, 8, 26)


def word(*lines: str) -> bytes:
    """A .docx of these paragraphs."""
    written, paper = io.BytesIO(), docx.Document()
    for line in lines or ORDER:
        paper.add_paragraph(line)
    paper.save(written)
    return written.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "paper.typ"
        source.write_text("#pagebreak()\n".join(f"{text}\n" for text in pages or ("Приказ",)), encoding="utf-8")
        return bytes(typst.compile(str(source)))  # type: ignore[arg-type]


def scan(**changes: Any) -> bytes:
    """A JPEG that says where and with what it was taken."""
    picture, written = Image.new("RGB", (60, 80), "white"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(written, "JPEG", exif=exif, **changes)
    return written.getvalue()


def brought(content: bytes | None = None, name: str = "Приказ.docx") -> Brought:
    """A file as a form brings it."""
    return Brought(name, io.BytesIO(word() if content is None else content))
