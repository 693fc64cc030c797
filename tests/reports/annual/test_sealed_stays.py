"""The database itself refuses to change what was sealed; and each constraint of reports, violated once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from stellazh.reports.models import AnnualReport, ReportSeal
from tests.checks import fingerprint
from tests.factories.reports import AnnualReportFactory, HandFigureFactory, ReportBlockFactory
from tests.reports.annual.conftest import WRITING, Seal


def _sql(statement: str) -> Callable[[AnnualReport], object]:
    def execute(report: AnnualReport) -> object:
        with connection.cursor() as cursor:
            return cursor.execute(statement)

    return execute


CHANGES: dict[str, Callable[[AnnualReport], object]] = {
    "the seal's text": lambda report: ReportSeal.objects.update(content={}),
    "its fingerprint": lambda report: ReportSeal.objects.update(sha256="0" * 64),
    "deleted": lambda report: ReportSeal.objects.all().delete(),
    "raw delete": _sql("DELETE FROM reports_reportseal"),
    "raw update": _sql("UPDATE reports_reportseal SET sealed_by = 'Никто'"),
    "the report's heading": lambda report: AnnualReport.objects.filter(pk=report.pk).update(title="Иначе"),
    "made a draft again": lambda report: AnnualReport.objects.filter(pk=report.pk).update(status="draft"),
    "saved whole": lambda report: AnnualReport.objects.get(pk=report.pk).save(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_database_refuses_to_change_what_was_sealed(
    report: AnnualReport, seal: Seal, change: Callable[[AnnualReport], object]
) -> None:
    kept = seal(report)

    with pytest.raises(DatabaseError, match="what was sealed is never changed"), transaction.atomic():
        change(report)

    seals = ReportSeal.objects.filter(pk=kept.pk)
    assert seals.values_list("sha256", "sealed_by").get() == (kept.sha256, kept.sealed_by)


# Rows beside the sealed text: what may not become of them, and of which table.
ROWS: dict[str, Callable[[AnnualReport], object]] = {
    "a block's text": lambda report: report.blocks.update(text="Иначе"),
    "a block put away": lambda report: report.blocks.update(archived_at=WRITING),
    "a block deleted": lambda report: report.blocks.all().delete(),
    "a block more": lambda report: ReportBlockFactory(report=report),
    "a block from a draft": lambda report: _of_a_draft(ReportBlockFactory, report),
    "a figure": lambda report: report.hand_figures.update(value=1),
    "a figure deleted": lambda report: report.hand_figures.all().delete(),
    "a figure more": lambda report: HandFigureFactory(report=report, name="ещё одно"),
    "an appendix": lambda report: report.appendices.update(title="Иначе"),
    "an appendix deleted": lambda report: report.appendices.all().delete(),
    "an appendix more": lambda report: _appendix(report, position=1),
    "raw delete": _sql("DELETE FROM reports_reportappendix"),
}


def _of_a_draft(factory: Any, report: AnnualReport) -> object:
    draft: Any = AnnualReportFactory(association=report.association, school_year=2023)
    row = factory(report=draft)
    return type(row).objects.filter(pk=row.pk).update(report=report)


def _appendix(report: AnnualReport, position: int = 0) -> Any:
    fields: dict[str, Any] = {"title": "Записи", "url": "https://example.org/", "added_at": WRITING}
    return report.appendices.create(position=position, **fields)


@pytest.mark.parametrize("change", ROWS.values(), ids=ROWS.keys())
def test_database_refuses_to_change_rows_of_a_sealed_report(
    report: AnnualReport, seal: Seal, change: Callable[[AnnualReport], object]
) -> None:
    ReportBlockFactory(report=report)
    HandFigureFactory(report=report)
    _appendix(report)
    seal(report)
    before = fingerprint()

    with pytest.raises(DatabaseError, match="what was sealed is never changed"), transaction.atomic():
        change(report)

    assert fingerprint() == before


def test_rows_of_a_draft_change_and_of_a_sealed_report_lose_their_authors(report: AnnualReport, seal: Seal) -> None:
    HandFigureFactory(report=report)
    report.hand_figures.update(value=3)
    appendix = _appendix(report)
    appendix.delete()
    seal(report)

    report.hand_figures.update(entered_by="")

    assert report.hand_figures.values_list("value", "entered_by").get() == (3, "")


@pytest.mark.parametrize(
    "rows",
    [
        lambda report: AnnualReportFactory(association=report.association, school_year=2023, title=""),
        lambda report: AnnualReportFactory(association=report.association, edition=1, archived_at=WRITING),
        lambda report: AnnualReportFactory(association=report.association, edition=2),
        lambda report: AnnualReportFactory(association=report.association, school_year=2023, published_at=WRITING),
        lambda report: AnnualReportFactory(
            association=report.association, school_year=2023, status="sealed", archived_at=WRITING
        ),
        lambda report: [ReportBlockFactory(report=report, code="reach") for _ in range(2)],
        lambda report: HandFigureFactory(report=report, source=""),
        lambda report: [HandFigureFactory(report=report) for _ in range(2)],
        lambda report: report.appendices.create(position=0, title="", url="https://e.org/", added_at=WRITING),
        lambda report: report.appendices.create(position=0, title="Записи", added_at=WRITING),
    ],
    ids=[
        "no title", "the edition twice", "two drafts", "a draft on the site", "a sealed one put away",
        "the same block twice", "a figure from nowhere", "two figures of a name", "an appendix without a title",
        "an appendix of nothing",
    ],
)  # fmt: skip
def test_constraints_of_reports(report: AnnualReport, rows: Callable[[AnnualReport], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(report)
