"""Rows held for the length of a transaction."""

from __future__ import annotations

from stellazh.events.models import Event


def locked_event(event_id: int) -> Event:
    """The event with its association, held until the transaction ends: places, marks and states are decided under it.

    Raises:
        Event.DoesNotExist: there is no such event.
    """
    return Event.objects.select_for_update(of=("self",)).select_related("association").get(pk=event_id)
