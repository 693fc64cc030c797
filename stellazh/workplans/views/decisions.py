"""Decisions about a plan: considered, approved, reopened, published, closed, put away, copied."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.ui.confirming import is_still_asked
from stellazh.workplans import access, services
from stellazh.workplans.forms import ApprovalForm, BasisForm, PlanCopyForm, ReasonForm
from stellazh.workplans.models import Plan
from stellazh.workplans.services import PlanAlreadyExists
from stellazh.workplans.views.finding import answer, demand, visible_plan


@require_http_methods(["GET", "POST"])
def plan_consider(request: Request, plan_id: int) -> HttpResponse:
    """Mark a draft considered, naming the protocol."""
    return _decide(
        request, plan_id, BasisForm, "workplans/plan_consider.html",
        decision=services.consider_plan, done="План отмечен как рассмотренный.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_approve(request: Request, plan_id: int) -> HttpResponse:
    """Approve a plan, naming the paper that does it."""
    return _decide(
        request, plan_id, ApprovalForm, "workplans/plan_approve.html",
        decision=services.approve_plan, done="План утверждён.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_reopen(request: Request, plan_id: int) -> HttpResponse:
    """Make a considered plan a draft again."""
    plan = _decidable(request, plan_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.reopen_plan(plan.pk, reason=reason, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "План снова черновик.")
            return redirect(plan)
    context = {
        "plan": plan, "form": form, "title": "Вернуть план в черновики", "submit": "Вернуть в черновики",
        "cancel": plan.get_absolute_url(),
    }  # fmt: skip
    return answer(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def plan_publish(request: Request, plan_id: int) -> HttpResponse:
    """Show an approved plan to everybody, or take it off the public site."""
    plan = _decidable(request, plan_id)
    if plan.is_public:
        return _confirm(
            request, plan, services.unpublish_plan, title="Снять план с публикации?", submit="Снять с публикации",
            text="Гости сайта больше не увидят план. Участники увидят его, как прежде.", done="План снят с публикации.",
        )  # fmt: skip
    return _confirm(
        request, plan, services.publish_plan, title="Опубликовать план?", submit="Опубликовать",
        text="План и имена ответственных увидит каждый, без входа на сайт.", done="План опубликован.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_close(request: Request, plan_id: int) -> HttpResponse:
    """End the year of an approved plan."""
    return _confirm(
        request, _decidable(request, plan_id), services.close_plan, title="Закрыть план?", submit="Закрыть план",
        text="Год завершён. Закрытый план можно читать и печатать, но нельзя менять.", done="План закрыт.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_archive(request: Request, plan_id: int) -> HttpResponse:
    """Put a plan away, or bring it back."""
    plan = visible_plan(request, plan_id)
    demand(access.can_archive_plan(request.actor, plan))
    if plan.archived_at is not None:
        return _confirm(
            request, plan, services.restore_plan, title="Вернуть план из архива?", submit="Вернуть",
            text="План снова появится среди планов объединения.", done="План возвращён из архива.",
        )  # fmt: skip
    return _confirm(
        request, plan, services.archive_plan, title="Убрать план в архив?", submit="Убрать в архив",
        text="Ничего не удалится: план можно вернуть.", done="План убран в архив.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_copy(request: Request, plan_id: int) -> HttpResponse:
    """Make a plan for another year out of this one; what becomes of each term is shown first."""
    plan = visible_plan(request, plan_id)
    demand(access.can_create_plan(request.actor, plan.association))
    years = [plan.school_year + step for step in (1, 2, 3)]
    wanted = request.POST.get("to_year", "") or request.GET.get("to_year", "")
    planned = set(Plan.objects.present().filter(association=plan.association).values_list("school_year", flat=True))
    # The first year without a plan is what one comes for.
    free = next((year for year in years if year not in planned), years[0])
    to_year = int(wanted) if wanted in map(str, years) else free
    form = PlanCopyForm(request.POST or None, years=years, initial={"to_year": to_year})
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            copied = services.copy_plan(
                plan.pk,
                to_year=form.cleaned_data["to_year"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            )
        except PlanAlreadyExists as refusal:
            form.add_error("to_year", str(refusal))
            taken = refusal.plan_id
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Составлен черновик на {copied.year.label}. Просмотрите сроки.")
            return redirect(copied)
    context = {
        "plan": plan,
        "form": form,
        "taken": taken,
        "to_year": SchoolYear(to_year),
        "years": [
            {"label": SchoolYear(year).label, "href": f"?to_year={year}", "is_current": year == to_year}
            for year in years
        ],
        "copies": services.preview_copy(plan, to_year=to_year),
    }
    return answer(request, "workplans/plan_copy.html", context, status=422 if form.errors else 200)


def _decidable(request: Request, plan_id: int) -> Plan:
    plan = visible_plan(request, plan_id)
    demand(access.can_approve_plan(request.actor, plan))
    return plan


def _decide(
    request: Request,
    plan_id: int,
    form_class: type[BasisForm],
    template: str,
    *,
    decision: Callable[..., Plan],
    done: str,
) -> HttpResponse:
    plan = _decidable(request, plan_id)
    form = form_class(request.POST or None, initial={"on": clock.today(plan.association.time_zone)})
    if request.method == "POST" and form.is_valid():
        try:
            decision(plan.pk, basis=form.basis, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(plan)
    context = {"plan": plan, "form": form, "item_count": plan.items.present().count()}
    return answer(request, template, context, status=422 if form.errors else 200)


def _confirm(
    request: Request, plan: Plan, deed: Callable[..., Plan], *, title: str, text: str, submit: str, done: str
) -> HttpResponse:
    status = 200
    if request.method == "POST" and not is_still_asked(request, submit):
        messages.info(request, "Это уже сделано.")
        return redirect(plan)
    if request.method == "POST":
        try:
            deed(plan.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            title, text, status = "Не получилось", str(refusal), 422
        else:
            messages.success(request, done)
            return redirect(plan)
    context: dict[str, object] = {"title": title, "text": text, "submit": submit, "cancel": plan.get_absolute_url()}
    return answer(request, "ui/confirm.html", context, status=status)
