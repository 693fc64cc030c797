"""The register of documents as an Excel table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from stellazh.associations.models import Association
from stellazh.documents.reads.document_list import DocumentRow
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx

MOST_ROWS: Final = 10_000
_COLUMNS: Final = (
    SheetColumn("№ п/п", 6, centred=True),
    SheetColumn("Вид", 20),
    SheetColumn("Номер", 12, centred=True),
    SheetColumn("Дата", 12, centred=True),
    SheetColumn("Название", 60),
    SheetColumn("Кем издан", 30),
    SheetColumn("Состояние", 14, centred=True),
    SheetColumn("Действует с", 12, centred=True),
    SheetColumn("Утратил силу", 12, centred=True),
    SheetColumn("Кому виден", 24),
    SheetColumn("Версий файла", 9, centred=True),
)


def register_xlsx(association: Association, rows: Iterable[DocumentRow], *, made_on: date) -> bytes:
    """The rows as they stand in the list, numbered."""
    return sheet_xlsx(
        Sheet(
            name="Документы",
            title=f"Реестр документов: {association.name}",
            columns=_COLUMNS,
            rows=[
                [
                    place,
                    row.kind,
                    row.number,
                    row.dated_on,
                    row.title,
                    row.source or association.short_name,
                    row.state if row.is_published or row.is_archived else f"{row.state}, не опубликован",
                    row.in_force_on,
                    row.repealed_on,
                    row.audience,
                    row.version_count,
                ]
                for place, row in enumerate(rows, start=1)
            ],
            author=association.short_name,
            made_on=made_on,
        )
    )
