"""A plan as a file: Word, PDF, Excel and calendar, in either official form, whole or one month of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.ui.downloads import download
from stellazh.workplans.forms.calendars import CalendarForm
from stellazh.workplans.models import Plan
from stellazh.workplans.papers.calendar import plan_ics
from stellazh.workplans.reads.paper import plan_paper
from stellazh.workplans.reads.printing import NoSuchPrint, file_name, printed_plan
from stellazh.workplans.views.finding import item_addresses


@login_not_required
@require_GET
def plan_export(request: Request, plan_id: int, form: str, kind: str) -> HttpResponse:
    """The plan in that form as a .docx, .pdf or .xlsx; `?month=2024-10` cuts a month out, `?fact=1` adds the fact."""
    asked = CalendarForm(request.GET)
    if not asked.is_valid():
        raise Http404
    plan = _plan(request, plan_id)
    try:
        printed = printed_plan(
            plan,
            form,
            kind,
            reader=request.actor,
            on=clock.today(plan.association.time_zone),
            month=asked.cleaned_data["month"],
            with_fact=bool(request.GET.get("fact")),
        )
    except NoSuchPrint as refusal:
        raise Http404 from refusal
    return download(printed.body, printed.name, printed.media_type)


@login_not_required
@require_GET
def plan_calendar_file(request: Request, plan_id: int) -> HttpResponse:
    """The plan as an .ics file."""
    plan = _plan(request, plan_id)
    body = plan_ics(
        plan_paper(plan, reader=request.actor, on=clock.today(plan.association.time_zone)),
        timezone=plan.association.time_zone,
        url_for=item_addresses(request),
    )
    return download(body, file_name(plan, "ics"), "text/calendar; charset=utf-8")


def _plan(request: Request, plan_id: int) -> Plan:
    plans = Plan.objects.present().visible_to(request.actor).select_related("association")
    return get_object_or_404(plans, pk=plan_id)
