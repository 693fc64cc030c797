"""Who may scan tickets at the door."""

from __future__ import annotations

from typing import Final

from stellazh.audit.models import type_of
from stellazh.common.actor import Actor, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.events.access.events import can_mark_attendance
from stellazh.events.models import Event
from stellazh.links.models import SecretLink

# The secret link of a helper at the door: scanning the tickets of one event and nothing else.
DOOR_LINK: Final = "events.door"


def can_scan_tickets(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may scan tickets: whoever marks attendance, and the bearer of a link to this event's door."""
    if isinstance(actor, LinkHolder):
        is_this_door = (actor.purpose, actor.object_type) == (DOOR_LINK, type_of(event))
        if event.archived_at is None and is_this_door and actor.object_id == str(event.pk):
            return ALLOWED
        return refuse("Эта ссылка не от входа на это мероприятие.")
    return can_mark_attendance(actor, event)


def can_revoke_door(actor: Actor, link: SecretLink) -> Verdict:
    """Whether the actor may take a door's link back: whoever marks attendance at its event."""
    event = Event.objects.select_related("association").filter(pk=int(link.object_id)).first()
    return can_mark_attendance(actor, event) if event is not None else refuse("Такого мероприятия нет.")
