"""The door for papers from outside: a file is known by what is inside it, and refused with a sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.excel import read_excel
from stellazh.office.documents.limits import UPLOAD_LIMIT_BYTES
from stellazh.office.documents.model import Block, DocumentKind, DocumentPart, OfficeDocument
from stellazh.office.documents.package import LOCKED, open_package
from stellazh.office.documents.plaintext import decode_text, read_plain_text
from stellazh.office.documents.relations import main_part
from stellazh.office.documents.webpage import read_webpage
from stellazh.office.documents.word import read_word

EMPTY = "Файл пуст: проверьте, тот ли файл вы выбрали."
NOTHING_INSIDE = "В файле нет ни текста, ни таблиц: проверьте, тот ли файл вы выбрали."
TOO_LARGE = "Файл больше 20 МБ: уберите из него картинки или скопируйте текст в новый файл."
OLD_WORD = "Это файл старого Word (.doc): откройте его, сохраните как .docx («Файл — Сохранить как») и загрузите снова."
OLD_EXCEL = (
    "Это файл старого Excel (.xls): откройте его, сохраните как .xlsx («Файл — Сохранить как») и загрузите снова."
)
PDF = "Это PDF, из него таблицу надёжно не прочесть: загрузите файл Word (.docx), из которого он сделан."
PICTURE = "Это картинка или скан: загрузите сам документ файлом Word (.docx) или Excel (.xlsx)."
OPEN_DOCUMENT = "Это файл LibreOffice (.odt или .ods): сохраните его как .docx или .xlsx и загрузите снова."
BINARY_EXCEL = "Это двоичный файл Excel (.xlsb): сохраните его как .xlsx и загрузите снова."
PRESENTATION = "Это презентация, а нужен документ: загрузите файл Word (.docx) или Excel (.xlsx)."
ARCHIVE = "Это архив: распакуйте его и загрузите сам документ."
RICH_TEXT = "Это файл RTF или XML от Word: сохраните его как .docx («Файл — Сохранить как») и загрузите снова."
MISNAMED = "Внутри файла обычный текст, а не {program}: откройте его, сохраните как {suffix} и загрузите снова."
UNKNOWN = "Это не файл Word или Excel: загрузите документ в виде .docx или .xlsx."
MISSING = "Файла нет: проверьте, верно ли указано его место."
IS_FOLDER = "Это папка, а не файл: укажите сам файл."
UNREACHABLE = "Файл не открывается: проверьте, не занят ли он другой программой и есть ли право его читать."

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"8BPS")
_ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_MARKUP: Final = re.compile(r"<\s*(?:!doctype html|html|body|table|tbody|meta)\b", re.IGNORECASE)
_OFFICE_XML: Final = re.compile(
    r"<\?mso-application|schemas\.microsoft\.com/office/(?:word|excel)/2003|urn:schemas-mic"
)
_SIGN_WINDOW: Final = 4096
_PROGRAMS: Final = {".docx": "Word", ".doc": "Word", ".xlsx": "Excel", ".xls": "Excel"}


def open_paper(data: bytes | Path, filename: str) -> OfficeDocument:
    """Open an uploaded file: .docx, .xlsx, .html or plain text, told apart by content and never by name.

    `data` is the whole file or the path of one; `filename` is what the sender called it.

    Raises:
        UnreadablePaper: anything else, with one sentence that says what is wrong and what to do. At most
            `UPLOAD_LIMIT_BYTES` are taken; what unpacks to far more than that is refused while it unpacks.
    """
    content = _read_file(data) if isinstance(data, Path) else data
    if len(content) > UPLOAD_LIMIT_BYTES:
        raise UnreadablePaper(TOO_LARGE)
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadablePaper(EMPTY)
    document = _open(content, filename)
    if document.is_empty:
        raise UnreadablePaper(NOTHING_INSIDE)
    return document


def open_pasted(*, html: str = "", text: str = "") -> OfficeDocument:
    """Open what was pasted from Word, Excel or LibreOffice: the clipboard's page when it holds one, else its text.

    Raises:
        UnreadablePaper: nothing was pasted, or far too much.
    """
    if len(html) + len(text) > UPLOAD_LIMIT_BYTES:
        raise UnreadablePaper(TOO_LARGE)
    if _MARKUP.search(html) or "<" in html:
        page = _document(DocumentKind.HTML, "", read_webpage(html))
        if not page.is_empty:
            return page
    plain = _document(DocumentKind.TEXT, "", read_plain_text(text or html))
    if plain.is_empty:
        raise UnreadablePaper("Вставлен пустой текст: скопируйте таблицу ещё раз и вставьте её сюда.")
    return plain


def _read_file(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadablePaper(IS_FOLDER)
        with path.open("rb") as stream:
            # One byte more than allowed is enough to refuse; a device without an end must not fill the memory.
            return stream.read(UPLOAD_LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadablePaper(MISSING) from error
    except (OSError, ValueError) as error:
        raise UnreadablePaper(UNREACHABLE) from error


def _open(content: bytes, filename: str) -> OfficeDocument:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _open_package(content, filename)
    _refuse_by_signature(content)
    text = decode_text(content)
    if text is None:
        raise UnreadablePaper(UNKNOWN)
    head = text[:_SIGN_WINDOW]
    if _OFFICE_XML.search(head) and "<html" not in head.casefold():
        raise UnreadablePaper(RICH_TEXT)
    if _MARKUP.search(head):
        return _document(DocumentKind.HTML, filename, read_webpage(text))
    suffix = Path(filename).suffix.casefold()
    if suffix in _PROGRAMS:
        raise UnreadablePaper(MISNAMED.format(program=_PROGRAMS[suffix], suffix=f"{suffix[:4].rstrip('x')}x"))
    if suffix == ".pdf":
        raise UnreadablePaper(PDF)
    return _document(DocumentKind.TEXT, filename, read_plain_text(text))


def _refuse_by_signature(content: bytes) -> None:
    if content.startswith(_COMPOUND):
        raise UnreadablePaper(_compound_sentence(content))
    head = content[:1024]
    if b"%PDF-" in head:
        raise UnreadablePaper(PDF)
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        raise UnreadablePaper(PICTURE)
    if head.startswith(_ARCHIVES):
        raise UnreadablePaper(ARCHIVE)
    if head.lstrip().startswith(b"{\\rtf") or head.lstrip()[:13].lower() == b"mime-version:":
        raise UnreadablePaper(RICH_TEXT)


def _compound_sentence(content: bytes) -> str:
    """Old office files and locked new ones share one container; the names of its streams tell them apart."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return LOCKED
    if has("WordDocument"):
        return OLD_WORD
    if has("Workbook") or has("Book"):
        return OLD_EXCEL
    if has("PowerPoint Document"):
        return PRESENTATION
    return UNKNOWN


def _open_package(content: bytes, filename: str) -> OfficeDocument:
    package = open_package(content)
    if "content.xml" in package.names and "mimetype" in package.names:
        raise UnreadablePaper(OPEN_DOCUMENT)
    if "[Content_Types].xml" not in package.names:
        raise UnreadablePaper(ARCHIVE)
    kind, path = main_part(package)
    if path.casefold().endswith(".bin"):
        raise UnreadablePaper(BINARY_EXCEL)
    if kind == "word":
        return _document(DocumentKind.WORD, filename, read_word(package, path))
    if kind == "excel":
        return OfficeDocument(DocumentKind.EXCEL, filename, read_excel(package, path))
    if path.startswith("ppt/"):
        raise UnreadablePaper(PRESENTATION)
    raise UnreadablePaper(UNKNOWN)


def _document(kind: DocumentKind, filename: str, blocks: tuple[Block, ...]) -> OfficeDocument:
    return OfficeDocument(kind, filename, (DocumentPart("", blocks),))
