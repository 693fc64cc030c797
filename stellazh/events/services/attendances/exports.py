"""Lists of people taken out as files: who took which, and when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.events import can_read_participants
from stellazh.events.models import Event


@transaction.atomic
def note_export(event_id: int, *, what: str, by: Actor, at: datetime) -> None:
    """Keep that the list of attendance or of registration was taken out as a file.

    Raises:
        PermissionRefused: `by` may not see who takes part.
    """
    event = Event.objects.select_related("association").get(pk=event_id)
    require(can_read_participants(by, event))
    record("event_attendance_exported", event, by=by, at=at, scope=event.association.path, note=what[:200])
