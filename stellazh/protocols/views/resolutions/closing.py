"""August: every point gets its outcome, then the whole is closed; what is left goes into the next draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.protocols.access import can_close_resolution, can_edit_resolution
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.forms.follow_up import ReasonForm
from stellazh.protocols.forms.resolutions import CloseForm, ClosePointForm
from stellazh.protocols.models import Decision, Resolution
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.left import offer_left_points
from stellazh.protocols.reads.resolutions.offered import offered_evidence
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.views.finding import managed_resolution
from stellazh.ui.attempts import attempt, show_form

_BOTH = ["GET", "POST"]


@require_GET
def resolution_closing(request: Request, resolution_id: int) -> HttpResponse:
    """All points in one list, each with its form until it has an outcome."""
    resolution = managed_resolution(request, resolution_id, can_close_resolution)
    if not resolution.is_binding:
        return redirect(resolution)
    return _page(request, resolution, {})


@require_http_methods(_BOTH)
def point_close(request: Request, point_id: int) -> HttpResponse:
    """Say what became of one point."""
    point, resolution = _managed(request, point_id)
    offers = offered_evidence(resolution).get(point.pk, [])
    form = ClosePointForm(offers, request.POST or None, auto_id=f"close-{point.pk}-%s")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.close_point(
                point.pk,
                state=data["state"],
                words=data["words"],
                evidence=form.evidence,
                submission_key=data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            return redirect(f"{_address(resolution)}#point-{point.pk}")
    return _page(request, resolution, {point.pk: form} if form.is_bound else {})


@require_http_methods(_BOTH)
def point_reopen(request: Request, point_id: int) -> HttpResponse:
    """Put a closed point on control again, with the reason."""
    point, resolution = _managed(request, point_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: services.reopen_point(point.pk, reason=reason, by=request.actor, at=clock.now()))
        if done:
            return redirect(f"{_address(resolution)}#point-{point.pk}")
    context = {
        "title": f"Изменить итог пункта {point.number_text}?",
        "text": "Пункт вернётся на контроль, и итог можно будет записать заново. Прежний останется в истории.",
        "submit": "Вернуть на контроль",
        "cancel": _address(resolution),
    }
    return show_form(request, "ui/confirm.html", form, context)


@require_http_methods(_BOTH)
def resolution_close(request: Request, resolution_id: int) -> HttpResponse:
    """Close the whole once every point has an outcome."""
    resolution = managed_resolution(request, resolution_id, can_close_resolution)
    if resolution.status != ResolutionStatus.ADOPTED:
        return redirect(resolution)
    today = clock.today(resolution.association.time_zone)
    form = CloseForm(request.POST or None, initial={"closed_on": today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.close_resolution(
                resolution.pk,
                closed_on=data["closed_on"],
                closing_words=data["closing_words"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Итог подведён. Бумагу «О выполнении резолюции» можно скачать.")
            return redirect(resolution)
    context = {
        "resolution": resolution,
        "content": resolution_content(resolution),
        "cancel": _address(resolution),
    }
    return show_form(request, "protocols/resolutions/resolution_close.html", form, context)


@require_http_methods(_BOTH)
def resolution_left(request: Request, resolution_id: int) -> HttpResponse:
    """What the previous resolution left undone; each can be taken into the draft."""
    resolution = managed_resolution(request, resolution_id, can_edit_resolution)
    if request.method == "POST":
        for key in request.POST.getlist("point"):
            if not (key.isascii() and key.isdecimal() and len(key) < 16):
                continue
            try:
                services.take_left_point(resolution.pk, point_id=int(key), by=request.actor, at=clock.now())
            except DomainError as refusal:
                messages.error(request, str(refusal))
        return redirect("protocols:resolution_left", resolution.pk)
    context = {"resolution": resolution, "left": offer_left_points(resolution)}
    return render(request, "protocols/resolutions/resolution_left.html", context)


def _page(request: Request, resolution: Resolution, bound: dict[int, ClosePointForm]) -> HttpResponse:
    content = resolution_content(resolution)
    offers = offered_evidence(resolution)
    groups: list[dict[str, Any]] = []
    for section in content.sections:
        rows = []
        for point in section.points:
            key = point.point.pk
            form = bound.get(key) or ClosePointForm(
                offers.get(key, []), initial={"state": point.marks.suggested}, auto_id=f"close-{key}-%s"
            )
            rows.append({"point": point, "form": form})
        groups.append({"section": section, "rows": rows})
    context = {
        "resolution": resolution,
        "content": content,
        "groups": groups,
        "closed_count": len(content.points) - len(content.without_outcome),
        "is_open": resolution.status == ResolutionStatus.ADOPTED,
    }
    status = 422 if bound else 200
    return render(request, "protocols/resolutions/resolution_closing.html", context, status=status)


def _managed(request: Request, point_id: int) -> tuple[Decision, Resolution]:
    point = get_object_or_404(Decision, pk=point_id, resolution__isnull=False)
    return point, managed_resolution(request, point.resolution_id or 0, can_close_resolution)


def _address(resolution: Resolution) -> str:
    return reverse("protocols:resolution_closing", args=[resolution.pk])
