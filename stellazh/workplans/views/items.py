"""One item of a plan: added, changed, looked at, moved, called off, put away; its outcomes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from stellazh.audit.models import AuditEntry
from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.ui.redirects import safe_next
from stellazh.workplans import access, services
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.forms import ItemForm, MoveForm, OutcomeForm, StatusForm
from stellazh.workplans.item_doings import doings_of
from stellazh.workplans.models import ItemOutcome, Plan, PlanItem
from stellazh.workplans.reads import days_text, item_row, next_number, owner_directory, term_hint
from stellazh.workplans.reads.naming import naming_for
from stellazh.workplans.reads.paper import owner_ids, paper_owners
from stellazh.workplans.reads.rows import book_state
from stellazh.workplans.services.owners import owners_of
from stellazh.workplans.views.finding import answer, demand, layout_for, today_of, visible_item, visible_plan
from stellazh.workplans.views.plans import verdicts, with_version

HISTORY_LENGTH = 20


@require_http_methods(["GET", "POST"])
def item_add(request: Request, plan_id: int) -> HttpResponse:
    """Add an item; with htmx the form stands in the table and becomes the new row."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    initial = {"section": request.GET.get("section", ""), "number": next_number(plan)}
    section = initial["section"] if initial["section"].isdecimal() else ""
    form = _item_form(request, plan, initial=initial, auto_id=f"new{section}_%s")
    if request.method == "POST" and form.is_valid():
        try:
            item = services.add_item(
                plan.pk,
                fields=form.item_fields,
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, item, "Мероприятие добавлено.")
    context = {
        "plan": plan,
        "form": form,
        "item": None,
        "hint": None,
        "action": request.path,
        "keep": f"plan-item-new-{plan.pk}",
    }
    return answer(request, "workplans/item_edit.html", context, part="row", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def item_edit(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Change an item; with htmx its row becomes the form and the form the row."""
    item = visible_item(request, plan_id, item_id)
    demand(access.can_edit_plan(request.actor, item.plan))
    stored = owners_of(item)
    initial = ItemForm.initial_of(item, stored)
    # Several rows may be forms at once: each has ids of its own.
    form = _item_form(request, item.plan, initial=initial, stored=stored, auto_id=f"item{item.pk}_%s")
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.update_item(
                item.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=form.item_fields,
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile as clash:
            conflict = clash
            form.data = with_version(form.data, clash.current_version)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, saved, "Изменения сохранены.")
    context = {
        "plan": item.plan,
        "item": item,
        "form": form,
        "conflict": conflict,
        "action": request.path,
        "keep": f"plan-item-{item.pk}",
        "hint": term_hint(item.term_raw, item.plan.school_year),
    }
    status = 422 if conflict or form.errors else 200
    return answer(request, "workplans/item_edit.html", context, part="row", status=status)


@login_not_required
@require_GET
def item_detail(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Everything about one item; with htmx its row of the table."""
    item = visible_item(request, plan_id, item_id, archived=True)
    may = verdicts(request, item.plan)
    if request.htmx and item.archived_at is None:
        return _row(request, item)
    prefetch_related_objects([item], "owners")
    sees_history = bool(access.can_read_history(request.actor, item.plan))
    entries = AuditEntry.objects.about(item)[:HISTORY_LENGTH] if sees_history else ()
    context = {
        "layout": layout_for(request),
        "plan": item.plan,
        "item": item,
        "owners": paper_owners(item, naming_for(request.actor, owner_ids([item]))),
        "outcomes": item.outcomes.filter(withdrawn_at=None).order_by("held_on", "pk"),
        "state": book_state(item.status, item.end, today_of(item.plan), is_draft=item.plan.status == PlanStatus.DRAFT),
        "days": days_text(item.start, item.end),
        "entries": entries,
        "doings": doings_of(request, [item])[item.pk],
        **may,
    }
    return answer(request, "workplans/item_detail.html", context)


@require_http_methods(["GET", "POST"])
def item_status(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Postpone, cancel or plan an item again."""
    item = visible_item(request, plan_id, item_id)
    demand(access.can_edit_plan(request.actor, item.plan))
    initial = {"status": item.status, "reason": item.status_reason, "version": item.version}
    form = StatusForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.set_status(
                item.pk,
                status=data["status"],
                reason=data["reason"],
                expected_version=data["version"],
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile as clash:
            conflict = clash
            form.data = with_version(form.data, clash.current_version)
        except services.ReasonNeeded as refusal:
            form.add_error("reason", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Состояние сохранено.")
            return redirect(item)
    title = "Перенести или отменить"
    context = {"item": item, "form": form, "conflict": conflict, "title": title, "submit": "Сохранить"}
    return answer(request, "workplans/item_form.html", context, status=422 if conflict or form.errors else 200)


@require_http_methods(["GET", "POST"])
def item_outcome(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Say that an item has been held and what shows it."""
    item = visible_item(request, plan_id, item_id)
    demand(access.can_record_outcome(request.actor, item.plan))
    form = OutcomeForm(request.POST or None, initial={"held_on": item.end if item.start == item.end else None})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_outcome(item.pk, **form.outcome, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Итог записан: мероприятие проведено.")
            return redirect(item)
    context = {"item": item, "form": form, "title": "Мероприятие проведено", "submit": "Записать итог"}
    return answer(request, "workplans/item_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def outcome_withdraw(request: Request, plan_id: int, item_id: int, outcome_id: int) -> HttpResponse:
    """Take an outcome back."""
    item = visible_item(request, plan_id, item_id)
    demand(access.can_record_outcome(request.actor, item.plan))
    outcome = get_object_or_404(ItemOutcome, pk=outcome_id, item=item, withdrawn_at=None)
    if request.method == "POST":
        try:
            services.withdraw_outcome(outcome.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Итог отозван.")
        return redirect(item)
    context: dict[str, object] = {
        "title": "Отозвать итог?",
        "text": f"«{outcome.evidence}». Если других итогов нет, мероприятие снова станет запланированным.",
        "submit": "Отозвать",
        "cancel": item.get_absolute_url(),
    }
    return answer(request, "ui/confirm.html", context)


@require_http_methods(["GET", "POST"])
def item_move(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Put an item into another section or before another item."""
    item = visible_item(request, plan_id, item_id)
    demand(access.can_edit_plan(request.actor, item.plan))
    others = item.plan.items.present().in_paper_order().exclude(pk=item.pk)
    form = MoveForm(
        request.POST or None,
        sections=item.plan.sections.all(),
        others=others,
        initial={"section": item.section_id or "", "before": _next_in_order(item)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.move_item(
                item.pk, section_id=data["section"], before_id=data["before"], by=request.actor, at=clock.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Пункт переставлен.")
            return redirect(item)
    context = {"item": item, "form": form, "title": "Переставить пункт", "submit": "Переставить"}
    return answer(request, "workplans/item_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def item_archive(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Put an item away; the answer offers to bring it back."""
    item = visible_item(request, plan_id, item_id)
    demand(access.can_edit_plan(request.actor, item.plan))
    context: dict[str, object] = {
        "title": "Убрать мероприятие из плана?",
        "text": f"«{item.title}». Его можно будет вернуть.",
        "submit": "Убрать",
        "cancel": item.get_absolute_url(),
    }
    if request.method == "POST":
        try:
            services.archive_item(item.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            context["text"] = str(refusal)
            return answer(request, "ui/confirm.html", context, status=422)
        back = format_html('<a href="{}">Вернуть</a>', item.get_absolute_url())
        messages.success(request, format_html("Мероприятие убрано из плана. {}", back))
        return redirect(item.plan)
    return answer(request, "ui/confirm.html", context)


@require_POST
def item_restore(request: Request, plan_id: int, item_id: int) -> HttpResponse:
    """Bring an archived item back."""
    item = visible_item(request, plan_id, item_id, archived=True)
    demand(access.can_edit_plan(request.actor, item.plan))
    services.restore_item(item.pk, by=request.actor, at=clock.now())
    messages.success(request, "Мероприятие снова в плане.")
    return redirect(item)


@require_GET
def plan_term_hint(request: Request, plan_id: int) -> HttpResponse:
    """How a wording is understood within the plan's year."""
    plan = visible_plan(request, plan_id)
    hint = term_hint(request.GET.get("term_raw", "")[:300], plan.school_year)
    return answer(request, "workplans/term_hint.html", {"hint": hint})


def _item_form(request: Request, plan: Plan, **kwargs: Any) -> ItemForm:
    directory = owner_directory(plan.association, on=today_of(plan))
    hint_url = reverse("workplans:term_hint", args=[plan.pk])
    return ItemForm(
        request.POST or None, sections=plan.sections.all(), directory=directory, hint_url=hint_url, **kwargs
    )


def _saved(request: Request, item: PlanItem, done: str) -> HttpResponse:
    if request.htmx:
        # The shelf and the count above the table ask anew.
        return trigger_client_event(_row(request, item), "plan-changed")
    messages.success(request, done)
    return redirect(safe_next(request, f"{item.plan.get_absolute_url()}#item-{item.pk}"))


def _row(request: Request, item: PlanItem) -> HttpResponse:
    row = item_row(item, reader=request.actor, on=today_of(item.plan))
    return answer(request, "workplans/plan_detail.html", {"row": row, **verdicts(request, item.plan)}, part="row")


def _next_in_order(item: PlanItem) -> int | str:
    following = item.plan.items.present().in_paper_order().filter(position__gt=item.position).first()
    return following.pk if following else ""
