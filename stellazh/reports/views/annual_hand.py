"""Figures entered by hand and appendices: each on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.reports import access
from stellazh.reports.forms.annual import AppendixForm, HandFigureForm
from stellazh.reports.models import AnnualReport, ReportAppendix
from stellazh.reports.services.annual.hand import (
    add_appendix,
    add_hand_figure,
    archive_appendix,
    archive_hand_figure,
    restore_hand_figure,
    update_hand_figure,
)
from stellazh.reports.services.annual.refusals import NameTaken, NotAnAddress, WrongDay
from stellazh.reports.views.annual_finding import editor_address, managed_report
from stellazh.ui.attempts import NOT_TRIED, Attempt, attempt, show_form

_BOTH = ["GET", "POST"]
_BESIDE: dict[type[DomainError], str] = {NameTaken: "name", NotAnAddress: "url", WrongDay: "counted_on"}


@require_http_methods(_BOTH)
def hand_figure_new(request: Request, report_id: int) -> HttpResponse:
    """Enter a figure that the platform does not hold."""
    report = managed_report(request, report_id, access.can_edit_report)
    form = HandFigureForm(request.POST or None, today=clock.today(report.association.time_zone))

    def deed() -> Any:
        return add_hand_figure(
            report.pk,
            fields=form.hand_fields(),
            submission_key=form.cleaned_data["submission_key"],
            by=request.actor,
            at=clock.now(),
        )

    return _page(request, report, form, deed, "Внести число вручную", "figures")


@require_http_methods(_BOTH)
def hand_figure_edit(request: Request, report_id: int, figure_id: int) -> HttpResponse:
    """Change a figure entered by hand."""
    report = managed_report(request, report_id, access.can_edit_report)
    row = get_object_or_404(report.hand_figures, pk=figure_id)
    form = HandFigureForm(request.POST or None, today=clock.today(report.association.time_zone), row=row)

    def deed() -> Any:
        return update_hand_figure(
            row.pk,
            expected_version=form.cleaned_data["expected_version"] or 0,
            fields=form.hand_fields(),
            by=request.actor,
            at=clock.now(),
        )

    return _page(request, report, form, deed, row.label, "figures")


@require_POST
def hand_figure_archive(request: Request, report_id: int, figure_id: int) -> HttpResponse:
    """Take a figure out; it stays below the others, to be brought back."""
    return _put(request, report_id, figure_id, archive_hand_figure)


@require_POST
def hand_figure_restore(request: Request, report_id: int, figure_id: int) -> HttpResponse:
    """Bring a figure back."""
    return _put(request, report_id, figure_id, restore_hand_figure)


def _put(request: Request, report_id: int, figure_id: int, deed: Callable[..., Any]) -> HttpResponse:
    report = managed_report(request, report_id, access.can_edit_report)
    row = get_object_or_404(report.hand_figures, pk=figure_id)
    try:
        deed(row.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(editor_address(report, "figures"))


@require_http_methods(_BOTH)
def appendix_new(request: Request, report_id: int) -> HttpResponse:
    """Lay a file or a link beside the report."""
    report = managed_report(request, report_id, access.can_edit_report)
    form = AppendixForm(request.POST or None, request.FILES or None)

    def deed() -> Any:
        known = form.cleaned_data
        file = known["file"]
        return add_appendix(
            report.pk,
            title=known["title"],
            content=file.read() if file else None,
            filename=file.name if file else "",
            url=known["url"],
            submission_key=known["submission_key"],
            by=request.actor,
            at=clock.now(),
        )

    return _page(request, report, form, deed, "Добавить приложение", "appendices")


@require_http_methods(_BOTH)
def appendix_archive(request: Request, report_id: int, appendix_id: int) -> HttpResponse:
    """Take an appendix out."""
    report = managed_report(request, report_id, access.can_edit_report)
    row = get_object_or_404(ReportAppendix.objects.filter(report=report, archived_at=None), pk=appendix_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    back = editor_address(report, "appendices")
    if form.is_valid() and attempt(form, lambda: archive_appendix(row.pk, by=request.actor, at=clock.now())):
        return redirect(back)
    context = {
        "report": report,
        "title": "Убрать приложение",
        "text": f"«{row.title}» больше не будет приложено к отчёту. Другие приложения получат номера заново.",
        "submit": "Убрать",
        "cancel": back,
    }
    return show_form(request, "reports/report_confirm.html", form, context)


def _page(
    request: Request, report: AnnualReport, form: forms.Form, deed: Callable[[], Any], title: str, anchor: str
) -> HttpResponse:
    done: Attempt[Any] = NOT_TRIED
    if form.is_valid():
        done = attempt(form, deed, beside=_BESIDE)
        if done:
            return redirect(editor_address(report, anchor))
    context = {
        "report": report,
        "association": report.association,
        "title": title,
        "conflict": done.conflict,
        "back": editor_address(report, anchor),
    }
    return show_form(request, "reports/report_form_page.html", form, context)
