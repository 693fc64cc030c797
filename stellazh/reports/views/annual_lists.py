"""The reports of an association by year, and of those below; a report begun."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stellazh.associations.access import can, holds_below, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.common.verdict import Verdict
from stellazh.reports.access import can_create_report, can_manage_report_forms, can_read_plan_fact
from stellazh.reports.forms.annual import BeginForm
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.pages import offers, reports_below, years_of_reports
from stellazh.reports.services.annual.writing import create_report
from stellazh.reports.views.annual_finding import editor_address
from stellazh.reports.views.finding import demand, found, school_year_of
from stellazh.workplans.models import Plan

PAGE: Final = 50


def can_see_reports(actor: Actor, association: Association) -> Verdict:
    """Whether the list of reports is any of the actor's business."""
    return can(actor, "reports.read_report", association)


@require_GET
def report_home(request: Request) -> HttpResponse:
    """Lead to the reports one writes; with several, or none of one's own, to choose whose to read."""
    readable = Association.objects.present().filter(reach(request.actor, "reports.read_report"))
    own = list(readable.filter(reach(request.actor, "reports.edit_report")).in_order()[:2])
    if len(own) == 1:
        return redirect("reports:report_list", own[0].code)
    page = Paginator(readable.in_order(), PAGE).get_page(request.GET.get("page"))
    if page.paginator.count == 1:
        return redirect("reports:report_list", page.object_list[0].code)
    if not page.paginator.count:
        raise Http404
    return render(request, "reports/report_choose.html", {"page": page})


@require_GET
def report_list(request: Request, code: str) -> HttpResponse:
    """Reports by year, what may be begun, drafts put away; for those above a table of the associations below."""
    association = found(request, code, can_see_reports)
    actor, today = request.actor, clock.today(association.time_zone)
    years, archived = years_of_reports(association, actor)
    may_create = can_create_report(actor, association)
    reports = [report for year in years for report in year.reports]
    context = {
        "association": association,
        "years": years,
        "archived": archived,
        "may_create": may_create,
        "offers": offers(reports, today=today) if may_create else [],
        "fresh_key": uuid.uuid4(),
        "manages_forms": bool(can_manage_report_forms(actor, association)),
        "has_plan": bool(can_read_plan_fact(actor, association))
        and Plan.objects.present().visible_to(actor).filter(association=association).exists(),
    }
    if holds_below(actor, "reports.read_report", association):
        context |= _below(request, association)
    return render(request, "reports/report_list.html", context)


@require_POST
def report_start(request: Request, code: str) -> HttpResponse:
    """Begin a report and go to write it; 403 with the reason for those who only read there."""
    association = found(request, code, can_see_reports)
    demand(can_create_report(request.actor, association))
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Такого отчёта не бывает. Выберите год и вид из списка.")
        return redirect("reports:report_list", association.code)
    known = form.cleaned_data
    try:
        report = create_report(
            association.pk,
            school_year=known["school_year"],
            form=known["form"],
            submission_key=known["submission_key"],
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:report_list", association.code)
    return redirect(editor_address(report))


def _below(request: Request, association: Association) -> dict[str, object]:
    year = school_year_of(request, association)
    if "year" not in request.GET and not _has_any(association, year):
        # In autumn nobody has a report on the year that has just begun.
        year -= 1
    right_below = Association.objects.present().filter(parent=association).in_order()
    page = Paginator(right_below, PAGE).get_page(request.GET.get("page"))
    now = SchoolYear.of(clock.today(association.time_zone)).start
    return {
        "below": reports_below(list(page.object_list), school_year=year, actor=request.actor),
        "page": page,
        "below_year": SchoolYear(year),
        "below_years": [SchoolYear(start) for start in range(now, now - 4, -1)],
    }


def _has_any(association: Association, year: int) -> bool:
    mine = AnnualReport.objects.filter(association=OuterRef("pk"), school_year=year)
    asked = Association.objects.filter(Q(parent=association) | Q(pk=association.pk))
    return asked.filter(Exists(mine)).exists()
