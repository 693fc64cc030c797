"""Municipalities against the points of a resolution, as an Excel table."""

from __future__ import annotations

from datetime import date

from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx
from stellazh.protocols.models import Resolution
from stellazh.protocols.reads.resolutions.territories import PlaceTable


def places_xlsx(resolution: Resolution, table: PlaceTable, *, made_on: date) -> bytes:
    """A row for each municipality; words and not colours say how each point stands."""
    columns = [SheetColumn("Муниципалитет", 28), SheetColumn("Выполнено, %", 12, centred=True)]
    columns += [SheetColumn(f"{point.number}. {point.point.text}", 22, centred=True) for point in table.points]
    rows = [
        [row.name, "" if row.percent is None else row.percent, *(cell.word for cell in row.cells)] for row in table.rows
    ]
    return sheet_xlsx(
        Sheet(
            name="По муниципалитетам",
            title=resolution.title,
            columns=columns,
            rows=rows,
            author=resolution.association.short_name,
            made_on=made_on,
        )
    )
