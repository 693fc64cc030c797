"""A report as it reads; put away and back, on the site and off it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.reports import access
from stellazh.reports.figures import can_open_figure
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.content_model import ReportContent
from stellazh.reports.reads.annual.pages import news_since
from stellazh.reports.services.annual.sealing import publish_report, withdraw_report
from stellazh.reports.services.annual.writing import archive_report, restore_report
from stellazh.reports.views.annual_finding import managed_report, visible_report
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BOTH = ["GET", "POST"]


@require_GET
def report_detail(request: Request, report_id: int) -> HttpResponse:
    """The report as it reads: its figures lead to their lists."""
    report, actor = visible_report(request, report_id), request.actor
    content = report_content(report, at=clock.now())
    same = AnnualReport.objects.present().filter(
        association=report.association, school_year=report.school_year, form=report.form
    )
    context = {
        "report": report,
        "association": report.association,
        "content": content,
        "open_codes": open_codes(request, report, content),
        "by_hand": [figure for figure in content.figures if figure.code.startswith("hand.")],
        "editions": list(same.exclude(pk=report.pk).visible_to(actor).in_order()),
        "may_edit": access.can_edit_report(actor, report),
        "may_seal": access.can_seal_report(actor, report),
        "may_archive": access.can_archive_report(actor, report),
        "may_begin": access.can_create_report(actor, report.association),
    }
    return render(request, "reports/report_detail.html", context)


def open_codes(request: Request, report: AnnualReport, content: ReportContent) -> frozenset[str]:
    """The figures of the text whose lists the reader may open."""
    codes = {piece.code for block in content.blocks for line in block.lines for piece in line.pieces if piece.code}
    return frozenset(code for code in codes if can_open_figure(request.actor, code, report.association))


@require_GET
def report_news(request: Request, report_id: int) -> HttpResponse:
    """What others changed since the page was opened, for its line of news."""
    report = visible_report(request, report_id)
    since = clock.moment_from(request.GET.get("since", ""))
    if since is None:
        raise Http404
    return render(request, "reports/report_news.html", {"report": report, "news": _news(request, report, since)})


def _news(request: Request, report: AnnualReport, since: datetime) -> list[Any]:
    return list(news_since(report, since, request.actor))


@require_http_methods(_BOTH)
def report_archive(request: Request, report_id: int) -> HttpResponse:
    """Put a draft away, or bring it back."""
    report = managed_report(request, report_id, access.can_archive_report)
    is_away = report.archived_at is not None
    page = {
        "title": "Вернуть из архива" if is_away else "Убрать черновик в архив",
        "text": "Черновик снова будет в списке." if is_away else "Черновик уйдёт из списка. Вернуть его можно всегда.",
        "submit": "Вернуть из архива" if is_away else "Убрать в архив",
    }
    deed = restore_report if is_away else archive_report
    return _ask(
        request,
        report,
        page,
        lambda: deed(report.pk, by=request.actor, at=clock.now()),
        "Отчёт возвращён из архива." if is_away else "Черновик в архиве.",
    )


@require_http_methods(_BOTH)
def report_publish(request: Request, report_id: int) -> HttpResponse:
    """Show a sealed report to guests, or take it off the site."""
    report = managed_report(request, report_id, access.can_seal_report)
    if report.published_at is not None:
        page = {
            "title": "Убрать отчёт с сайта",
            "text": "Гости больше не смогут его открыть. Запечатанный отчёт останется у объединения.",
            "submit": "Убрать с сайта",
        }
        done, deed = "Отчёт убран с сайта.", withdraw_report
    else:
        page = {
            "title": "Показать отчёт на сайте",
            "text": "Отчёт смогут прочитать все, кто откроет его адрес: текст, таблицы, приложения, файлы Word и PDF. "
            "Проверьте, нет ли в них имён тех, кто этого не хотел бы.",
            "submit": "Показать на сайте",
        }
        done, deed = "Отчёт виден на сайте.", publish_report
    return _ask(request, report, page, lambda: deed(report.pk, by=request.actor, at=clock.now()), done)


def _ask(
    request: Request, report: AnnualReport, page: dict[str, str], deed: Callable[[], Any], done: str
) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            return redirect(report)
        if form.is_valid() and attempt(form, deed):
            messages.success(request, done)
            return redirect(report)
    context = {"report": report, "cancel": report.get_absolute_url(), **page}
    return show_form(request, "reports/report_confirm.html", form, context)
