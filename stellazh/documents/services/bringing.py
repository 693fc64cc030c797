"""A file on its way to become a version: known by what it holds, a photographed page without place and camera."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from stellazh.documents.services.refusals import FileTakenNowhere
from stellazh.files.media_types import DOCX, PPTX, XLSX, media_type_of
from stellazh.files.names import clean_name

VERSION_FILE: Final = "documents.version"
PAGE_PICTURE: Final = "documents.page_picture"
MOST_BYTES: Final = 50 * 1024 * 1024
MOST_PICTURE_BYTES: Final = 5 * 1024 * 1024
PDF: Final = "application/pdf"
SCANS: Final = frozenset({"image/jpeg", "image/png"})
VERSION_TYPES: Final = frozenset(
    {
        PDF,
        DOCX,
        XLSX,
        PPTX,
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        *SCANS,
    }
)
PAGE_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/webp"})
ACCEPTED: Final = ".pdf,.docx,.doc,.odt,.xlsx,.xls,.ods,.pptx,.jpg,.jpeg,.png"
KINDS_WORDS: Final = "PDF, Word, Excel, OpenDocument, PowerPoint (.pptx) или скан картинкой JPG, PNG"
MOST_PIXELS: Final = 60_000_000
_QUALITY: Final = 90
_BROKEN: Final = (
    UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, TypeError, IndexError,
    KeyError, OverflowError, EOFError, struct.error,
)  # fmt: skip
_BY_CONTENT: Final = {
    "application/zip": "Архив распакуйте и загрузите сами документы: архив нельзя показать на странице.",
    "application/x-encrypted-office": "Файл закрыт паролем: снимите пароль и загрузите снова.",
    "text/plain": "Сохраните текст документом Word (.docx) или PDF.",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it came: its name there and its content."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that may be kept."""

    name: str
    content: BinaryIO


def ready_file(brought: Brought) -> Ready:
    """The file as it is kept. Done before any transaction.

    Raises:
        FileTakenNowhere: by content none of the kinds taken, or a scan that is broken or too large.
    """
    name = clean_name(brought.name)
    media_type = media_type_of(brought.content)
    if media_type in SCANS:
        return Ready(name, _without_camera(name, brought.content))
    brought.content.seek(0)
    # An empty one is refused in its own words where it would be stored.
    if media_type not in VERSION_TYPES and brought.content.read(1):
        raise FileTakenNowhere(f"Файл «{name}» не подходит. {_BY_CONTENT.get(media_type, f'Подойдёт {KINDS_WORDS}.')}")
    brought.content.seek(0)
    return Ready(name, brought.content)


def bare_name(name: str) -> str:
    """The name without its ending, as a proposal for a title."""
    return PurePath(clean_name(name)).stem.replace("_", " ").strip()


def _without_camera(name: str, content: BinaryIO) -> BinaryIO:
    """A scan upright and without what the camera wrote beside it; one that says nothing stays as it is."""
    broken = FileTakenNowhere(f"Картинка «{name}» не открывается: сохраните её заново как JPG и загрузите.")
    content.seek(0)
    try:
        with Image.open(content, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileTakenNowhere(
                    f"Скан «{name}» слишком велик: отсканируйте с разрешением 300 точек на дюйм или меньше."
                )
            kind = picture.format or "JPEG"
            upright = ImageOps.exif_transpose(picture)
            if upright.mode not in ("RGB", "L", "1", "P"):
                upright = upright.convert("RGB")
            written = io.BytesIO()
            # Pixels alone: where and when and with what it was taken is nobody's business.
            bare = Image.new(upright.mode, upright.size)
            if upright.mode == "P":
                bare.putpalette(upright.getpalette() or [])
            bare.paste(upright)
            bare.save(written, kind, quality=_QUALITY, optimize=True)
    except FileTakenNowhere:
        raise
    except _BROKEN as wrong:
        raise broken from wrong
    written.seek(0)
    return written
