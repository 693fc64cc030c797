"""The door for tables: a file is known by what is inside it, and refused with a sentence that says what to do."""

from __future__ import annotations

import re
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.package import LOCKED, open_package
from stellazh.office.documents.relations import main_part
from stellazh.office.tables.encodings import text_of
from stellazh.office.tables.limits import PART_LIMIT_BYTES, TOO_LARGE, UPLOAD_LIMIT_BYTES, XML_LIMIT_BYTES
from stellazh.office.tables.model import TableFile
from stellazh.office.tables.separated import read_separated
from stellazh.office.tables.workbook import read_workbook

EMPTY = "Файл пуст: проверьте, тот ли файл вы выбрали."
NOTHING_INSIDE = "В файле нет ни одной заполненной ячейки: проверьте, тот ли файл вы выбрали."
OLD_EXCEL = (
    "Это файл старого Excel (.xls): откройте его, сохраните как .xlsx («Файл — Сохранить как») и загрузите снова."
)
OPEN_DOCUMENT = "Это файл LibreOffice (.ods): сохраните его как .xlsx («Файл — Сохранить как») и загрузите снова."
BINARY_EXCEL = "Это двоичный файл Excel (.xlsb): сохраните его как .xlsx и загрузите снова."
WORD = (
    "Это файл Word, а нужна таблица Excel: скопируйте таблицу из Word, вставьте её в Excel и сохраните как .xlsx — "
    "или вставьте прямо в поле под выбором файла."
)
PRESENTATION = "Это презентация, а нужна таблица: сохраните список в Excel (.xlsx) и загрузите его."
PDF = "Это PDF, из него таблицу надёжно не прочесть: попросите тот же список в Excel (.xlsx) и загрузите его."
PICTURE = "Это картинка или скан, а нужна таблица: загрузите список файлом Excel (.xlsx)."
ARCHIVE = "Это архив: распакуйте его и загрузите сам файл со списком."
WEB_PAGE = (
    "Это страница, а не таблица, хотя её и можно открыть в Excel: откройте её там, сохраните как .xlsx и загрузите."
)
RICH_TEXT = "Это текст Word (.rtf) или XML: сохраните список в Excel как .xlsx и загрузите его."
UNKNOWN = "Такие файлы мы не читаем: загрузите список файлом Excel (.xlsx) или CSV."

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"8BPS")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_MARKUP: Final = re.compile(r"\s*<\s*(?:!doctype html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML: Final = re.compile(r"\s*<\?(?:xml|mso-application)\b", re.IGNORECASE)


def open_table(data: bytes, filename: str) -> TableFile:
    """Read a table: .xlsx, or text with tabs, semicolons or commas, told apart by content and never by name.

    Gives the visible sheets with something in them. Days are «31.12.2024», whole numbers have no «.0» and no «E+10»;
    of a formula only the value counts that Excel has stored.

    Raises:
        UnreadablePaper: anything else, with one sentence that says what is wrong and what to do. At most
            `UPLOAD_LIMIT_BYTES` are taken; what unpacks to far more is refused while it unpacks.
    """
    refuse_at_the_door(data, filename)
    table = _open_package(data) if _is_package(data) else read_separated(text_of(data, filename), filename)
    if all(sheet.is_empty for sheet in table.sheets):
        raise UnreadablePaper(NOTHING_INSIDE)
    return table


def refuse_at_the_door(data: bytes, filename: str) -> None:
    """What can be said of a file without opening it: its size, and what its first bytes are.

    Raises:
        UnreadablePaper: it is surely no table of ours.
    """
    if len(data) > UPLOAD_LIMIT_BYTES:
        raise UnreadablePaper(TOO_LARGE)
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadablePaper(EMPTY)
    if _is_package(data):
        return
    if data.startswith(_COMPOUND):
        raise UnreadablePaper(_compound_sentence(data))
    head = data[:1024]
    if b"%PDF-" in head:
        raise UnreadablePaper(PDF)
    is_bitmap = head[:2] == b"BM" and head[6:10] == bytes(4)
    if is_bitmap or head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        raise UnreadablePaper(PICTURE)
    if head[4:8] == b"ftyp":
        raise UnreadablePaper(PICTURE)
    if head.startswith(_ARCHIVES):
        raise UnreadablePaper(ARCHIVE)
    if head.lstrip().startswith(b"{\\rtf"):
        raise UnreadablePaper(RICH_TEXT)
    text = text_of(data[: 64 * 1024], filename, is_beginning=len(data) > 64 * 1024)[:4096]
    if _MARKUP.match(text) or "<table" in text.casefold():
        raise UnreadablePaper(WEB_PAGE)
    if _XML.match(text):
        raise UnreadablePaper(RICH_TEXT)


def _is_package(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def _open_package(data: bytes) -> TableFile:
    package = open_package(data, part_bytes=PART_LIMIT_BYTES, xml_bytes=XML_LIMIT_BYTES)
    if "content.xml" in package.names and "mimetype" in package.names:
        raise UnreadablePaper(OPEN_DOCUMENT)
    if "[Content_Types].xml" not in package.names:
        raise UnreadablePaper(ARCHIVE)
    kind, path = main_part(package)
    if path.casefold().endswith(".bin"):
        raise UnreadablePaper(BINARY_EXCEL)
    if kind == "excel":
        return read_workbook(package, path)
    if kind == "word":
        raise UnreadablePaper(WORD)
    raise UnreadablePaper(PRESENTATION if path.startswith("ppt/") else UNKNOWN)


def _compound_sentence(content: bytes) -> str:
    """Old office files and locked new ones share one container; the names of its streams tell them apart."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return LOCKED
    if has("Workbook") or has("Book"):
        return OLD_EXCEL
    if has("WordDocument"):
        return WORD
    return PRESENTATION if has("PowerPoint Document") else UNKNOWN
