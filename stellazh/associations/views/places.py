"""Territories and the organisations that stand in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.associations import access, services
from stellazh.associations.forms import (
    NewTerritoryForm,
    OrganisationFilterForm,
    OrganisationForm,
    TerritoryForm,
)
from stellazh.associations.models import Organisation, Territory
from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.russian.collation import fold
from stellazh.ui.conflicts import answer_conflict

PAGE = 50


@require_http_methods(["GET"])
def territory_list(request: Request) -> HttpResponse:
    """Every territory with the number of its organisations."""
    territories = Territory.objects.filter(archived_at=None).with_organisation_count().order_by("path")
    root = Territory.objects.filter(parent=None).first()
    return render(
        request,
        "associations/territory_list.html",
        {
            "territories": territories,
            "root": root,
            "may_edit": root and access.can_manage_territory(request.actor, root),
        },
    )


@require_http_methods(["GET", "POST"])
def territory_create(request: Request) -> HttpResponse:
    """Add a territory."""
    if not access.can_manage_somewhere(request.actor):
        raise Http404
    root = Territory.objects.filter(parent=None).first()
    form = NewTerritoryForm(request.POST or None, initial={"parent": root, "kind": "municipality"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.create_territory(
                code=data["code"],
                parent_id=data["parent"].pk,
                fields=services.TerritoryFields(data["kind"], data["name"]),
                by=request.actor,
                at=clock.now(),
            )
        except services.CodeIsTaken as refusal:
            form.add_error("code", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Добавлено: {data['name']}.")
            return redirect("associations:territory_list")
    return render(request, "associations/territory_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def territory_edit(request: Request, code: str) -> HttpResponse:
    """Change a territory's kind or name."""
    territory = get_object_or_404(Territory, code=code, archived_at=None)
    if not access.can_manage_territory(request.actor, territory):
        raise Http404
    initial = {"kind": territory.kind, "name": territory.name, "version": territory.version}
    form = TerritoryForm(request.POST or None, initial=initial)
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.update_territory(
                territory.pk,
                expected_version=data["version"] or 0,
                fields=services.TerritoryFields(data["kind"], data["name"]),
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile as clash:
            conflict = clash
            answer_conflict(form, clash)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Сохранено.")
            return redirect("associations:territory_list")
    return render(
        request,
        "associations/territory_form.html",
        {"form": form, "territory": territory, "conflict": conflict},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def territory_archive(request: Request, code: str) -> HttpResponse:
    """Put an empty territory away, after a question."""
    territory = get_object_or_404(Territory, code=code, archived_at=None)
    if not access.can_manage_territory(request.actor, territory):
        raise Http404
    if request.method == "POST":
        try:
            services.archive_territory(territory.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Убрано в архив: {territory.name}.")
        return redirect("associations:territory_list")
    return _confirm_archiving(request, territory.name, "associations:territory_list")


@require_http_methods(["GET"])
def organisation_list(request: Request) -> HttpResponse:
    """Organisations, fifty a page, by name, kind and territory."""
    form = OrganisationFilterForm(request.GET)
    rows = Organisation.objects.present().select_related("territory").in_order()
    if form.is_valid():
        data = form.cleaned_data
        if data["q"]:
            rows = rows.filter(name_key__contains=fold(data["q"]))
        if data["kind"]:
            rows = rows.filter(kind=data["kind"])
        if data["territory"]:
            rows = rows.filter(territory__path__startswith=data["territory"].path)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    root = Territory.objects.filter(parent=None).first()
    return render(
        request,
        "associations/organisation_list.html",
        {"page": page, "form": form, "may_add": access.can_manage_somewhere(request.actor) and root is not None},
    )


@require_http_methods(["GET", "POST"])
def organisation_create(request: Request) -> HttpResponse:
    """Enter an organisation."""
    if not access.can_manage_somewhere(request.actor):
        raise Http404
    form = OrganisationForm(request.POST or None, initial={"territory": request.GET.get("territory")})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_organisation(
                fields=_fields(form.cleaned_data),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            )
        except services.InnIsTaken as refusal:
            form.add_error("inn", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Добавлено: {made.short_name}.")
            return redirect("associations:organisation_list")
    return render(request, "associations/organisation_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def organisation_edit(request: Request, organisation_id: int) -> HttpResponse:
    """Change an organisation."""
    organisation = get_object_or_404(Organisation.objects.select_related("territory"), pk=organisation_id)
    if not access.can_manage_territory(request.actor, organisation.territory):
        raise Http404
    initial = {
        "kind": organisation.kind,
        "short_name": organisation.short_name,
        "name": organisation.name,
        "territory": organisation.territory_id,
        "inn": organisation.inn,
        "outside_ids": "\n".join(f"{system}: {number}" for system, number in organisation.outside_ids.items()),
        "version": organisation.version,
    }
    form = OrganisationForm(request.POST or None, initial=initial)
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.update_organisation(
                organisation.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=_fields(form.cleaned_data),
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile as clash:
            conflict = clash
            answer_conflict(form, clash)
        except services.InnIsTaken as refusal:
            form.add_error("inn", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Сохранено.")
            return redirect("associations:organisation_list")
    return render(
        request,
        "associations/organisation_form.html",
        {"form": form, "organisation": organisation, "conflict": conflict},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def organisation_archive(request: Request, organisation_id: int) -> HttpResponse:
    """Put an organisation away, after a question."""
    organisation = get_object_or_404(Organisation.objects.present().select_related("territory"), pk=organisation_id)
    if not access.can_manage_territory(request.actor, organisation.territory):
        raise Http404
    if request.method == "POST":
        services.archive_organisation(organisation.pk, by=request.actor, at=clock.now())
        messages.success(request, f"Убрано в архив: {organisation.short_name}.")
        return redirect("associations:organisation_list")
    return _confirm_archiving(request, organisation.short_name, "associations:organisation_list")


def _fields(data: dict[str, Any]) -> services.OrganisationFields:
    return services.OrganisationFields(
        kind=data["kind"],
        name=data["name"],
        short_name=data["short_name"],
        territory_id=data["territory"].pk,
        inn=data["inn"],
        outside_ids=data["outside_ids"],
    )


def _confirm_archiving(request: Request, name: str, back: str) -> HttpResponse:
    return render(
        request,
        "ui/confirm.html",
        {
            "title": f"Убрать в архив: {name}?",
            "text": "Из списков исчезнет, в бумагах останется.",
            "submit": "Убрать",
            "danger": True,
            "cancel": reverse(back),
        },
    )
