"""A file on its way to become a material: looked at by content, pictures written anew."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, Final

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.files.media_types import DOCX, PPTX, XLSX, media_type_of
from stellazh.files.models import StoredFile
from stellazh.files.names import clean_name
from stellazh.files.services import store_file
from stellazh.media.pictures import clean_picture

MATERIAL_FILE: Final = "events.material"
MOST_MATERIAL_BYTES: Final = 50 * 1024 * 1024
_PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
MATERIAL_TYPES: Final = frozenset(
    {
        DOCX,
        XLSX,
        PPTX,
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/pdf",
        "application/rtf",
        "application/epub+zip",
        "application/zip",
        "text/plain",
        "image/jpeg",
        "image/png",
    }
)
# A script is plain text to whoever looks at its content; on the reader's computer its name makes it run.
_RUNNING: Final = frozenset(
    (
        ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".msi", ".msp", ".msc", ".js", ".jse", ".vbs", ".vbe", ".wsf",
        ".wsh", ".ps1", ".psm1", ".hta", ".cpl", ".jar", ".lnk", ".reg", ".sh", ".html", ".htm", ".xhtml", ".shtml",
        ".mht", ".mhtml", ".svg", ".url", ".desktop", ".appref-ms", ".application", ".iso", ".img", ".vhd",
        ".scf", ".library-ms", ".search-ms", ".searchconnector-ms", ".settingcontent-ms", ".website", ".inf", ".sct",
        ".wsc", ".ps1xml", ".gadget", ".chm", ".hlp", ".xll", ".jnlp", ".diagcab", ".theme",
    )
)  # fmt: skip
# Systems learn new endings that run; what is plain text and says something else gets the ending of text.
_TEXTS: Final = frozenset((".txt", ".md", ".csv", ".tsv", ".srt", ".vtt", ".ics"))
MOST_PACKED: Final = 5_000


class FileTakenNowhere(DomainError):
    """A file of a kind that is no material."""


class DangerousFile(DomainError):
    """A program, or an archive with one."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it came: its name there and its content, read from the beginning."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that may be kept."""

    name: str
    content: BinaryIO | bytes


def ready_file(brought: Brought) -> Ready:
    """The file as it is kept; a picture upright and without place and camera. Done before any transaction.

    Raises:
        DangerousFile: a program by name, or an archive with one.
        FileTakenNowhere: by content none of the kinds taken.
        PictureNotAccepted: a picture too large or broken.
    """
    name = clean_name(brought.name)
    _require_harmless(name, [name])
    media_type = media_type_of(brought.content)
    if media_type in _PICTURES:
        brought.content.seek(0)
        picture = clean_picture(brought.content)
        return Ready(f"{PurePath(name).stem}.{picture.suffix}", picture.content)
    brought.content.seek(0)
    # An empty one is refused in its own words where it would be stored.
    if media_type not in MATERIAL_TYPES and brought.content.read(1):
        raise FileTakenNowhere(
            f"Файл «{name}» не подходит: сюда добавляют документы Word, Excel, PowerPoint и OpenDocument, PDF, текст, "
            "картинки и архивы ZIP. Записи добавляют ниже, в «Записи»."
        )
    if media_type == "text/plain" and PurePath(name).suffix.casefold() not in _TEXTS:
        name = f"{name}.txt"
    if media_type == "application/zip":
        _require_harmless(name, _packed_names(name, brought.content))
    brought.content.seek(0)
    return Ready(name, brought.content)


def store_material_file(ready: Ready, *, scope: str, by: Actor, at: datetime) -> StoredFile:
    """Keep the file.

    Raises:
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: nothing is kept.
    """
    return store_file(ready.content, name=ready.name, purpose=MATERIAL_FILE, scope=scope, by=by, at=at)


def _packed_names(name: str, content: BinaryIO) -> list[str]:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileTakenNowhere(f"Архив «{name}» не открывается: соберите его заново.") from error
    if len(names) > MOST_PACKED:
        raise FileTakenNowhere(f"В архиве «{name}» больше {MOST_PACKED} файлов: разделите его.")
    return names


def _require_harmless(name: str, names: list[str]) -> None:
    for one in names:
        # Windows passes over blanks and dots at the end of a name, and over what follows a colon.
        suffix = PurePath(PurePath(one.replace("\\", "/")).name.partition(":")[0].rstrip(" .")).suffix.casefold()
        if suffix in _RUNNING:
            what = f"Файл «{name}»" if one == name else f"Архив «{name}»: в нём «{PurePath(one).name[:80]}»"
            raise DangerousFile(f"{what} не принят: программы и страницы сайтов здесь не хранят.")
