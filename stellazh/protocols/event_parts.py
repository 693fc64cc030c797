"""What protocols add to the pages of events: a tab for those who keep them, a line for those who may read."""

from __future__ import annotations

from typing import Any

from stellazh.associations.access import can
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.events.models import Event
from stellazh.events.page_part import PagePart, more_parts
from stellazh.events.tabs import EventTab, more_tabs
from stellazh.protocols.models import Protocol


def can_open_tab(actor: Actor, event: Event) -> Verdict:
    """Whether the actor keeps protocols of the event's association."""
    return can(actor, "protocols.edit_protocol", event.association)


def protocol_part(request: Request, event: Event) -> dict[str, Any] | None:
    """The signed protocol of the event, for whoever may read it. No query for a guest, one for others."""
    if request.actor.actor_kind != ActorKind.PERSON:
        return None
    rows = Protocol.objects.visible_to(request.actor).signed().filter(event=event)
    protocol = rows.only("pk", "number", "held_on").first()
    return None if protocol is None else {"protocol": protocol}


def register() -> None:
    """Add the entries."""
    more_tabs.add(EventTab("protocol", "Протокол", "protocols:event_protocol", can_open_tab))
    more_parts.add(PagePart("protocol", 50, "protocols/event_part.html", protocol_part))
