"""The parts of a form: which there are, what each is called in a sentence, and what they lead to.

Only what the form's relationships lead to is looked at, and only that is written again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.package import BROKEN, SUSPICIOUS, Package, open_package, resolve
from stellazh.office.documents.relations import main_part
from stellazh.office.documents.xml import local_name, parse_part
from stellazh.office.word_forms import limits

TYPES: Final = "[Content_Types].xml"
LINK: Final = "hyperlink"
# Kinds of parts whose text is filled, and how sentences about them begin.
FILLED: Final = {
    "officeDocument": "В тексте",
    "header": "В верхнем колонтитуле",
    "footer": "В нижнем колонтитуле",
    "footnotes": "В сноске",
    "endnotes": "В концевой сноске",
}
_OTHER_PLACES: Final = {
    "comments": "В примечании",
    "core-properties": "В свойствах файла",
    "extended-properties": "В свойствах файла",
    "custom-properties": "В свойствах файла",
    "customXml": "В скрытых данных файла",
    "customXmlProps": "В скрытых данных файла",
    "glossaryDocument": "В стандартных блоках файла",
}
_ELSEWHERE: Final = "В настройках файла"
_PLAIN: Final = frozenset(
    {
        *FILLED, *_OTHER_PLACES, "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme",
        "numbering", "commentsExtended", "commentsIds", "commentsExtensible", "people",
    }
)  # fmt: skip
_BINARY: Final = frozenset({"image", "font", "printerSettings"})
# Traces of the programs that made the file: nothing refers to them by number, so they can be left behind.
_LEFT_BEHIND: Final = frozenset({"thumbnail", "intelligence", "classificationlabels", "documenttasks"})
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".dib", ".tif", ".tiff", ".emf", ".wmf")
_OBJECT: Final = (
    "вставлен объект другой программы (например, таблица Excel): замените его обычным текстом или картинкой"
)
_FORBIDDEN: Final = {
    "oleObject": _OBJECT,
    "package": _OBJECT,
    "control": _OBJECT,
    "activeXControlBinary": _OBJECT,
    "aFChunk": "вставлен целый документ (altChunk): откройте форму в Word, сохраните заново и загрузите снова",
    "subDocument": "вставлен вложенный документ: замените его обычным текстом",
    "attachedTemplate": (
        "указан шаблон, который лежит вне файла: скопируйте содержимое формы в новый документ и загрузите его"
    ),
    "mailMergeSource": "указан источник данных для слияния: отключите слияние в Word («Рассылки») и сохраните форму",
    "vbaProject": "есть макросы: сохраните форму без макросов («Сохранить как» — .docx)",
    "chart": "вставлена диаграмма: замените её картинкой",
    "video": "вставлено видео: уберите его",
}  # fmt: skip
_DRAWN: Final = "вставлен рисунок SmartArt: замените его картинкой"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
NOT_A_FORM: Final = (
    "Это не файл Word (.docx): откройте форму в Word или LibreOffice, сохраните как .docx и загрузите снова."
)
TOO_LARGE: Final = "Форма больше 10 МБ: уменьшите картинки в ней и загрузите снова."
STRICT: Final = "Форма сохранена в виде «Strict Open XML»: сохраните её как обычный «Документ Word (.docx)»."


@dataclass(slots=True)
class Part:
    """An XML part of the form. `place` begins a sentence about it."""

    path: str
    kind: str
    place: str
    root: etree._Element

    @property
    def is_filled(self) -> bool:
        return self.kind in FILLED


@dataclass(slots=True)
class Form:
    """An opened form. `relations` are its tables of relationships by their paths, `binaries` the paths of pictures."""

    main: str
    types: etree._Element
    parts: dict[str, Part] = field(default_factory=dict)
    relations: dict[str, etree._Element] = field(default_factory=dict)
    binaries: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def open_form(data: bytes) -> Form:
    """Open a form and follow its relationships; what may not be in a form is told in `faults`.

    Raises:
        UnreadablePaper: it is no Word file, is damaged, locked, with macros, or a bomb.
    """
    if len(data) > limits.UPLOAD_BYTES:
        raise UnreadablePaper(TOO_LARGE)
    if not data.startswith(b"PK"):
        raise UnreadablePaper(NOT_A_FORM)
    package = open_package(data, part_bytes=limits.PART_BYTES, xml_bytes=limits.XML_BYTES)
    if TYPES not in package.names:
        raise UnreadablePaper(NOT_A_FORM)
    kind, main = main_part(package)
    if kind != "word":
        raise UnreadablePaper(NOT_A_FORM)
    if any(_STRICT in content for content in package.parts.values()):
        raise UnreadablePaper(STRICT)
    form = Form(main=main, types=_parsed(package, TYPES))
    _follow(package, form, base="", place="В файле")
    if main not in form.parts or form.parts[main].root.find("{*}body") is None:
        raise UnreadablePaper(BROKEN)
    return form


def _parsed(package: Package, path: str) -> etree._Element:
    data = package.part(path)
    if data is None:
        raise UnreadablePaper(SUSPICIOUS)
    return parse_part(data)


def relations_path(base: str) -> str:
    """Where the relationships of a part are kept; those of the file itself for ""."""
    folder, _, name = base.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _follow(package: Package, form: Form, *, base: str, place: str) -> None:
    path = relations_path(base)
    if path not in package.names:
        return
    table = _parsed(package, path)
    form.relations[path] = table
    for relation in list(table):
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind in _LEFT_BEHIND:
            table.remove(relation)
        elif kind == LINK:
            _check_link(form, relation, place)
        elif _is_outside(relation):
            form.faults.append(f"{place} {_outside(kind)}.")
        elif kind in _PLAIN:
            _add_part(package, form, resolve(base, relation.get("Target", "")), kind, place)
        elif kind in _BINARY:
            _add_binary(package, form, resolve(base, relation.get("Target", "")), kind, place)
        else:
            form.faults.append(f"{place} {_forbidden(kind)}.")


def _add_part(package: Package, form: Form, path: str, kind: str, before: str) -> None:
    if path in form.parts:
        return
    if path not in package.names:
        # Word itself leaves such traces; nothing is there to be read.
        return
    place = _OTHER_PLACES.get(kind) or FILLED.get(kind) or _ELSEWHERE
    # Blocks kept for later have headers and lists of their own, which are on no page.
    if before == _OTHER_PLACES["glossaryDocument"]:
        kind, place = "glossary", before
    form.parts[path] = Part(path, kind, place, _parsed(package, path))
    _follow(package, form, base=path, place=place)


def _add_binary(package: Package, form: Form, path: str, kind: str, place: str) -> None:
    if path not in package.names:
        return
    if kind == "image" and not path.casefold().endswith(_PICTURES):
        form.faults.append(f"{place} есть картинка в виде, который мы не переносим: замените её на PNG или JPEG.")
    if path in package.parts:
        raise UnreadablePaper(SUSPICIOUS)
    form.binaries.add(path)


def _is_outside(relation: etree._Element) -> bool:
    target = relation.get("Target", "")
    return relation.get("TargetMode", "").casefold() == "external" or "\\" in target or ":" in target or "//" in target


def _check_link(form: Form, relation: etree._Element, place: str) -> None:
    target = relation.get("Target", "")
    if target.startswith("#"):
        return
    if "{{" in unquote(target) or "{%" in unquote(target):
        form.faults.append(
            f"{place} поле стоит в адресе ссылки, там поля не заполняются: уберите ссылку, оставив её текст."
        )
        return
    try:
        scheme = urlsplit(target.strip()).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https", "mailto"):
        form.faults.append(
            f"{place} есть ссылка на файл или программу: щёлкните по ней правой кнопкой и выберите "
            "«Удалить гиперссылку»."
        )
        return
    form.doubts.append(f"{place} есть ссылка: в готовой бумаге она останется обычным текстом.")


def _outside(kind: str) -> str:
    if kind == "image":
        return "есть картинка, которая лежит вне файла: вставьте её в форму («Вставка — Рисунки») и сохраните"
    return _FORBIDDEN.get(kind, "есть обращение к чужому файлу или сайту: скопируйте содержимое формы в новый документ")


def _forbidden(kind: str) -> str:
    if kind.startswith("diagram"):
        return _DRAWN
    return _FORBIDDEN.get(kind, "есть вставка, которую мы не переносим: замените её обычным текстом или картинкой")


def is_element(element: etree._Element, *names: str) -> bool:
    """Whether the element has one of these names, in whatever namespace."""
    return local_name(element) in names
