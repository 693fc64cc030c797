"""The list of a run as Excel: whom, which number, what came of the letter."""

from __future__ import annotations

from datetime import date

from stellazh.certificates.models import CertificateCopy, IssueRun
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx

_COLUMNS = (
    SheetColumn("№ по порядку", 9, centred=True),
    SheetColumn("Номер", 16),
    SheetColumn("Фамилия, имя, отчество", 34),
    SheetColumn("Должность", 24),
    SheetColumn("Школа", 34),
    SheetColumn("Муниципалитет", 24),
    SheetColumn("Состояние", 14),
    SheetColumn("Письмо", 14),
)


def run_xlsx(run: IssueRun, *, made_on: date) -> bytes:
    """The rows of the run in their order, those left out last. Two queries."""
    letters = dict(
        CertificateCopy.objects.filter(certificate__run=run, ordinal=1)
        .exclude(letter_at=None)
        .values_list("certificate__row_id", "letter_at__date")
    )
    rows: list[tuple[CellValue, ...]] = []
    for place, row in enumerate(run.rows.select_related("certificate").order_by("is_left_out", "position", "pk"), 1):
        document = getattr(row, "certificate", None)
        state = document.get_status_display() if document else "не выдаётся" if row.is_left_out else "ещё не выдан"
        rows.append(
            (
                place,
                document.number_words if document else "",
                row.name,
                row.post,
                row.school,
                row.municipality,
                state,
                letters.get(row.pk),
            )
        )
    return sheet_xlsx(
        Sheet("Список", f"{run.kind.title}. {run.title}", _COLUMNS, rows, run.association.short_name, made_on)
    )
