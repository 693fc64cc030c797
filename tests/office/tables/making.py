"""Workbooks for the tests: ordinary ones, and sheets written by hand where no program would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Target="{{target}}" Type="{OFFICE}/{{kind}}"/></Relationships>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Лист1" sheetId="1" r:id="r1"/></sheets></workbook>'


def workbook(write: Callable[[Any], None]) -> bytes:
    """The workbook that `write` fills."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        write(book)
    return buffer.getvalue()


def grid(*rows: list[Any]) -> bytes:
    """A workbook of one sheet with these rows."""

    def write(book: Any) -> None:
        sheet = book.add_worksheet("Список")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)

    return workbook(write)


def by_hand(sheet: str | bytes, *, shared: str = "") -> bytes:
    """A workbook whose only sheet is this XML, with these shared texts."""
    relations = RELATIONS.format(target="worksheets/s.xml", kind="worksheet")
    second = f'<Relationship Id="r2" Target="sharedStrings.xml" Type="{OFFICE}/sharedStrings"/></Relationships>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"))
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", relations.replace("</Relationships>", second))
        archive.writestr("xl/worksheets/s.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst {MAIN}>{shared}</sst>')
    return buffer.getvalue()


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>'
