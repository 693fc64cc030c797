"""Where people are asked how it was: the card on the event's page, the link beside a ticket."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.reads.feedback import form_to_offer


def feedback_part(request: Request, event: Event) -> dict[str, Any] | None:
    """A card for whoever is signed in, may answer now and did not; nothing before the event is over."""
    if request.actor.actor_kind != ActorKind.PERSON:
        return None
    form = form_to_offer(request.actor, event, at=clock.now())
    return None if form is None else {"is_anonymous": form.is_anonymous}


def feedback_address(actor: Actor, event: Event, *, token: str = "") -> str:
    """Where the actor tells how it was, a guest by her `token`; nothing when there is nothing to ask her now."""
    if form_to_offer(actor, event, at=clock.now()) is None:
        return ""
    if token:
        return reverse("events:guest_feedback", args=[token])
    return reverse("events:feedback_answer", args=[event.pk])
