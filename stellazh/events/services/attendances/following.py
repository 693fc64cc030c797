"""What becomes of the helpers' links when the event is moved or called off."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stellazh.common.actor import Actor, System
from stellazh.events.access.attendances import DOOR_LINK
from stellazh.events.models import Event
from stellazh.events.moments import Changes
from stellazh.events.services.attendances.door import OPEN_AFTER_END
from stellazh.links.models import SecretLink, SecretLinkQuerySet
from stellazh.links.services import prolong_links, revoke_links

_BY: Final = System("вход на мероприятие")


def move_doors(event: Event, changes: Changes, by: Actor, at: datetime) -> None:
    """Let the links of an event with another end live until twelve hours after it; shut them when that has passed."""
    if "ends_at" not in changes:
        return
    ends_at = event.ends_at + OPEN_AFTER_END
    if ends_at > at:
        prolong_links(_doors(event), expires_at=ends_at, by=_BY, at=at)
    else:
        revoke_links(_doors(event), by=_BY, at=at)


def shut_doors(event: Event, changes: Changes, by: Actor, at: datetime) -> None:
    """Take back the links of an event that was called off."""
    revoke_links(_doors(event), by=_BY, at=at)


def _doors(event: Event) -> SecretLinkQuerySet:
    return SecretLink.objects.about(event).filter(purpose=DOOR_LINK)
