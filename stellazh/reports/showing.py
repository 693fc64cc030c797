"""Published reports on the site of their association: the latest edition of each year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from stellazh.common.showing import PublicAddress, ShownPaper, ShownPapers, shown_papers
from stellazh.reports.enums import ReportForm
from stellazh.reports.models import AnnualReport

# What the public page of a year shows without being asked.
_FIRST: Final = ReportForm.REPORT


def register() -> None:
    """Let sites show them."""
    shown_papers.add(ShownPapers("reports", of_association, addresses))


def of_association(association_id: int) -> list[ShownPaper]:
    """Published reports of an association, the latest year first. One query."""
    rows = AnnualReport.objects.published().filter(association=association_id).select_related("association")
    return [
        ShownPaper(
            row.title, public_address(row), row.published_at.date() if row.published_at else None, facts=row.year.label
        )
        for row in _latest(rows.in_order())
    ]


def addresses() -> Iterable[PublicAddress]:
    """Pages of published reports. One query."""
    rows = AnnualReport.objects.published().select_related("association").in_order()
    return [PublicAddress(public_address(row), row.published_at) for row in _latest(rows)]


def _latest(rows: Iterable[AnnualReport]) -> list[AnnualReport]:
    """Of several editions the one that is shown: they come with the latest first."""
    found: dict[tuple[int, int, str], AnnualReport] = {}
    for row in rows:
        found.setdefault((row.association_id, row.school_year, row.form), row)
    return list(found.values())


def public_address(report: AnnualReport) -> str:
    """Where everybody reads it once it is published; needs its association."""
    path = reverse("reports:public_report", args=[report.association.code, report.school_year])
    # Where both are published the page shows the report: the analysis is asked for by name.
    return path if report.form == _FIRST else f"{path}?{urlencode({'form': report.form})}"
