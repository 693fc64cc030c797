"""The plan with its fact as a paper of its own: Word and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.protocols.papers.lettering import typed
from stellazh.reports.papers.report_sheet import grid
from stellazh.reports.papers.sheet import Block, Centred, ReportSheet, Title
from stellazh.reports.papers.word import sheet_docx
from stellazh.reports.reads.annual.content_model import ContentCell, ContentTable
from stellazh.russian.calendar_words import short_date

TITLE: Final = "Выполнение плана работы"
_WIDTHS: Final = {"№": 6, "Мероприятие": 50, "Срок по плану": 20, "Итог": 16, "Когда": 24, "Участий": 10, "Причина": 36}


def plan_fact_docx(
    association: Association, year: SchoolYear, tables: Sequence[ContentTable], *, made_on: date
) -> bytes:
    """The table as .docx; the same table and day give the same bytes."""
    blocks: list[Block] = [
        Title((TITLE, typed(association.name), f"за {year.label} учебный год")),
        Centred(f"(данные на {short_date(made_on)})"),
        *(grid(table) for table in tables),
    ]
    subject = f"{TITLE}, {year.label}"
    return sheet_docx(ReportSheet(TITLE, typed(association.short_name), subject, blocks), made_on=made_on)


def plan_fact_xlsx(
    association: Association, year: SchoolYear, tables: Sequence[ContentTable], *, made_on: date
) -> bytes:
    """The table as .xlsx, the section in a column of its own, so that it can be filtered."""
    headings = tables[0].headings if tables else ()
    columns = [SheetColumn("Раздел", 28), *(SheetColumn(heading, _WIDTHS.get(heading, 16)) for heading in headings)]
    rows: list[list[CellValue]] = []
    section = ""
    for row in (row for table in tables for row in table.rows):
        if len(row) == 1:
            section = row[0].text
        else:
            rows.append([section, *map(_value, row)])
    title = f"{TITLE} за {year.label} учебный год. {association.short_name}"
    return sheet_xlsx(Sheet("План и факт", title, columns, rows, association.short_name, made_on))


def _value(cell: ContentCell) -> CellValue:
    digits = cell.text.replace("\u00a0", "")
    return int(digits) if cell.is_number and digits.isdecimal() else cell.text
