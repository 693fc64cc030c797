"""A published report, as guests read it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.common.requests import Request
from stellazh.reports.enums import ReportForm
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import sealed_content


@login_not_required
@require_GET
def public_report(request: Request, code: str, year: int) -> HttpResponse:
    """The latest published edition; `?form=analysis` the analysis of the year. 404 when nothing is published."""
    rows = AnnualReport.objects.published().filter(association__code=code, school_year=year)
    every = list(rows.select_related("association", "seal__docx", "seal__pdf").order_by("-edition", "-pk"))
    # The report stands before the analysis where nobody has asked for one of them.
    forms = [form for form in ReportForm if any(row.form == form for row in every)]
    wanted = request.GET.get("form") or next(iter(forms), "")
    report = next((row for row in every if row.form == wanted), None)
    if report is None:
        raise Http404
    content = sealed_content(report.seal)
    context = {
        "report": report,
        "association": report.association,
        "content": content,
        "by_hand": [figure for figure in content.figures if figure.code.startswith("hand.")],
        "others": [form for form in forms if form != wanted],
        "address": request.build_absolute_uri(request.path),
        "share_text": f"{content.association}. {content.title}.",
    }
    return render(request, "reports/report_public.html", context)
