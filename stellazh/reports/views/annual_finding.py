"""Finding the report of an address; strangers get 404, who may read and not do gets 403 with the reason."""

from __future__ import annotations

from collections.abc import Callable

from django.shortcuts import get_object_or_404
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.reports.models import AnnualReport
from stellazh.reports.views.finding import demand


def visible_report(request: Request, report_id: int) -> AnnualReport:
    """The report, if the actor may read it."""
    rows = AnnualReport.objects.select_related("association__territory", "seal__docx", "seal__pdf")
    return get_object_or_404(rows.visible_to(request.actor), pk=report_id)


def managed_report(request: Request, report_id: int, may: Callable[[Actor, AnnualReport], Verdict]) -> AnnualReport:
    """The report, for whoever `may`.

    Raises:
        PermissionDenied: she reads it only; it is sealed or put away. Shown with 403.
    """
    report = visible_report(request, report_id)
    demand(may(request.actor, report))
    return report


def editor_address(report: AnnualReport, anchor: str = "") -> str:
    """The page of writing, at that place."""
    address = reverse("reports:report_edit", args=[report.pk])
    return f"{address}#{anchor}" if anchor else address
