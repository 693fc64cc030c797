"""Finding the event of an address; strangers get 404."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.events.models import Event


def visible_event(request: Request, event_id: int) -> Event:
    """The event, if the actor may open its page."""
    events = Event.objects.present().visible_to(request.actor).select_related("association__territory")
    return get_object_or_404(events, pk=event_id)


def managed_event(request: Request, event_id: int, may: Callable[[Actor, Event], Verdict]) -> Event:
    """The event, if `may` allows; 404 for everybody else, so that nothing is learned of it."""
    event = get_object_or_404(Event.objects.select_related("association__territory"), pk=event_id)
    if not may(request.actor, event):
        raise Http404
    return event
