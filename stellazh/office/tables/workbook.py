"""Workbooks of Excel, read cell by cell from their XML.

The reader of plans hands the sheets to python-calamine; lists are larger, and calamine copies a shared text for each
cell that names it, so that a small hostile file could fill the memory. Here texts are shared, everything is counted
while it is read, and it is known which cells are formulas without a value.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.excel.formats import DateShape
from stellazh.office.documents.package import BROKEN, Package
from stellazh.office.documents.relations import relations, relations_by_id
from stellazh.office.documents.xml import local_name, parse_part, refuse_doctype
from stellazh.office.tables.limits import COLUMN_LIMIT, SHEET_LIMIT, TOO_MUCH, Meter
from stellazh.office.tables.model import TableFile, TableSheet
from stellazh.office.tables.numbers import day_styles, number_text

HIDDEN_SHEETS = "Скрытые листы не читаются: {names}. Если список там, покажите лист в Excel и загрузите файл снова."
NO_VALUES = (
    "Формулы без сохранённого значения прочитаны как пустые: ячейки {cells}. "
    "Откройте файл в Excel, сохраните его и загрузите снова."
)
ERRORS = "В ячейках {cells} — ошибка Excel вместо значения, они прочитаны как пустые."

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_NAMED: Final = 5
_MOST_MERGED: Final = 100_000


@dataclass(slots=True)
class _Book:
    """What all sheets of a workbook share."""

    texts: list[str]
    days: dict[int, DateShape]
    is_1904: bool
    meter: Meter


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read; `merged` as (top, left, bottom, right), all counted from nought."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    without_value: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_workbook(package: Package, path: str) -> TableFile:
    """The visible sheets with something in them; hidden ones are named in the notes.

    Raises:
        UnreadablePaper: damaged, or larger than any list.
    """
    data = package.part(path)
    if data is None:
        raise UnreadablePaper(BROKEN)
    root = parse_part(data)
    known = relations(package, path)
    styles = package.part(known.get("styles", ""))
    book = _Book(
        texts=_shared_texts(package.part(known.get("sharedStrings", ""))),
        days=day_styles(None if styles is None else parse_part(styles)),
        is_1904=any(local_name(entry) == "workbookPr" and entry.get("date1904", "") in ("1", "true") for entry in root),
        meter=Meter(),
    )
    targets = relations_by_id(package, path)
    sheets: list[TableSheet] = []
    hidden: list[str] = []
    for name, target, is_hidden in list(_listed(root, targets))[:SHEET_LIMIT]:
        part = package.part(target)
        if part is None or "/worksheets/" not in f"/{target}":
            continue
        if is_hidden:
            hidden.append(name)
            continue
        sheet = _read_sheet(part, book)
        if sheet.rows:
            sheets.append(_table(name, sheet))
    notes = (HIDDEN_SHEETS.format(names=", ".join(f"«{name}»" for name in hidden[:_MOST_NAMED])),) if hidden else ()
    return TableFile(tuple(sheets), notes)


def _listed(root: etree._Element, targets: dict[str, str]) -> Iterator[tuple[str, str, bool]]:
    for element in root.iter():
        if local_name(element) == "sheet":
            target = targets.get(element.get(_RELATION_ID, ""), "")
            yield element.get("name", ""), target, element.get("state", "visible") != "visible"


def _events(data: bytes, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of those names, whole, one after another; what was read is let go."""
    refuse_doctype(data)
    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    parser = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in parser:
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                parent = before.getparent()
                if parent is None:
                    break
                parent.remove(before)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePaper(BROKEN) from error


def _shared_texts(data: bytes | None) -> list[str]:
    if data is None:
        return []
    meter = Meter()
    found: list[str] = []
    for item in _events(data, ("si",)):
        text = _text_inside(item)
        meter.add(text)
        found.append(text)
    return found


def _text_inside(item: etree._Element) -> str:
    """The runs of a text, without the reading aids that eastern writing puts beside it."""
    parts: list[str] = []
    for child in item:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(run.text or "" for run in child if local_name(run) == "t")
    return _cleaned("".join(parts))


def _cleaned(raw: str) -> str:
    if "_x" in raw:
        raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw)
        raw = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return clean_text(raw)


def _read_sheet(data: bytes, book: _Book) -> _Sheet:
    sheet = _Sheet()
    row = -1
    for element in _events(data, ("row", "mergeCell")):
        if local_name(element) == "mergeCell":
            _note_merged(sheet, element.get("ref", ""))
            continue
        said = element.get("r", "")
        row = int(said) - 1 if said.isdecimal() and len(said) < 9 else row + 1
        cells = _read_row(element, row, book, sheet)
        if cells:
            sheet.rows[row] = cells
    return sheet


def _read_row(element: etree._Element, row: int, book: _Book, sheet: _Sheet) -> dict[int, str]:
    cells: dict[int, str] = {}
    column = -1
    for cell in element:
        if local_name(cell) != "c":
            continue
        found = _REFERENCE.fullmatch(cell.get("r", "").strip().upper())
        column = _column_index(found[1]) if found else column + 1
        text = _cell_text(cell, row, column, book, sheet)
        if text:
            book.meter.check_place(row, column)
            book.meter.add(text)
            cells[column] = text
    return cells


def _cell_text(cell: etree._Element, row: int, column: int, book: _Book, sheet: _Sheet) -> str:
    kind, raw, inline, has_formula = cell.get("t", "n"), "", "", False
    for child in cell:
        name = local_name(child)
        if name == "v":
            raw = child.text or ""
        elif name == "f":
            has_formula = True
        elif name == "is":
            inline = _text_inside(child)
    if kind == "inlineStr":
        return inline
    if kind == "s":
        place = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
        return book.texts[place] if 0 <= place < len(book.texts) else ""
    if not raw:
        if has_formula:
            sheet.without_value.append(_place_name(row, column))
        return ""
    if kind == "e":
        sheet.errors.append(_place_name(row, column))
        return ""
    if kind == "b":
        return "да" if raw.strip() == "1" else "нет"
    if kind in ("str", "d"):
        return _cleaned(raw)
    style = cell.get("s", "")
    shape = book.days.get(int(style)) if style.isdecimal() and len(style) < 9 else None
    return number_text(raw, shape, is_1904=book.is_1904)


def _note_merged(sheet: _Sheet, reference: str) -> None:
    first, _, last = reference.upper().partition(":")
    one, other = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if one is None or other is None:
        return
    if len(sheet.merged) >= _MOST_MERGED:
        raise UnreadablePaper(TOO_MUCH)
    rows = sorted((int(one[2]) - 1, int(other[2]) - 1))
    columns = sorted((_column_index(one[1]), _column_index(other[1])))
    sheet.merged.append((rows[0], columns[0], rows[1], columns[1]))


def _table(name: str, sheet: _Sheet) -> TableSheet:
    _spread(sheet)
    rows: list[tuple[str, ...]] = []
    for row in range(max(sheet.rows) + 1):
        cells = sheet.rows.get(row)
        if not cells:
            rows.append(())
            continue
        rows.append(tuple(cells.get(column, "") for column in range(max(cells) + 1)))
    warnings: list[str] = []
    for places, sentence in ((sheet.without_value, NO_VALUES), (sheet.errors, ERRORS)):
        if places:
            more = f" и ещё {len(places) - _MOST_NAMED}" if len(places) > _MOST_NAMED else ""
            warnings.append(sentence.format(cells=", ".join(places[:_MOST_NAMED]) + more))
    return TableSheet(name, tuple(rows), tuple(warnings))


def _spread(sheet: _Sheet) -> None:
    """Put the text of a merged cell into every place it covers, as far as the sheet is filled."""
    bottom_of_all = max(sheet.rows)
    right_of_all = max(max(cells) for cells in sheet.rows.values())
    meter = Meter()
    for top, left, bottom, right in sheet.merged:
        text = sheet.rows.get(top, {}).get(left, "")
        if not text or left >= COLUMN_LIMIT:
            continue
        for row in range(top, min(bottom, bottom_of_all) + 1):
            for column in range(left, min(right, right_of_all) + 1):
                meter.add(text)
                sheet.rows.setdefault(row, {}).setdefault(column, text)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _place_name(row: int, column: int) -> str:
    """«C12», as Excel calls a cell."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
