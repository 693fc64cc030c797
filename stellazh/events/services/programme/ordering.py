"""The order of lines: by time where it is known, by hand where somebody wants it otherwise."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access import can_edit_event
from stellazh.events.models import Slot
from stellazh.events.services.locking import locked_event


class Way(StrEnum):
    """Whither."""

    UP = "up"
    DOWN = "down"


@transaction.atomic
def move_slot(slot_id: int, *, way: Way, by: Actor, at: datetime) -> bool:
    """Change places with the line before or after it in the same section. Gives whether it moved; at the end it stays.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    slot = Slot.objects.get(pk=slot_id)
    event = locked_event(slot.event_id)
    require(can_edit_event(by, event))
    rows = _beside(slot)
    place = next((place for place, row in enumerate(rows) if row.pk == slot_id), None)
    if place is None:
        return False
    other = place + (-1 if way == Way.UP else 1)
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    _number(rows)
    record("slot_moved", slot, by=by, at=at, scope=event.association.path, note=str(event)[:300])
    return True


def place_last(slot: Slot) -> None:
    """Set the position after all others of its section; the row itself is saved by the caller."""
    rows = [row for row in _beside(slot) if row.pk != slot.pk]
    slot.position = (rows[-1].position if rows else 0) + 1


def place_by_time(slot: Slot) -> None:
    """Set the position before the first line of its section that begins later; without a time after all others.

    The lines after it are numbered anew; the row itself is saved by the caller.
    """
    rows = [row for row in _beside(slot) if row.pk != slot.pk]
    later = None
    if slot.starts_at is not None:
        begins = slot.starts_at
        later = next((n for n, row in enumerate(rows) if row.starts_at is not None and row.starts_at > begins), None)
    rows.insert(len(rows) if later is None else later, slot)
    _number(rows)


def _beside(slot: Slot) -> list[Slot]:
    return list(
        Slot.objects.filter(event_id=slot.event_id, parent_id=slot.parent_id, archived_at=None)
        .only("pk", "position", "starts_at")
        .order_by("position", "pk")
    )


def _number(rows: list[Slot]) -> None:
    changed = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            if row.pk is not None:
                changed.append(row)
    Slot.objects.bulk_update(changed, ["position"])
