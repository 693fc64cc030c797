"""The year beside the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from stellazh.reports.enums import ReportForm
from stellazh.reports.figures import Compared, Figure, Scope, counted, last_year
from stellazh.reports.models import ReportSeal
from stellazh.reports.reads.annual.content_model import ContentCell, ContentTable
from stellazh.reports.reads.annual.tables.cells import Row, words
from stellazh.russian.calendar_words import short_date

CAPTION: Final = "В сравнении с прошлым годом"
COMPARED: Final = (
    "structure.people", "structure.municipalities", "members.all", "events.held", "attendances.total", "people.total",
    "municipalities.covered", "schools.covered", "recordings.year", "protocols.signed", "decisions.made",
    "decisions.done", "plan.total", "plan.held", "certificates.issued",
)  # fmt: skip
# Without any of these nothing was kept of a year here: its noughts would be untrue.
_SIGNS_OF_LIFE: Final = (
    "events.held", "attendances.total", "protocols.signed", "decisions.made", "plan.total", "certificates.issued",
)  # fmt: skip


def comparison_tables(scope: Scope) -> Sequence[ContentTable]:
    """Figures of both years with their difference; what is nought or unknown in both is left out.

    The year before is told by its sealed report when there is one, else counted anew as of the same day of it.
    """
    now = counted(scope, COMPARED)
    before, note = _before(scope, now)
    lines = [Compared(figure.label, figure, before[code]) for code, figure in now.items() if code in before]
    rows = tuple(_row(line) for line in lines if line.this.value or line.last.value)
    if not rows:
        return ()
    year = scope.year
    headings = ("Показатель", type(year)(year.start - 1).label, year.label, "Разница")
    return (ContentTable(CAPTION, headings, rows, note=note),)


def _row(line: Compared) -> Row:
    return (
        words(line.label),
        ContentCell(line.last.number, is_number=True),
        ContentCell(line.this.number, is_number=True),
        ContentCell(line.difference_words, is_number=True),
    )


def _before(scope: Scope, now: Mapping[str, Figure]) -> tuple[Mapping[str, Figure], str]:
    seal = _seal_before(scope)
    if seal is not None:
        kept: dict[str, dict[str, Any]] = {figure["code"]: figure for figure in seal.content["figures"]}
        figures = {code: _as_kept(figure, kept.get(code)) for code, figure in now.items()}
        day = short_date(date.fromisoformat(seal.content["counted_on"]))
        return figures, f"Прошлый год — по запечатанному отчёту, данные на {day}."
    earlier = last_year(scope)
    figures = dict(counted(earlier, now.keys()))
    if not any(figures[code].value for code in _SIGNS_OF_LIFE if code in figures):
        unknown = {code: _as_kept(figure, None) for code, figure in now.items()}
        return unknown, "За прошлый год на платформе данных нет."
    return figures, f"Запечатанного отчёта за прошлый год нет: он посчитан по данным на {short_date(earlier.day)}."


def _seal_before(scope: Scope) -> ReportSeal | None:
    """The last edition of the report of the year before; of the analysis when there is no report."""
    rows = ReportSeal.objects.filter(
        report__association=scope.association, report__school_year=scope.school_year - 1
    ).order_by("-report__edition")
    found = list(rows.select_related("report"))
    return next((seal for seal in found if seal.report.form == ReportForm.REPORT), found[0] if found else None)


def _as_kept(figure: Figure, kept: Mapping[str, Any] | None) -> Figure:
    value = kept["value"] if kept is not None else None
    as_of = date.fromisoformat(kept["as_of"]) if kept is not None else figure.as_of
    return Figure(figure.code, value, figure.forms, as_of, figure.label, figure.genitive, figure.decimals)
