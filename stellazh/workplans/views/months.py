"""The plan of one month: what stands in it, confirming it, taking that back, and the sheet to print."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download
from stellazh.workplans import access, services
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.forms.calendars import MonthField
from stellazh.workplans.forms.months import MonthConfirmForm
from stellazh.workplans.models import Plan
from stellazh.workplans.papers.printing import MEDIA_TYPES
from stellazh.workplans.reads.month_plan import MonthPage, month_docx, month_page, year_months
from stellazh.workplans.reads.printing import file_name
from stellazh.workplans.views.finding import answer, demand, today_of, visible_plan


@require_http_methods(["GET", "POST"])
def month_plan(request: Request, plan_id: int, month: str) -> HttpResponse:
    """What the plan holds for the month; whoever edits the plan confirms it."""
    plan = visible_plan(request, plan_id)
    page = _page(plan, month)
    form = MonthConfirmForm(request.POST or None)
    if request.method == "POST":
        demand(access.can_confirm_month(request.actor, plan))
        if page.confirmed is not None:
            messages.info(request, "Это уже сделано.")
            return redirect("workplans:month_plan", plan.pk, month)
        if form.is_valid() and attempt(form, lambda: _confirm(request, plan, page, form)):
            messages.success(request, f"{page.heading} подтверждён.")
            return redirect("workplans:month_plan", plan.pk, month)
    context = {
        "plan": plan,
        "page": page,
        "may_confirm": access.can_confirm_month(request.actor, plan),
        "is_draft": plan.status == PlanStatus.DRAFT,
    }
    return show_form(request, "workplans/month_plan.html", form, context)


@require_http_methods(["GET", "POST"])
def month_withdraw(request: Request, plan_id: int, month: str) -> HttpResponse:
    """Take the confirmation of the month back."""
    plan = visible_plan(request, plan_id)
    demand(access.can_confirm_month(request.actor, plan))
    page = _page(plan, month)
    back = reverse("workplans:month_plan", args=[plan.pk, month])
    title, status = f"{page.heading}: отозвать подтверждение?", 200
    text = "После этого месяц можно подтвердить заново; днём сдачи станет день нового подтверждения."
    if request.method == "POST":
        try:
            services.withdraw_month(plan.pk, month=page.month, by=request.actor, at=clock.now())
        except DomainError as refusal:
            title, text, status = "Не получилось", str(refusal), 422
        else:
            messages.success(request, "Подтверждение отозвано.")
            return redirect(back)
    context = {"title": title, "text": text, "submit": "Отозвать", "cancel": back}
    return answer(request, "ui/confirm.html", context, status=status)


@require_GET
def month_export(request: Request, plan_id: int, month: str) -> HttpResponse:
    """The month as a Word file: what was confirmed, or a draft of what stands in the plan."""
    plan = visible_plan(request, plan_id)
    page = _page(plan, month)
    body = month_docx(plan, page, on=today_of(plan))
    return download(body, file_name(plan, "docx", month=page.month), MEDIA_TYPES["docx"])


def _confirm(request: Request, plan: Plan, page: MonthPage, form: MonthConfirmForm) -> object:
    note = form.cleaned_data["note"]
    return services.confirm_month(plan.pk, month=page.month, note=note, by=request.actor, at=clock.now())


def _page(plan: Plan, month: str) -> MonthPage:
    try:
        first: date | None = MonthField().clean(month)
    except forms.ValidationError as wrong:
        raise Http404 from wrong
    if first not in year_months(plan):
        raise Http404
    return month_page(plan, first)
