"""Announcing, calling off, finishing, taking back, putting away: each asks before it acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events import access, services
from stellazh.events.forms.events import AnnounceForm, ReasonForm
from stellazh.events.models import Event
from stellazh.events.reads.next_steps import counts_of, wishes
from stellazh.events.services.cloned import same_people
from stellazh.events.services.life import what_is_missing
from stellazh.events.views.finding import managed_event
from stellazh.events.wording import quoted, when_sentence
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked


@require_http_methods(["GET", "POST"])
def event_announce(request: Request, event_id: int) -> HttpResponse:
    """Show the event to people; what is missing is said."""
    event = managed_event(request, event_id, access.can_announce_event)
    at = clock.now()
    people = same_people(event, request.actor) if event.ends_at > at else []
    has_parts = event.children.present().exists()
    form = AnnounceForm(request.POST or None, has_parts=has_parts, people_count=len(people))
    missing = what_is_missing(event)
    text = f"{quoted(event.full_title)}, {when_sentence(event)} Страница открыта {event.get_visibility_display()}."
    page = {"title": "Объявить мероприятие", "text": text, "submit": "Объявить", "missing": missing}

    @transaction.atomic
    def announce() -> Event:
        chosen = form.cleaned_data
        announced = services.announce_event(
            event.pk, by=request.actor, at=at, with_parts=chosen.get("with_parts", False)
        )
        if chosen.get("same_people"):
            count = services.invite_same_people(event.pk, by=request.actor, at=at)
            messages.info(request, f"Приглашено: {count} {agree(count, 'человек', 'человека', 'человек')}.")
        return announced

    return _ask(
        request,
        event,
        form,
        {**page, "wishes": [] if missing else wishes(event)},
        announce,
        "Мероприятие объявлено.",
    )


@require_http_methods(["GET", "POST"])
def event_cancel(request: Request, event_id: int) -> HttpResponse:
    """Call the event off with a reason."""
    event = managed_event(request, event_id, access.can_announce_event)
    form = ReasonForm(request.POST or None)
    people = counts_of(event).confirmed
    told = f" Зарегистрировано: {people}." if people else ""
    text = f"{quoted(event.full_title)}, {when_sentence(event)}{told} Страница останется, на ней будет стоять причина."
    page = {"title": "Отменить мероприятие", "text": text, "submit": "Отменить мероприятие", "danger": True}
    return _ask(
        request,
        event,
        form,
        page,
        lambda: services.cancel_event(event.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()),
        "Мероприятие отменено.",
    )


@require_http_methods(["GET", "POST"])
def event_finish(request: Request, event_id: int) -> HttpResponse:
    """Say that it has been held."""
    event = managed_event(request, event_id, access.can_announce_event)
    counts = counts_of(event)
    text = f"{quoted(event.full_title)}, {when_sentence(event)} Отмечено участий: {counts.attended}."
    if event.plan_item_id is not None:
        text += " Пункт плана станет проведённым с этим числом; отметите участие ещё – оно обновится."
    page = {"title": "Отметить проведённым", "text": text, "submit": "Проведено"}
    return _ask(
        request,
        event,
        forms.Form(request.POST or None),
        page,
        lambda: services.finish_event(event.pk, by=request.actor, at=clock.now()),
        "Мероприятие отмечено проведённым.",
    )


@require_http_methods(["GET", "POST"])
def event_reopen(request: Request, event_id: int) -> HttpResponse:
    """Take back that it was held or called off."""
    event = managed_event(request, event_id, access.can_announce_event)
    text = f"{quoted(event.full_title)} вернётся к тому, что было до этого; итог в плане будет отозван."
    page = {"title": "Вернуть мероприятие", "text": text, "submit": "Вернуть"}
    return _ask(
        request,
        event,
        forms.Form(request.POST or None),
        page,
        lambda: services.reopen_event(event.pk, by=request.actor, at=clock.now()),
        "Мероприятие возвращено.",
    )


@require_http_methods(["GET", "POST"])
def event_archive(request: Request, event_id: int) -> HttpResponse:
    """Put the event away, or bring it back."""
    event = managed_event(request, event_id, access.can_restore_event)
    is_away = event.archived_at is not None
    if is_away:
        text = f"{quoted(event.full_title)} снова станет видно, и оно войдёт в подсчёты."
        page = {"title": "Вернуть из архива", "text": text, "submit": "Вернуть из архива"}
    else:
        text = (
            f"{quoted(event.full_title)} не будет видно никому, в подсчёты оно не войдёт. Вернуть можно в любой день."
        )
        page = {"title": "Убрать в архив", "text": text, "submit": "Убрать в архив"}
    deed = services.restore_event if is_away else services.archive_event
    return _ask(
        request,
        event,
        forms.Form(request.POST or None),
        page,
        lambda: deed(event.pk, by=request.actor, at=clock.now()),
        "Мероприятие возвращено из архива." if is_away else "Мероприятие в архиве.",
    )


def _ask(
    request: Request, event: Event, form: Any, page: dict[str, Any], deed: Callable[[], Event], done: str
) -> HttpResponse:
    overview = reverse("events:event_work", args=[event.pk])
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            return redirect(overview)
        if form.is_valid() and attempt(form, deed):
            messages.success(request, done)
            return redirect(overview)
    return show_form(request, "events/event_confirm.html", form, {"event": event, "cancel": overview, **page})
