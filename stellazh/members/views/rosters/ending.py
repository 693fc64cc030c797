"""The last steps: the list is taken in, reported on, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.members.enums import ImportState
from stellazh.members.models import RosterImport
from stellazh.members.papers.rosters import report_xlsx
from stellazh.members.reads.rosters import title_of
from stellazh.members.services import rosters
from stellazh.members.views.rosters.finding import person_of, roster_of
from stellazh.ui.downloads import download

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = (ImportState.APPLIED, ImportState.UNDONE)


@require_http_methods(["GET", "POST"])
def roster_apply(request: Request, roster_id: int) -> HttpResponse:
    """Take the list in, after a question."""
    roster = roster_of(request, roster_id)
    if request.method == "POST":
        try:
            rosters.apply_roster(roster.pk, by=person_of(request), at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(roster)
    if roster.state != ImportState.REVIEW:
        return redirect(roster)
    context = {
        "roster": roster,
        "title": "Внести список?",
        "submit": "Внести",
        "cancel": roster.get_absolute_url(),
        "step": 4,
    }
    return render(request, "members/roster_apply.html", context)


@require_http_methods(["GET", "POST"])
def roster_undo(request: Request, roster_id: int) -> HttpResponse:
    """Take the list back, after a question."""
    roster = roster_of(request, roster_id)
    if request.method == "POST":
        try:
            rosters.undo_roster(roster.pk, by=person_of(request), at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(roster)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": "Отменить загрузку?",
            "text": "Новые карточки уйдут в архив, дополненным вернётся прежнее. То, что после загрузки меняли или "
            "уже используют, останется: мы перечислим это в отчёте.",
            "submit": "Отменить загрузку",
            "danger": True,
            "cancel": roster.get_absolute_url(),
        },
    )


@require_GET
def roster_report(request: Request, roster_id: int) -> HttpResponse:
    """What became of each row, as a workbook."""
    roster = roster_of(request, roster_id)
    if roster.state not in DONE:
        raise Http404
    today = clock.today(roster.association.time_zone)
    rows = roster.rows.order_by("number").iterator(chunk_size=2000)
    body = report_xlsx(roster, rows, author=roster.association.short_name, made_on=today)
    return download(body, f"Отчёт о загрузке {today:%d.%m.%Y}.xlsx", XLSX)


def report_page(request: Request, roster: RosterImport) -> HttpResponse:
    """What became of each row, fifty a page."""
    page = Paginator(roster.rows.order_by("number"), PAGE).get_page(request.GET.get("page"))
    context = {
        "roster": roster,
        "page": page,
        "rows": [(row, title_of(row.cells)) for row in page.object_list],
        "counts": [(label, count) for label, count in rosters.outcome_counts(roster).items() if count],
        "undo_url": reverse("members:roster_undo", args=[roster.pk]),
        "step": 4,
        "is_done": True,
    }
    return render(request, "members/roster_report.html", context)
