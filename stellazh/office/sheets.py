"""Excel files of titled tables, one a sheet, ready to be filtered, read on a screen and printed on one page's width.

Whatever a cell begins with, it stays text: no formula and no link is ever made out of data. The same table and day give
the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

DATE_FORMAT = "dd.mm.yyyy"
_FONT = "Times New Roman"
_FREEZE_ROW = 2
# Excel holds no more in one cell, and cuts a file that tries.
_LONGEST_CELL = 32767
_SHEET_NAME_SIGNS = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_SHEET_NAME = 31
_A4 = 9
_LONGEST_PROPERTY = 255

CellValue = str | int | date | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading and its width in signs, as Excel counts widths."""

    heading: str
    width_chars: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title above it; every row has a value for every column."""

    name: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[CellValue]]
    author: str
    made_on: date


def sheet_xlsx(sheet: Sheet) -> bytes:
    """`sheets_xlsx` for one sheet."""
    return sheets_xlsx([sheet])


def sheets_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx file: heading frozen and repeated in print, filter buttons, wrapped text, landscape A4.
    There is at least one, and no two have the same name.

    Dates become real dates shown as 31.12.2024; texts longer than Excel holds in a cell end with «…».
    """
    written = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": DATE_FORMAT,
    }
    with xlsxwriter.Workbook(written, options) as workbook:
        workbook.set_properties(
            {
                "title": sheets[0].title[:_LONGEST_PROPERTY],
                "author": sheets[0].author[:_LONGEST_PROPERTY],
                "created": datetime.combine(sheets[0].made_on, time()),
            }
        )
        for sheet in sheets:
            worksheet = workbook.add_worksheet(_sheet_name(sheet.name))
            _write_table(workbook, worksheet, sheet)
            _set_print(worksheet, sheet)
    return written.getvalue()


def _write_table(workbook: Any, worksheet: Any, sheet: Sheet) -> None:
    last_column, last_row = len(sheet.columns) - 1, len(sheet.rows) + 1
    base = {"font_name": _FONT, "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
    text = workbook.add_format(base)
    centred = workbook.add_format({**base, "align": "center"})
    dated = workbook.add_format({**base, "align": "center", "num_format": DATE_FORMAT})
    heading = workbook.add_format({**base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"})
    title = workbook.add_format({"font_name": _FONT, "font_size": 14, "bold": True, "valign": "vcenter"})

    worksheet.set_row(0, 24)
    worksheet.write_string(0, 0, _fitting(sheet.title), title)
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width_chars)
        worksheet.write_string(1, place, _fitting(column.heading), heading)
    for row_place, row in enumerate(sheet.rows, start=_FREEZE_ROW):
        for place, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(value, date):
                worksheet.write_datetime(row_place, place, value, dated)
            elif isinstance(value, int):
                worksheet.write_number(row_place, place, value, centred)
            elif value:
                worksheet.write_string(row_place, place, _fitting(value), centred if column.centred else text)
            else:
                worksheet.write_blank(row_place, place, None, text)
    worksheet.freeze_panes(_FREEZE_ROW, 0)
    worksheet.autofilter(1, 0, max(last_row, 1), last_column)


def _set_print(worksheet: Any, sheet: Sheet) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(1)
    worksheet.print_area(0, 0, len(sheet.rows) + 1, len(sheet.columns) - 1)
    worksheet.set_footer("&C&P из &N")


def _sheet_name(name: str) -> str:
    return name.translate(_SHEET_NAME_SIGNS)[:_LONGEST_SHEET_NAME].strip() or "Лист"


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
