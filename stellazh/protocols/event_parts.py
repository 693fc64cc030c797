"""What protocols add to the pages of events: a tab for those who keep them, a line for those who may read or begin."""

from __future__ import annotations

from typing import Any

from stellazh.associations.access import can
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.events.page_part import PagePart, more_parts
from stellazh.events.tabs import EventTab, more_tabs
from stellazh.protocols.models import Protocol
from stellazh.workplans.enums import EventForm

# Gatherings that people expect a protocol of.
MEETINGS = (EventForm.MEETING, EventForm.CONFERENCE_MEETING)


def can_open_tab(actor: Actor, event: Event) -> Verdict:
    """Whether the actor keeps protocols of the event's association."""
    return can(actor, "protocols.edit_protocol", event.association)


def protocol_part(request: Request, event: Event) -> dict[str, Any] | None:
    """The protocol of the event, for whoever may read it; an offer to begin it, for those who keep protocols.

    No query for a guest, one for others.
    """
    if request.actor.actor_kind != ActorKind.PERSON:
        return None
    rows = Protocol.objects.present().visible_to(request.actor).filter(event=event)
    protocol = rows.only("pk", "number", "held_on", "status").first()
    if protocol is not None:
        return {"protocol": protocol}
    is_wanted = event.status == EventStatus.HELD and event.form in MEETINGS
    return {"protocol": None} if is_wanted and can_open_tab(request.actor, event) else None


def register() -> None:
    """Add the entries."""
    more_tabs.add(EventTab("protocol", "Протокол", "protocols:event_protocol", can_open_tab))
    more_parts.add(PagePart("protocol", 50, "protocols/event_part.html", protocol_part))
