"""What may not stand in a form's XML: Word's own fields that fetch things, objects, sources of data, hidden fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from stellazh.office.documents.word.names import MAIN
from stellazh.office.documents.xml import local_name
from stellazh.office.word_forms.marks import holds_field, shown
from stellazh.office.word_forms.parts import Form, Part

_BANNED: Final = {
    "object": "вставлен объект другой программы: замените его обычным текстом или картинкой",
    "OLEObject": "вставлен объект другой программы: замените его обычным текстом или картинкой",
    "control": "вставлен элемент управления ActiveX: уберите его",
    "altChunk": "вставлен целый документ (altChunk): откройте форму в Word, сохраните заново и загрузите снова",
    "subDoc": "вставлен вложенный документ: замените его обычным текстом",
    "webVideoPr": "вставлено видео: уберите его",
    "mailMerge": "указан источник данных для слияния: отключите слияние в Word («Рассылки») и сохраните форму",
    "attachedTemplate": (
        "указан шаблон, который лежит вне файла: скопируйте содержимое формы в новый документ и загрузите его"
    ),
    "entryMacro": "есть поле с макросом: уберите его",
    "exitMacro": "есть поле с макросом: уберите его",
}  # fmt: skip
# Word's own fields that only count, repeat or date what is in the file itself.
_HARMLESS: Final = frozenset(
    (
        "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "NUMWORDS", "NUMCHARS", "PAGEREF", "REF", "NOTEREF", "STYLEREF",
        "SEQ", "TOC", "TC", "XE", "INDEX", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "SYMBOL", "ADVANCE",
        "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN",
    )
)  # fmt: skip
_OF_CODES: Final = tuple(f"{MAIN}{name}" for name in ("fldChar", "instrText", "delInstrText", "fldSimple", "t"))
_MOVING: Final = frozenset({"DATE", "TIME"})
_LOCAL_LINK: Final = re.compile(r'HYPERLINK\s+\\l\s+"[^"\\]*"(\s+\\[ohtnm](\s+"[^"\\]*")?)*\s*', re.IGNORECASE)
_VML: Final = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_ADDRESSES: Final = frozenset({"href", "src", "althref"})


def check_safety(form: Form) -> None:
    """Tell in the form's `faults` and `doubts` what stands in its parts and may not, or is better not."""
    for part in form.parts.values():
        _check_elements(form, part)
        for code in _codes(part.root):
            _check_code(form, part, code)


def _check_elements(form: Form, part: Part) -> None:
    for element in part.root.iter(etree.Element):
        name = local_name(element)
        if name in _BANNED and not _is_only_a_name(element):
            form.faults.append(f"{part.place} {_BANNED[name]}.")
        if element.tag in (f"{MAIN}ins", f"{MAIN}del", f"{MAIN}moveFrom"):
            form.doubts.append(
                "В форме есть исправления, которые не приняты и не отклонены: они останутся и в готовой бумаге."
            )
        if any(_is_address(element, str(key)) for key in element.attrib):
            form.faults.append(
                f"{part.place} к рисунку привязан адрес вне файла: вставьте рисунок заново («Вставка — Рисунки»)."
            )


def _is_only_a_name(element: etree._Element) -> bool:
    """«object» and «control» are common words: only Word's own elements mean what is banned."""
    return local_name(element) in ("object", "control") and not str(element.tag).startswith(MAIN)


def _is_address(element: etree._Element, key: str) -> bool:
    namespace, _, name = key.rpartition("}")
    is_vml = str(element.tag).startswith(_VML) or f"{namespace}}}" in _VML
    return is_vml and name.casefold() in _ADDRESSES and bool(element.get(key, "").strip())


@dataclass(slots=True)
class _Field:
    """One of Word's own fields while it is read: its code goes on until the result begins."""

    code: list[str] = field(default_factory=list)
    is_code: bool = True


def _codes(root: etree._Element) -> Iterator[str]:
    """The code of each field of Word's own, in whatever pieces it is written; fields may stand in one another.

    Ordinary text before the result belongs to the code, and so does the result of a field within it.
    """
    opened: list[_Field] = []
    for element in root.iter(*_OF_CODES):
        kind = local_name(element)
        if kind == "fldSimple":
            yield element.get(f"{MAIN}instr", "")
        elif kind == "fldChar":
            step = element.get(f"{MAIN}fldCharType", "")
            if step == "begin":
                opened.append(_Field())
            elif step == "separate" and opened:
                opened[-1].is_code = False
            elif step == "end" and opened:
                yield "".join(opened.pop().code)
        elif kind == "t":
            inner = next((one for one in reversed(opened) if one.is_code), None)
            if inner is not None:
                inner.code.append(element.text or "")
        elif opened:
            opened[-1].code.append(element.text or "")
        else:
            yield element.text or ""
    # A field that is never closed: its code counts all the same.
    yield from ("".join(one.code) for one in opened)


def _check_code(form: Form, part: Part, code: str) -> None:
    words = code.split()
    name = words[0].upper() if words else ""
    if holds_field(code):
        form.faults.append(
            f"{part.place} поле стоит внутри кода Word «{shown(code.strip())}», там поля не заполняются: "
            "уберите этот код (выделите и нажмите Delete)."
        )
    elif name in _MOVING:
        form.doubts.append(
            f"{part.place} стоит дата, которую Word меняет при каждом открытии ({name}): лучше поставить поле с датой."
        )
    elif name not in _HARMLESS and not _LOCAL_LINK.fullmatch(code.strip()):
        form.faults.append(
            f"{part.place} есть код Word «{shown(code.strip()) or 'пустой'}», такие коды мы не переносим: "
            "уберите его (выделите и нажмите Delete) или замените обычным текстом."
        )
