"""Excel sheets of follow-up: decisions on control, links to be mailed. Text and nothing but text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from stellazh.associations.models import Association
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.protocols.models import Decision
from stellazh.protocols.reads.followed import DecisionRow
from stellazh.protocols.services.report_links import ReportLink

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def decisions_xlsx(association: Association, rows: Sequence[DecisionRow], made_on: date) -> bytes:
    """The list of decisions as it stands on that day."""
    columns = [
        SheetColumn("№", 8, centred=True),
        SheetColumn("Решение", 50),
        SheetColumn("Откуда", 24),
        SheetColumn("Ответственные", 28),
        SheetColumn("Срок", 18),
        SheetColumn("Состояние", 20),
        SheetColumn("Исполнено", 12, centred=True),
        SheetColumn("Всего", 10, centred=True),
    ]
    cells: list[list[CellValue]] = [
        [
            row.number,
            row.text,
            row.source,
            row.owners,
            row.term or row.due.words,
            f"{row.state_label}, {row.due.words}" if row.due.is_overdue else row.state_label,
            row.done_count,
            row.mark_count,
        ]
        for row in rows
    ]
    title = f"Решения на контроле: {association.short_name}, {made_on:%d.%m.%Y}"
    return sheet_xlsx(Sheet("Решения", title, columns, cells, author="", made_on=made_on))


def links_xlsx(decision: Decision, made: Sequence[ReportLink], made_on: date) -> bytes:
    """Whom to write to and what to send, for a mail merge; the address is text, not a link."""
    columns = [SheetColumn("Кому", 40), SheetColumn("Срок", 14), SheetColumn("Ссылка для ответа", 90)]
    cells: list[list[CellValue]] = [[one.row.name, one.row.due_on, one.address] for one in made]
    title = f"Ссылки для ответа: {decision.text[:120]}"
    return sheet_xlsx(Sheet("Ссылки", title, columns, cells, author="", made_on=made_on))
