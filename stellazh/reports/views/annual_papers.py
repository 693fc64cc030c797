"""Files of annual reports, and the plan with its fact."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.files.media_types import DOCX
from stellazh.files.sending import send_file
from stellazh.reports.access.annual import can_manage_report_forms, can_read_plan_fact
from stellazh.reports.figures import Scope
from stellazh.reports.forms.year import YearForm
from stellazh.reports.models import AnnualReport, ReportSeal
from stellazh.reports.papers.making import report_by_own_form
from stellazh.reports.papers.pdf import report_pdf as pdf_of
from stellazh.reports.papers.plan_fact import plan_fact_docx as plan_fact_word
from stellazh.reports.papers.plan_fact import plan_fact_xlsx as plan_fact_sheet
from stellazh.reports.papers.report_sheet import DRAFT_MARK
from stellazh.reports.papers.word import report_docx as docx_of
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.content_model import ContentTable
from stellazh.reports.reads.annual.tables.plan_fact import plan_fact_tables
from stellazh.reports.services.annual.forms import report_form_in_use
from stellazh.reports.views.finding import found
from stellazh.ui.downloads import download
from stellazh.workplans.models import Plan

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME: Final = 100


@require_GET
def report_docx(request: Request, report_id: int) -> HttpResponseBase:
    """The report as Word: the sealed file, or of a draft one made now, marked so."""
    report = _visible(request, report_id)
    if report.is_sealed:
        return send_file(request, _seal(report).docx)
    at = clock.now()
    content = report_content(report, at=at)
    body = docx_of(content, mark=DRAFT_MARK, made_on=_today(report.association, at))
    return download(body, f"{_name(report)}.docx", DOCX)


@require_GET
def report_pdf(request: Request, report_id: int) -> HttpResponseBase:
    """The report as PDF: the sealed file, or of a draft one made now, marked so."""
    report = _visible(request, report_id)
    if report.is_sealed:
        return send_file(request, _seal(report).pdf)
    at = clock.now()
    body = pdf_of(report_content(report, at=at), made_at=at, mark=DRAFT_MARK)
    return download(body, f"{_name(report)}.pdf", PDF)


@require_GET
def report_own_docx(request: Request, report_id: int) -> HttpResponse:
    """The report by the association's own Word form; 404 where none is in use, a page that says why when it fails."""
    report = _visible(request, report_id)
    form = report_form_in_use(report.association, report.form)
    if form is None:
        raise Http404
    made = report_by_own_form(form, report, at=clock.now())
    if made.body:
        return download(made.body, f"{_name(report)} (своя форма).docx", DOCX)
    context = {
        "report": report,
        "form_name": form.file.name,
        "faults": made.faults,
        "may_manage": bool(can_manage_report_forms(request.actor, report.association)),
        "forms_address": reverse("reports:report_form", args=[report.association.code]),
    }
    return render(request, "reports/report_form_failed.html", context)


@require_GET
def plan_fact(request: Request, code: str) -> HttpResponse:
    """The plan of a school year beside what was done, for members and those above who read that plan."""
    association, form, tables = _plan_fact(request, code)
    context: dict[str, Any] = {
        "association": association,
        "form": form.shown(),
        "year": form.year,
        "plan": _plans(request, association).for_year(form.year.start).first(),
        "tables": tables,
        "query": f"?school_year={form.year.start}",
    }
    return render(request, "reports/plan_fact.html", context, status=422 if form.errors else 200)


@require_GET
def plan_fact_docx(request: Request, code: str) -> HttpResponse:
    """The same as Word; 404 without a plan of that year."""
    association, year, tables = _made_plan_fact(request, code)
    body = plan_fact_word(association, year, tables, made_on=_today(association, clock.now()))
    return download(body, f"{_plan_fact_name(association, year)}.docx", DOCX)


@require_GET
def plan_fact_xlsx(request: Request, code: str) -> HttpResponse:
    """The same as Excel; 404 without a plan of that year."""
    association, year, tables = _made_plan_fact(request, code)
    body = plan_fact_sheet(association, year, tables, made_on=_today(association, clock.now()))
    return download(body, f"{_plan_fact_name(association, year)}.xlsx", XLSX)


def _visible(request: Request, report_id: int) -> AnnualReport:
    rows = AnnualReport.objects.visible_to(request.actor).select_related("association__territory")
    return get_object_or_404(rows, pk=report_id)


def _seal(report: AnnualReport) -> ReportSeal:
    return ReportSeal.objects.select_related("docx", "pdf").get(report=report)


def _plans(request: Request, association: Association) -> Any:
    return Plan.objects.present().visible_to(request.actor).filter(association=association)


def _plan_fact(request: Request, code: str) -> tuple[Association, YearForm, tuple[ContentTable, ...]]:
    """The association of which the reader sees some plan, the year asked for, its table if that plan is hers to see."""
    association = found(request, code, can_read_plan_fact)
    plans = _plans(request, association)
    years = set(plans.values_list("school_year", flat=True))
    if not years:
        raise Http404
    at = clock.now()
    form = YearForm(request.GET, today=_today(association, at))
    year = form.year.start
    tables = plan_fact_tables(Scope(association, year, at)) if year in years else ()
    return association, form, tuple(tables)


def _made_plan_fact(request: Request, code: str) -> tuple[Association, SchoolYear, tuple[ContentTable, ...]]:
    association, form, tables = _plan_fact(request, code)
    if not tables:
        raise Http404
    return association, form.year, tables


def _name(report: AnnualReport) -> str:
    title = report.title[:_LONGEST_NAME].replace("/", "-")
    return title if report.is_sealed else f"{title} (черновик)"


def _plan_fact_name(association: Association, year: SchoolYear) -> str:
    return f"План и факт {association.short_name} {year.label.replace('/', '-')}"


def _today(association: Association, at: datetime) -> date:
    return clock.day_of(at, association.time_zone)
