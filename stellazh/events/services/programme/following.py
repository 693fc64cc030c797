"""What becomes of the programme when the event is moved to another day or hour."""

from __future__ import annotations

from datetime import datetime

from stellazh.common.actor import Actor
from stellazh.events.models import Event, Slot
from stellazh.events.moments import Changes
from stellazh.events.repeating import shifted, wall_delta


def follow_event(event: Event, changes: Changes, by: Actor, at: datetime) -> None:
    """Move every time of the programme with an event that was moved as a whole: to another day, or begun and ended
    earlier or later alike. An event that only grew longer or shorter leaves its programme alone.
    """
    before, after = changes.get("starts_at", (None, None))
    if not isinstance(before, datetime) or not isinstance(after, datetime):
        return
    zone = event.zone
    delta = wall_delta(before, after, zone)
    ended, ends = changes.get("ends_at", (event.ends_at, event.ends_at))
    is_same_length = (
        isinstance(ended, datetime) and isinstance(ends, datetime) and wall_delta(ended, ends, zone) == delta
    )
    is_other_day = before.astimezone(zone).date() != after.astimezone(zone).date()
    if not (is_same_length or is_other_day):
        return
    rows = list(Slot.objects.filter(event=event, starts_at__isnull=False))
    for row in rows:
        row.starts_at = shifted(row.starts_at, delta, zone) if row.starts_at else None
        row.ends_at = shifted(row.ends_at, delta, zone) if row.ends_at else None
        row.version += 1
    Slot.objects.bulk_update(rows, ["starts_at", "ends_at", "version"], batch_size=200)
