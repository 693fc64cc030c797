"""Sections of a plan on one page."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.workplans import access, services
from stellazh.workplans.forms import SectionForm, SectionRemoveForm
from stellazh.workplans.models import Plan, PlanSection
from stellazh.workplans.views.finding import answer, demand, visible_plan


@require_http_methods(["GET", "POST"])
def sections_edit(request: Request, plan_id: int) -> HttpResponse:
    """All sections: add one here; move them up and down."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    form = SectionForm(request.POST if "add" in request.POST else None)
    if "add" in request.POST and form.is_valid():
        try:
            services.add_section(plan.pk, title=form.cleaned_data["title"], by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, "Раздел добавлен.")
            return redirect("workplans:sections_edit", plan.pk)
    elif request.method == "POST" and (moved := _moved(request, plan)):
        section, position = moved
        services.move_section(section.pk, to_position=position, by=request.actor, at=clock.now())
        return redirect("workplans:sections_edit", plan.pk)
    held = Count("items", filter=Q(items__archived_at=None))
    context = {"plan": plan, "form": form, "sections": plan.sections.annotate(item_count=held)}
    return answer(request, "workplans/sections_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def section_rename(request: Request, plan_id: int, section_id: int) -> HttpResponse:
    """Give a section another title."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    section = get_object_or_404(plan.sections, pk=section_id)
    form = SectionForm(request.POST or None, initial={"title": section.title})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_section(section.pk, title=form.cleaned_data["title"], by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, "Раздел переименован.")
            return redirect("workplans:sections_edit", plan.pk)
    context = {"plan": plan, "form": form, "title": "Переименовать раздел", "submit": "Сохранить"}
    return answer(request, "workplans/section_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def section_remove(request: Request, plan_id: int, section_id: int) -> HttpResponse:
    """Take a section away, saying where its items go."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    section = get_object_or_404(plan.sections, pk=section_id)
    held = section.items.present().count()
    heirs = plan.sections.exclude(pk=section.pk)
    form = SectionRemoveForm(request.POST or None, heirs=heirs) if held else None
    if request.method == "POST" and (form is None or form.is_valid()):
        heir = form.cleaned_data["heir"] if form else None
        try:
            services.remove_section(section.pk, move_items_to=heir, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Раздел убран.")
        return redirect("workplans:sections_edit", plan.pk)
    context = {
        "plan": plan,
        "form": form,
        "title": f"Убрать раздел «{section.title}»?",
        "submit": "Убрать раздел",
        "held": held,
    }
    errors = form is not None and bool(form.errors)
    return answer(request, "workplans/section_form.html", context, status=422 if errors else 200)


def _moved(request: Request, plan: Plan) -> tuple[PlanSection, int] | None:
    for act, step in (("up", -1), ("down", 1)):
        key = request.POST.get(act, "")
        if key.isdecimal() and len(key) < 19:
            section = get_object_or_404(plan.sections, pk=int(key))
            return section, section.position + step
    return None
