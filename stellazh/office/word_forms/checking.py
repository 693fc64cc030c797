"""Looking a form through: its fields, its rows, and fields where they cannot be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from stellazh.office.documents.word.names import MAIN
from stellazh.office.documents.xml import local_name
from stellazh.office.word_forms import limits
from stellazh.office.word_forms.marks import Finder, Mark, holds_field, may_hold_marks, shown
from stellazh.office.word_forms.model import FormReport, FormVocabulary
from stellazh.office.word_forms.paragraphs import PARAGRAPH, ROW, TEXT, pieces_of, text_of
from stellazh.office.word_forms.parts import Form, Part
from stellazh.office.word_forms.safety import check_safety

_BOX = f"{MAIN}txbxContent"
_NOTES = (f"{MAIN}footnoteReference", f"{MAIN}endnoteReference")


@dataclass(slots=True)
class Loop:
    """A table row or a paragraph that is repeated for each row of one list."""

    element: etree._Element
    rows: str


@dataclass(slots=True)
class Layout:
    """Where fields stand in one part: `plain` paragraphs are filled once, `loops` are repeated first."""

    plain: list[etree._Element] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)


def check(form: Form, vocabulary: FormVocabulary) -> FormReport:
    """Everything that is to be told of the form; fit when nothing has to be mended."""
    finder = Finder(vocabulary)
    faults, doubts, used = form.faults, form.doubts, set[str]()
    check_safety(form)
    for part in form.parts.values():
        if not part.is_filled:
            if any(holds_field(text) for text in _all_texts(part.root)):
                faults.append(f"{part.place} стоит поле, там поля не заполняются: уберите его оттуда.")
            continue
        for mark in _check_part(part, finder, faults, doubts):
            used.add(mark.name)
        layout_of(part.root, finder, faults, part.place)
    if not used and not faults:
        first = next(iter(vocabulary.names), "название")
        faults.append(f"В форме нет ни одного поля: поставьте их там, где нужно, например «{{{{ {first} }}}}».")
    doubts += _missing(vocabulary, used)
    return FormReport(_told(faults), _told(doubts), frozenset(used))


def _check_part(part: Part, finder: Finder, faults: list[str], doubts: list[str]) -> Iterator[Mark]:
    seen: set[etree._Element] = set()
    for paragraph in part.root.iter(PARAGRAPH):
        pieces = pieces_of(paragraph)
        seen.update(piece.element for piece in pieces if piece.element.tag == TEXT)
        text = text_of(pieces)
        if not may_hold_marks(text) and "{" not in text:
            continue
        if _is_boxed(paragraph):
            if may_hold_marks(text):
                faults.append(
                    f"{part.place} поле «{shown(text.strip())}» стоит в надписи (рамке с текстом), "
                    "там поля не заполняются: перенесите его в обычный абзац или в ячейку таблицы."
                )
            continue
        place = "В таблице" if part.kind == "officeDocument" and _row_of(paragraph) is not None else part.place
        found = finder.find(text, place)
        faults += found.faults
        doubts += found.doubts
        yield from found.marks
    _check_leftovers(part, seen, faults)


def _check_leftovers(part: Part, seen: set[etree._Element], faults: list[str]) -> None:
    """Fields where nobody reads a paragraph's text: formulas, deleted text, captions and settings of pictures."""
    for element in part.root.iter(etree.Element):
        name = local_name(element)
        if any(holds_field(str(value)) for value in element.attrib.values()) and name != "fldSimple":
            faults.append(
                f"{part.place} поле стоит в подписи или настройках рисунка, ссылки или элемента, "
                "там поля не заполняются: уберите его оттуда."
            )
        if element in seen or not holds_field(element.text or "") or name == "instrText":
            continue
        if name in ("delText", "delInstrText") or next(element.iterancestors(f"{MAIN}moveFrom"), None) is not None:
            faults.append(
                f"{part.place} поле стоит в удалённом тексте: примите или отклоните исправления («Рецензирование»)."
            )
        else:
            faults.append(
                f"{part.place} поле стоит в формуле или рисунке, там поля не заполняются: перенесите его в абзац."
            )


def layout_of(root: etree._Element, finder: Finder, faults: list[str], place: str) -> Layout:
    """How the part is to be filled; faults of its rows are told."""
    layout = Layout()
    loops: dict[etree._Element, set[str]] = {}
    marked: list[etree._Element] = []
    for paragraph in root.iter(PARAGRAPH):
        text = text_of(pieces_of(paragraph))
        marks = finder.find(text, place).marks if "{{" in text and not _is_boxed(paragraph) else ()
        if not marks:
            continue
        marked.append(paragraph)
        names = {mark.rows for mark in marks if mark.rows}
        if names:
            row = _row_of(paragraph)
            loops.setdefault(paragraph if row is None else row, set()).update(names)
    for element, names in loops.items():
        _check_loop(element, names, loops, faults, place)
        layout.loops.append(Loop(element, min(names)))
    layout.plain = [one for one in marked if one not in loops and not any(up in loops for up in one.iterancestors(ROW))]
    return layout


def _check_loop(
    element: etree._Element, names: set[str], loops: dict[etree._Element, set[str]], faults: list[str], place: str
) -> None:
    what = "одной строке таблицы" if element.tag == ROW else "одном абзаце"
    if len(names) > 1:
        quoted = " и ".join(f"«{name}»" for name in sorted(names))
        faults.append(f"{place} в {what} стоят поля разных списков, {quoted}: разнесите их по разным строкам.")
    if any(one in loops for one in element.iterancestors(ROW)):
        faults.append(f"{place} строка со списком стоит внутри другой такой строки: оставьте одну из них.")
    if next(element.iter(*_NOTES), None) is not None:
        faults.append(f"{place} в повторяемой строке стоит сноска: перенесите её в другое место.")
    if not _is_whole(element):
        faults.append(f"{place} код Word начат в повторяемой строке и закончен вне её: уберите этот код.")


def _is_whole(element: etree._Element) -> bool:
    depth = 0
    for sign in element.iter(f"{MAIN}fldChar"):
        depth += {"begin": 1, "end": -1}.get(sign.get(f"{MAIN}fldCharType", ""), 0)
        if depth < 0:
            return False
    return depth == 0


def _row_of(paragraph: etree._Element) -> etree._Element | None:
    return next(paragraph.iterancestors(ROW), None)


def _is_boxed(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors(_BOX), None) is not None


def _all_texts(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        yield element.text or ""
        yield element.tail or ""
        yield from map(str, element.attrib.values())
    # A field may be split over runs here too.
    for paragraph in root.iter(PARAGRAPH):
        yield text_of(pieces_of(paragraph))


def _missing(vocabulary: FormVocabulary, used: set[str]) -> Iterator[str]:
    absent = [name for name in vocabulary.fields if name not in used]
    if absent:
        told = ", ".join(f"«{name}»" for name in absent)
        yield f"В форме нет {'поля' if len(absent) == 1 else 'полей'} {told}: в бумаге этого не будет."
    for rows, columns in vocabulary.rows.items():
        if not any(f"{rows}.{column}" in used for column in columns):
            yield f"В форме нет списка «{rows}»: в бумаге его не будет."


def _told(sentences: Sequence[str]) -> tuple[str, ...]:
    """Each sentence once, and no more of them than somebody would read."""
    once = list(dict.fromkeys(sentences))
    rest = len(once) - limits.SENTENCES
    return (*once[: limits.SENTENCES], *([f"И ещё таких замечаний: {rest}."] if rest > 0 else []))
