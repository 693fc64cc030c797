"""One change for many items, shown before it is made; new numbers for all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.workplans import access, services
from stellazh.workplans.forms import BulkForm
from stellazh.workplans.reads import owner_directory
from stellazh.workplans.services import ItemDifference, SomeItemsRefuse
from stellazh.workplans.views.finding import answer, demand, today_of, visible_plan

MOST_ITEMS = 1000


@require_http_methods(["GET", "POST"])
def items_change(request: Request, plan_id: int) -> HttpResponse:
    """Choose a change for the items in the address, see what it does to each, make it."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    sent = request.POST if request.method == "POST" else request.GET
    item_ids = [int(key) for key in sent.getlist("item") if key.isdecimal() and len(key) < 19][:MOST_ITEMS]
    directory = owner_directory(plan.association, on=today_of(plan))
    form = BulkForm(request.POST or None, sections=plan.sections.all(), directory=directory)
    differences: tuple[ItemDifference, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                changed = services.change_items(
                    plan.pk, item_ids=item_ids, change=form.change, by=request.actor, at=clock.now()
                )
                count = len(changed)
                messages.success(request, f"Изменено: {count} {agree(count, 'пункт', 'пункта', 'пунктов')}.")
                return redirect(plan)
            differences = services.preview_changes(plan, item_ids=item_ids, change=form.change)
        except SomeItemsRefuse as refusal:
            form.add_error(None, str(refusal))
            reasons = refusal.reasons
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "plan": plan,
        "form": form,
        "items": plan.items.present().filter(pk__in=item_ids).in_paper_order(),
        "differences": differences,
        "refused": any(difference.refusal for difference in differences),
        "reasons": reasons,
        "names": directory.names,
    }
    return answer(request, "workplans/items_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def items_renumber(request: Request, plan_id: int) -> HttpResponse:
    """Number the items through the sections."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    if request.method == "POST":
        count = services.renumber_items(plan.pk, by=request.actor, at=clock.now())
        done = f"Новые номера у {count} {agree(count, 'пункта', 'пунктов', 'пунктов')}."
        messages.success(request, done if count else "Номера уже идут по порядку.")
        return redirect(plan)
    context: dict[str, object] = {
        "title": "Перенумеровать пункты?",
        "text": "Номера 1, 2, 3… пойдут подряд через все разделы. Прежние номера останутся в истории плана.",
        "submit": "Перенумеровать",
        "cancel": plan.get_absolute_url(),
    }
    return answer(request, "ui/confirm.html", context)
