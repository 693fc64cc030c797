"""Files about lists: a sample to fill in, and the report of what became of each row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stellazh.members.enums import ImportKind, RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.reads.rosters import title_of
from stellazh.members.rosters.columns import fields_of
from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx

_TITLES = {
    ImportKind.PEOPLE.value: "Список библиотекарей. Строка под заголовками — пример, замените её своими",
    ImportKind.SCHOOLS.value: "Список школ. Строка под заголовками — пример, замените её своими",
}


def sample_xlsx(kind: str, *, author: str, made_on: date) -> bytes:
    """A workbook with every heading that a list of that kind may have, and one invented row."""
    # The name stands whole; columns of its parts would only be filled in twice.
    wanted = [one for one in fields_of(kind) if one.code not in ("family_name", "given_name", "patronymic")]
    columns = [SheetColumn(one.label, one.width_chars) for one in wanted]
    rows = [[one.example for one in wanted]]
    return sheet_xlsx(Sheet("Список", _TITLES[kind], columns, rows, author, made_on))


def report_xlsx(roster: RosterImport, rows: Iterable[ImportRow], *, author: str, made_on: date) -> bytes:
    """What became of each row of a list."""
    columns = [
        SheetColumn("Строка", 9, centred=True),
        SheetColumn("Кто" if roster.kind == ImportKind.PEOPLE else "Школа", 34),
        SheetColumn("Решение", 22),
        SheetColumn("Что сделано", 40),
        SheetColumn("Что изменилось", 44),
        SheetColumn("Замечания", 50),
        SheetColumn("Отмена", 30),
    ]
    table = [
        (
            row.number,
            title_of(row.cells),
            RowDecision(row.decision).label,
            row.outcome,
            _changes(row),
            "\n".join(row.problems),
            row.undone,
        )
        for row in rows
    ]
    title = f"Загрузка списка «{roster}», {roster.association.short_name}"
    return sheet_xlsx(Sheet("Отчёт", title, columns, table, author, made_on))


def _changes(row: ImportRow) -> str:
    fields = row.changes.get("fields", {})
    return "\n".join(
        f"{label}: {before} → {after}" if before else f"{label}: {after}" for label, (before, after) in fields.items()
    )
