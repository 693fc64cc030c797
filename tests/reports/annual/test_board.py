"""A sealed report counts as handed in: on the board, in one's own papers, on the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.reports.enums import KeptPaper, PaperStanding
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.board import board, own_row
from stellazh.reports.reads.cells import Cell
from stellazh.reports.reads.desk import report_tasks
from tests.factories.reports import AnnualReportFactory, ReportBlockFactory
from tests.reports.annual.conftest import Seal

JULY = datetime(2025, 7, 1, 9, tzinfo=UTC)


def cell_of(region: Association, association: Association) -> Cell:
    shown = board(region, school_year=2024, at=JULY)
    return next(row for row in shown.rows if row.association == association).cells[KeptPaper.REPORT, None]


def test_sealed_report_is_handed_in_on_the_day_of_its_seal(
    region: Association, association: Association, report: AnnualReport, seal: Seal
) -> None:
    assert cell_of(region, association).standing == PaperStanding.MISSING
    seal(report)

    cell = cell_of(region, association)

    assert (cell.standing, cell.day, cell.href) == (
        PaperStanding.LATE,
        date(2025, 6, 24),
        f"/reports/{report.pk}/",
    )
    own = own_row(association, school_year=2024, at=JULY).rows[0].cells[KeptPaper.REPORT, None]
    assert own.day == date(2025, 6, 24)


def test_sealed_analysis_is_no_report(region: Association, association: Association, seal: Seal) -> None:
    analysis: Any = AnnualReportFactory(association=association, form="analysis", counted_on=date(2025, 6, 24))
    ReportBlockFactory(report=analysis)
    seal(analysis)

    assert cell_of(region, association).standing == PaperStanding.MISSING


def test_missing_report_leads_to_where_it_is_written(region: Association, association: Association) -> None:
    assert cell_of(region, association).todo_href == "/o/luga/reports/"


@pytest.mark.parametrize(("day", "count"), [(date(2025, 5, 31), 0), (date(2025, 6, 1), 1), (date(2025, 8, 31), 1)])
def test_desk_asks_for_the_report_in_summer(association: Association, head: Person, day: date, count: int) -> None:
    tasks = list(report_tasks(SimpleNamespace(actor=head), day))  # type: ignore[arg-type]

    assert [task.title for task in tasks] == ["Пора писать отчёт за 2024/2025"] * count


def test_desk_leads_to_the_draft_until_it_is_sealed(report: AnnualReport, head: Person, seal: Seal) -> None:
    request: Any = SimpleNamespace(actor=head)
    before = [task.href for task in report_tasks(request, JULY.date())]
    seal(report)

    after = list(report_tasks(request, JULY.date()))

    assert (before, after) == ([f"/reports/{report.pk}/edit/"], [])
