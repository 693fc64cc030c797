"""The tables of the page as one Excel file, a sheet for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stellazh.office.sheets import Sheet, SheetColumn, sheets_xlsx
from stellazh.reports.reads.year.asked import YearAsked
from stellazh.ui.charts import Chart

_FIRST_WIDTH: Final = 44
_WIDTH: Final = 16


def tables_xlsx(asked: YearAsked, charts: Sequence[Chart]) -> bytes:
    """An .xlsx with the table of each picture; what each is about and as of which day stands in its title."""
    words = f"{asked.association.short_name}, {asked.year.label}, как было известно на {asked.today:%d.%m.%Y}"
    return sheets_xlsx([_sheet(asked, chart, words) for chart in charts])


def _sheet(asked: YearAsked, chart: Chart, words: str) -> Sheet:
    table = chart.table
    columns = [SheetColumn(heading, _WIDTH if place else _FIRST_WIDTH) for place, heading in enumerate(table.headings)]
    return Sheet(
        name=chart.title[:31],
        title=f"{chart.title}. {words}",
        columns=columns,
        rows=[[cell.value for cell in row] for row in table.rows],
        author=asked.association.short_name,
        made_on=asked.today,
    )
