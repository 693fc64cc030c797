"""The button «Отметиться» on the page of an event, while a code is open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.events.enums import EventStatus
from stellazh.events.models import CheckInCode, Event

# Codes of an event are open around it; at other times nobody is asked.
_AROUND = timedelta(hours=12)


def check_in_part(request: Request, event: Event) -> dict[str, Any] | None:
    """Something to draw for whoever is signed in while a code of the event is open. One query, near the event alone."""
    at = clock.now()
    is_near = event.starts_at - _AROUND <= at <= event.ends_at + _AROUND
    if not is_near or request.actor.actor_kind != ActorKind.PERSON or event.status == EventStatus.CANCELLED:
        return None
    open_now = CheckInCode.objects.filter(event=event, opens_at__lte=at, closes_at__gt=at, revoked_at=None)
    return {} if open_now.exists() else None
