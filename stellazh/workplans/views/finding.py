"""How a request finds its plan and item, and how it is refused: strangers get 404, readers the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.workplans.models import Plan, PlanItem


def visible_plan(request: Request, plan_id: int) -> Plan:
    """The plan with its association, when the actor may read it; 404 otherwise."""
    plans = Plan.objects.visible_to(request.actor).select_related("association__territory")
    return get_object_or_404(plans, pk=plan_id)


def visible_item(request: Request, plan_id: int, item_id: int, *, archived: bool = False) -> PlanItem:
    """A present item of a plan that the actor may read, 404 otherwise; with `archived`, one that was put away too."""
    plan = visible_plan(request, plan_id)
    items = plan.items.all() if archived else plan.items.present()
    item = get_object_or_404(items.select_related("section"), pk=item_id)
    item.plan = plan
    return item


def demand(verdict: Verdict) -> None:
    """Show the reason, with 403, to somebody who may read but not do this."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


def today_of(plan: Plan) -> date:
    """The present day where the association is."""
    return clock.today(plan.association.time_zone)


def layout_for(request: Request) -> str:
    """The workplace for those who work here, the public page for guests."""
    return "workplans/public.html" if request.actor.actor_kind == ActorKind.GUEST else "ui/work.html"


def answer(
    request: Request, template: str, context: Mapping[str, object], *, part: str = "", status: int = 200
) -> HttpResponse:
    """The page, or its named part when htmx asks."""
    name = f"{template}#{part}" if part and request.htmx and not request.htmx.boosted else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def item_addresses(request: Request) -> Callable[[str], str]:
    """What turns the uid of an item into its absolute address: asked thousands of times for one file."""
    sample = UUID(int=0)
    address = request.build_absolute_uri(reverse("workplans:item_by_uid", args=[sample]))
    before, _, after = address.partition(str(sample))
    return lambda uid: f"{before}{uid}{after}"
