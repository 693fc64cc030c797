"""Called for, collected, adopted, put away: each asks before it acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.forms.resolutions import AdoptForm
from stellazh.protocols.models import Resolution
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.proposals import proposal_board
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.views.finding import managed_resolution, visible_resolution
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
def resolution_call(request: Request, resolution_id: int) -> HttpResponse:
    """Tell everybody that proposals are collected."""
    resolution = managed_resolution(request, resolution_id, access.can_edit_resolution)
    page = {
        "title": "Позвать участников?",
        "text": "Все участники вашего объединения и объединений ниже получат уведомление: можно вносить предложения и "
        "голосовать за чужие.",
        "submit": "Позвать",
    }
    return _ask(
        request,
        resolution,
        page,
        lambda: services.call_for_proposals(resolution.pk, by=request.actor, at=clock.now()),
        "Участникам сообщили.",
    )


@require_http_methods(_BOTH)
def resolution_collecting(request: Request, resolution_id: int) -> HttpResponse:
    """End the collecting of proposals, or begin it again."""
    resolution = managed_resolution(request, resolution_id, access.can_edit_resolution)
    if resolution.status == ResolutionStatus.COLLECTING:
        deed, said = services.close_collecting, "Сбор предложений окончен."
        page = {
            "title": "Закончить сбор предложений?",
            "text": "Новых предложений и голосов больше не будет. Внесённые можно включать в проект и дальше.",
            "submit": "Закончить сбор",
        }
    else:
        deed, said = services.reopen_collecting, "Предложения снова принимаются."
        page = {
            "title": "Снова принимать предложения?",
            "text": "Участники смогут вносить предложения и голосовать.",
            "submit": "Открыть сбор",
        }
    return _ask(request, resolution, page, lambda: deed(resolution.pk, by=request.actor, at=clock.now()), said)


@require_http_methods(_BOTH)
def resolution_adopt(request: Request, resolution_id: int) -> HttpResponse:
    """Make the draft binding, after a look at what is adopted."""
    resolution = visible_resolution(request, resolution_id)
    if not access.can_adopt_resolution(request.actor, resolution):
        raise Http404
    if resolution.is_binding:
        return redirect(resolution)
    today = clock.today(resolution.association.time_zone)
    form = AdoptForm(resolution, request.POST or None, initial={"adopted_on": today})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.adopt_resolution(
                resolution.pk,
                adopted_on=data["adopted_on"],
                protocol_id=data["protocol_id"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Резолюция принята. Поручения разосланы тем, кто за них отвечает.")
            return redirect(resolution)
    context = {
        "resolution": resolution,
        "content": resolution_content(resolution),
        "open_count": proposal_board(resolution, request.actor).open_count,
        "cancel": resolution.get_absolute_url(),
    }
    return show_form(request, "protocols/resolutions/resolution_adopt.html", form, context)


@require_http_methods(_BOTH)
def resolution_archive(request: Request, resolution_id: int) -> HttpResponse:
    """Put a draft away, or bring it back."""
    resolution = managed_resolution(request, resolution_id, access.can_archive_resolution)
    if resolution.archived_at is None:
        deed, said = services.archive_resolution, "Резолюция убрана в архив."
        page = {
            "title": "Убрать резолюцию в архив?",
            "text": "Её увидят только те, кто готовит резолюции. Вернуть можно в любой день.",
            "submit": "Убрать в архив",
        }
    else:
        deed, said = services.restore_resolution, "Резолюция возвращена."
        page = {"title": "Вернуть резолюцию из архива?", "text": "", "submit": "Вернуть"}
    return _ask(request, resolution, page, lambda: deed(resolution.pk, by=request.actor, at=clock.now()), said)


def _ask(
    request: Request, resolution: Resolution, page: dict[str, Any], deed: Callable[[], object], said: str
) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not is_still_asked(request, page["submit"]):
            return redirect(resolution)
        if attempt(form, deed):
            messages.success(request, said)
            return redirect(resolution)
    return show_form(request, "ui/confirm.html", form, page | {"cancel": resolution.get_absolute_url()})
