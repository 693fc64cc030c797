"""What a plan has been: its versions, what differs between two, everything done to it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from stellazh.common.requests import Request
from stellazh.workplans import access
from stellazh.workplans.models import Plan, PlanVersion
from stellazh.workplans.reads import plan_history as history_of
from stellazh.workplans.services import compare_versions, snapshot
from stellazh.workplans.views.finding import answer, demand, visible_plan

PAGE_LENGTH = 50


@require_GET
def plan_versions(request: Request, plan_id: int) -> HttpResponse:
    """Every version kept since the approval, newest first."""
    plan = visible_plan(request, plan_id)
    page = Paginator(plan.versions.defer("snapshot"), PAGE_LENGTH).get_page(request.GET.get("page"))
    return answer(request, "workplans/plan_versions.html", {"plan": plan, "page": page})


@require_GET
def version_compare(request: Request, plan_id: int, number: int) -> HttpResponse:
    """What changed between one version and another, or the plan as it stands now."""
    plan = visible_plan(request, plan_id)
    before = get_object_or_404(plan.versions, number=number)
    after = _after(plan, request.GET.get("to", ""))
    earlier = plan.versions.filter(number=number - 1).first()
    if "to" not in request.GET and earlier and not plan.versions.filter(number__gt=number).exists():
        # Nothing has come after the last version: what one wants to see is what it brought.
        before, after = earlier, before
    comparison = compare_versions(before, after if after is not None else snapshot(plan))
    context = {
        "plan": plan,
        "before": before,
        "after": after,
        "comparison": comparison,
        "numbers": plan.versions.values_list("number", flat=True),
    }
    return answer(request, "workplans/version_compare.html", context)


@require_GET
def plan_history(request: Request, plan_id: int) -> HttpResponse:
    """Who did what to the plan and its items, newest first."""
    plan = visible_plan(request, plan_id)
    demand(access.can_read_history(request.actor, plan))
    page = Paginator(history_of(plan), PAGE_LENGTH).get_page(request.GET.get("page"))
    return answer(request, "workplans/plan_history.html", {"plan": plan, "page": page})


def _after(plan: Plan, wanted: str) -> PlanVersion | None:
    if wanted.isdecimal() and len(wanted) < 9:
        return get_object_or_404(plan.versions, number=int(wanted))
    return None
