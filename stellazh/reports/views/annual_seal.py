"""The check before the seal, and the seal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.reports import access
from stellazh.reports.enums import ReportStatus
from stellazh.reports.forms.annual import SealForm
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.doubtful import doubt_key, report_doubts
from stellazh.reports.services.annual.sealing import fingerprint, seal_report, what_is_missing
from stellazh.reports.views.annual_finding import managed_report
from stellazh.ui.attempts import attempt, show_form


@require_http_methods(["GET", "POST"])
def report_seal(request: Request, report_id: int) -> HttpResponse:
    """Every doubt in a sentence, the grave ones to be fixed or said to be right so; then the seal."""
    report = managed_report(request, report_id, access.can_seal_report)
    if report.is_sealed:
        # A double click, or somebody was faster: what she wanted is done.
        messages.info(request, "Отчёт уже запечатан.")
        return redirect(report)
    at = clock.now()
    content = report_content(report, at=at)
    doubts, shown = report_doubts(report, content, at=at), fingerprint(content)
    form = SealForm(_sent(request), doubts=doubts, initial={"shown": shown})
    if form.is_valid():
        done = attempt(
            form,
            lambda: seal_report(
                report.pk,
                expected_sha256=form.cleaned_data["shown"],
                accepted_doubts=form.accepted,
                by=request.actor,
                at=at,
            ),
        )
        if done:
            messages.success(request, "Отчёт запечатан: текст и числа больше не меняются.")
            return redirect(report)
        if AnnualReport.objects.filter(pk=report.pk, status=ReportStatus.SEALED).exists():
            return redirect(report)
        # What stands on the page now is what she is going to read next.
        data = form.data.copy() if isinstance(form.data, QueryDict) else QueryDict(mutable=True)
        data["shown"] = shown
        form.data = data
    context = {
        "report": report,
        "association": report.association,
        "content": content,
        "missing": what_is_missing(report, content),
        "grave": [(doubt, form[doubt_key(doubt)]) for doubt in doubts if not doubt.is_soft],
        "soft": [doubt for doubt in doubts if doubt.is_soft],
    }
    return show_form(request, "reports/report_seal.html", form, context)


def _sent(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
