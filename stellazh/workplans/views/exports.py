"""A plan as a file: Word, PDF, Excel and calendar, in either official form, whole or one month of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.russian.calendar_words import month_and_year
from stellazh.workplans.enums import PlanForm
from stellazh.workplans.forms.calendars import CalendarForm
from stellazh.workplans.models import Plan
from stellazh.workplans.papers.calendar import plan_ics
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.pdf import matrix_pdf, sections_pdf
from stellazh.workplans.papers.sheet import plan_xlsx
from stellazh.workplans.papers.word_matrix import matrix_docx
from stellazh.workplans.papers.word_sections import sections_docx
from stellazh.workplans.reads.paper import plan_paper

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRINTERS: dict[tuple[str, str], tuple[Callable[[PlanPaper], bytes], str]] = {
    (PlanForm.SECTIONS.value, "docx"): (sections_docx, _WORD),
    (PlanForm.MATRIX.value, "docx"): (matrix_docx, _WORD),
    (PlanForm.SECTIONS.value, "pdf"): (sections_pdf, "application/pdf"),
    (PlanForm.MATRIX.value, "pdf"): (matrix_pdf, "application/pdf"),
    (PlanForm.SECTIONS.value, "xlsx"): (lambda paper: plan_xlsx(paper, "sections"), _SHEET),
    (PlanForm.MATRIX.value, "xlsx"): (lambda paper: plan_xlsx(paper, "matrix"), _SHEET),
}


@login_not_required
@require_GET
def plan_export(request: Request, plan_id: int, form: str, kind: str) -> HttpResponse:
    """The plan in that form as a .docx, .pdf or .xlsx; `?month=2024-10` cuts a month out, `?fact=1` adds the fact."""
    asked = CalendarForm(request.GET)
    if not asked.is_valid():
        raise Http404
    plan = _plan(request, plan_id)
    return printed_plan(plan, form, kind, month=asked.cleaned_data["month"], with_fact=bool(request.GET.get("fact")))


def printed_plan(
    plan: Plan, form: str, kind: str, *, month: date | None = None, with_fact: bool = False
) -> HttpResponse:
    """The plan, already found readable, as a file to download.

    Raises:
        Http404: there is no such form or kind of file.
    """
    printer = PRINTERS.get((form, kind))
    if printer is None:
        raise Http404
    paper = plan_paper(plan, on=_today(plan), month=month, with_fact=with_fact)
    if month is not None:
        paper = replace(paper, title=f"{paper.title}: {month_and_year(month)}")
    make, media_type = printer
    name = f"План {plan.association.short_name} {plan.school_year}-{plan.school_year + 1}"
    suffix = f" {month:%Y-%m}" if month is not None else ""
    return _file(make(paper), f"{name}{suffix}.{kind}", media_type)


@login_not_required
@require_GET
def plan_calendar_file(request: Request, plan_id: int) -> HttpResponse:
    """The plan as an .ics file."""
    plan = _plan(request, plan_id)
    body = plan_ics(
        plan_paper(plan, on=_today(plan)),
        timezone=plan.association.time_zone,
        url_for=lambda uid: request.build_absolute_uri(reverse("workplans:item_by_uid", args=[uid])),
    )
    name = f"План {plan.association.short_name} {plan.school_year}-{plan.school_year + 1}.ics"
    return _file(body, name, "text/calendar; charset=utf-8")


def _plan(request: Request, plan_id: int) -> Plan:
    plans = Plan.objects.present().visible_to(request.actor).select_related("association")
    return get_object_or_404(plans, pk=plan_id)


def _today(plan: Plan) -> date:
    return clock.today(plan.association.time_zone)


def _file(body: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    clean = "".join(sign for sign in name if sign.isprintable() and sign not in '\\/:*?"<>|')
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(clean)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
