"""Helpers at the door: a link that scans tickets of one event, for somebody without an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from stellazh.common.actor import Actor, LinkHolder
from stellazh.common.verdict import require
from stellazh.events.access.attendances import DOOR_LINK, can_scan_tickets
from stellazh.events.access.events import can_mark_attendance
from stellazh.events.models import Event
from stellazh.events.services.attendances.grounds import require_not_cancelled
from stellazh.events.services.attendances.refusals import TooLateForDoor
from stellazh.events.services.locking import locked_event
from stellazh.links.models import SecretLink
from stellazh.links.services import IssuedLink, create_link, holder, open_link, revoke_link

OPEN_AFTER_END: Final = timedelta(hours=12)


@transaction.atomic
def open_door(event_id: int, *, label: str, by: Actor, at: datetime) -> IssuedLink:
    """Give out a link that scans this event's tickets until twelve hours after its end; its secret exists only here.

    Raises:
        PermissionRefused: `by` does not mark attendance here.
        EventIsCancelled; TooLateForDoor: the event has ended that long ago.
    """
    event = locked_event(event_id)
    require(can_mark_attendance(by, event))
    require_not_cancelled(event)
    ends_at = event.ends_at + OPEN_AFTER_END
    if ends_at <= at:
        raise TooLateForDoor("Мероприятие давно закончилось: ссылка для входа уже не нужна.")
    return create_link(
        DOOR_LINK,
        thing=event,
        owner_id=by.actor_id,
        label=label.strip() or "Помощник у входа",
        expires_at=ends_at,
        by=by,
        at=at,
        scope=event.association.path,
    )


@transaction.atomic
def close_door(event_id: int, link_id: int, *, by: Actor, at: datetime) -> SecretLink:
    """Take a helper's link back; what it has scanned stays.

    Raises:
        PermissionRefused: `by` does not mark attendance here.
        SecretLink.DoesNotExist: no such link of this event.
    """
    event = Event.objects.select_related("association").get(pk=event_id)
    require(can_mark_attendance(by, event))
    link = SecretLink.objects.about(event).filter(purpose=DOOR_LINK).get(pk=link_id)
    return revoke_link(link.pk, by=by, at=at)


def who_stands_at_door(token: str, *, at: datetime) -> tuple[Event, LinkHolder] | None:
    """The event and the actor that an opened link is; None for every link that opens nothing. Fit for a GET."""
    link = open_link(token, DOOR_LINK, at=at)
    if link is None:
        return None
    event = Event.objects.select_related("association").filter(pk=int(link.object_id)).first()
    bearer = holder(link)
    return (event, bearer) if event is not None and can_scan_tickets(bearer, event) else None
