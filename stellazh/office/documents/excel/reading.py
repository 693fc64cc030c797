"""A workbook as parts, one for each visible sheet, each part one table."""

from __future__ import annotations

import io
import zipfile
from typing import Final

import python_calamine as calamine

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.excel.formats import DateShape, date_shapes
from stellazh.office.documents.excel.sheet_scan import scan_sheet
from stellazh.office.documents.excel.values import Value, shown
from stellazh.office.documents.limits import CELL_CHARACTER_LIMIT, TOO_MUCH, Meter
from stellazh.office.documents.model import Cell, DocumentPart, Paragraph, Table
from stellazh.office.documents.package import BROKEN, Package
from stellazh.office.documents.relations import relations, relations_by_id
from stellazh.office.documents.xml import local_name, parse_part

_SHEET_LIMIT: Final = 60
_RELATION_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Shapes = dict[tuple[int, int], DateShape]


def read_excel(package: Package, path: str) -> tuple[DocumentPart, ...]:
    """The visible sheets with something in them; hidden ones only when nothing else is there.

    Sheets larger than any plan are left out as long as another one can be read.

    Raises:
        UnreadablePaper: damaged, or every sheet is too large.
    """
    shapes = _shapes_by_sheet(package, path)
    workbook = _open(package)
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is calamine.SheetTypeEnum.WorkSheet]
    visible = [sheet.name for sheet in sheets if sheet.visible is calamine.SheetVisibleEnum.Visible]
    meter = Meter()
    parts: list[DocumentPart] = []
    for name in (visible or [sheet.name for sheet in sheets])[:_SHEET_LIMIT]:
        sheet_shapes = shapes.get(name)
        if sheet_shapes is None:
            continue
        table = _read_sheet(workbook, name, sheet_shapes, meter)
        if table is not None:
            parts.append(DocumentPart(name, (table,)))
    if not parts and len(shapes) < len(sheets):
        raise UnreadablePaper(TOO_MUCH)
    return tuple(parts)


def _shapes_by_sheet(package: Package, path: str) -> dict[str, Shapes]:
    """Name of a sheet → its shortened dates, for the sheets that are small enough to be read."""
    data = package.part(path)
    if data is None:
        raise UnreadablePaper(BROKEN)
    styles = package.part(relations(package, path).get("styles", ""))
    shortened = date_shapes(None if styles is None else parse_part(styles))
    targets = relations_by_id(package, path)
    found: dict[str, Shapes] = {}
    for element in parse_part(data).iter():
        if local_name(element) != "sheet":
            continue
        sheet = package.part(targets.get(element.get(_RELATION_ID, ""), ""))
        scan = None if sheet is None else scan_sheet(sheet, frozenset(shortened))
        if scan is not None and not scan.is_too_large:
            found[element.get("name", "")] = {place: shortened[style] for place, style in scan.styles.items()}
    return found


def _open(package: Package) -> calamine.CalamineWorkbook:
    """Hand over only the checked XML, in a container of our own: what was counted is what is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as container:
        for name, data in package.parts.items():
            container.writestr(name, data)
    buffer.seek(0)
    try:
        return calamine.CalamineWorkbook.from_filelike(buffer)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadablePaper(BROKEN) from error


def _read_sheet(workbook: calamine.CalamineWorkbook, name: str, shapes: Shapes, meter: Meter) -> Table | None:
    try:
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        ranges = sheet.merged_cell_ranges or []
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadablePaper(BROKEN) from error
    texts: dict[tuple[int, int], str] = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if text := _cell_text(value, shapes.get((row, column), DateShape.FULL)):
                meter.add_cell()
                texts[row, column] = meter.add_text(text)
    if not texts:
        return None
    height = max(row for row, _ in texts) + 1
    width = max(column for _, column in texts) + 1
    meter.check_table(height, width)
    return _table(texts, ranges, height, width)


def _cell_text(value: Value, shape: DateShape) -> str:
    text = clean_text(shown(value, shape)).replace("\t", " ")
    if len(text) > CELL_CHARACTER_LIMIT:
        raise UnreadablePaper(TOO_MUCH)
    return text


def _table(
    texts: dict[tuple[int, int], str], ranges: list[tuple[tuple[int, int], tuple[int, int]]], height: int, width: int
) -> Table:
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in ranges}
    hidden = {
        (row, column)
        for (top, left), (bottom, right) in ranges
        for row in range(top, min(bottom + 1, height))
        for column in range(left, min(right + 1, width))
        if (row, column) != (top, left)
    }
    cells: list[Cell] = []
    for row in range(height):
        for column in range(width):
            if (row, column) in hidden:
                continue
            lines = texts.get((row, column), "")
            down, across = spans.get((row, column), (1, 1))
            cells.append(
                Cell(
                    row,
                    column,
                    tuple(Paragraph(line) for line in lines.split("\n")) if lines else (),
                    row_span=max(1, min(down, height - row)),
                    column_span=max(1, min(across, width - column)),
                )
            )
    return Table(tuple(cells), height, width)
