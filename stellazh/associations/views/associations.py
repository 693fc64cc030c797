"""The ladder of associations: seeing it, adding to it, changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from stellazh.associations import access, reads, services
from stellazh.associations.forms import AssociationForm, NewAssociationForm
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.ui.confirming import is_still_asked
from stellazh.ui.conflicts import answer_conflict


@login_not_required
@require_http_methods(["GET"])
def association_list(request: Request) -> HttpResponse:
    """Every open association as a tree, with its heads."""
    tree = reads.association_tree(request.actor)
    may_add = [branch for branch in _all(tree) if access.can_create_association(request.actor, branch.association)]
    return render(request, "associations/association_list.html", {"tree": tree, "may_add": may_add})


@login_not_required
@require_http_methods(["GET"])
def capability_table(request: Request) -> HttpResponse:
    """Who may do what: the very table the checks use."""
    roles, areas = reads.capability_table()
    return render(request, "associations/capability_table.html", {"roles": roles, "areas": areas})


@require_http_methods(["GET", "POST"])
def association_create(request: Request, code: str) -> HttpResponse:
    """Add an association under the one with that code."""
    parent = get_object_or_404(Association.objects.present(), code=code)
    if not access.can_create_association(request.actor, parent):
        raise Http404
    form = NewAssociationForm(
        request.POST or None, initial={"territory": parent.territory_id, "time_zone": parent.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_association(
                code=form.cleaned_data["code"],
                parent_id=parent.pk,
                fields=_fields(form.cleaned_data),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            )
        except services.CodeIsTaken as refusal:
            form.add_error("code", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Создано: {made.short_name}.")
            return redirect(made)
    return render(
        request,
        "associations/association_create.html",
        {"form": form, "parent": parent},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def association_edit(request: Request, code: str) -> HttpResponse:
    """Change an association's card."""
    association = get_object_or_404(Association.objects.select_related("parent"), code=code)
    if not access.can_manage_structure(request.actor, association):
        raise Http404
    initial = {
        "kind": association.kind,
        "name": association.name,
        "short_name": association.short_name,
        "territory": association.territory_id,
        "time_zone": association.time_zone,
        "about": association.about,
        "version": association.version,
    }
    form = AssociationForm(request.POST or None, initial=initial)
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.update_association(
                association.pk,
                expected_version=form.cleaned_data["version"] or 0,
                fields=_fields(form.cleaned_data),
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
            return redirect(association)
    return render(
        request,
        "associations/association_edit.html",
        {"form": form, "association": association, "conflict": conflict},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def association_close(request: Request, code: str) -> HttpResponse:
    """Close an association, or open it again, after a question."""
    association = get_object_or_404(Association.objects.select_related("parent"), code=code)
    if not access.can_manage_structure(request.actor, association):
        raise Http404
    closes = association.archived_at is None
    submit = "Закрыть" if closes else "Открыть"
    if request.method == "POST" and not is_still_asked(request, submit):
        messages.info(request, "Это уже сделано.")
        return redirect("associations:association_list")
    if request.method == "POST":
        change = services.close_association if closes else services.reopen_association
        try:
            change(association.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Объединение закрыто." if closes else "Объединение снова открыто.")
        return redirect("associations:association_list")
    title = f"Закрыть объединение «{association}»?" if closes else f"Открыть объединение «{association}» снова?"
    return render(
        request,
        "ui/confirm.html",
        {
            "title": title,
            "text": "Его планы и бумаги останутся в чтении, новых не появится." if closes else "",
            "submit": submit,
            "danger": closes,
            "cancel": association.get_absolute_url(),
        },
    )


def _fields(data: dict[str, Any]) -> services.AssociationFields:
    return services.AssociationFields(
        kind=data["kind"],
        name=data["name"],
        short_name=data["short_name"],
        territory_id=data["territory"].pk,
        time_zone=data["time_zone"],
        about=data["about"],
    )


def _all(branches: list[reads.Branch]) -> list[reads.Branch]:
    return [found for branch in branches for found in (branch, *_all(branch.children))]
