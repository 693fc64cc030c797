"""What a phone at the door takes with it, so that it answers without a connection."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Min, Q

from stellazh.events.enums import EnrolmentState, MarkSource
from stellazh.events.models import Enrolment, Event

# Sixteen of the 64 signs tell the tickets of an event apart, and give none of them away.
DIGEST_LENGTH = 16


def ticket_digest(event: Event, ticket_code: str) -> str:
    """The fingerprint by which a phone knows a ticket. It cannot be turned back into one."""
    return hashlib.sha256(f"{event.uid}:{ticket_code}".encode()).hexdigest()[:DIGEST_LENGTH]


def door_list(event: Event) -> list[dict[str, Any]]:
    """Everybody with a ticket: fingerprint, name, whether it holds a place, when it was first scanned. One query."""
    first = Min(
        "attendance__marks__marked_at",
        filter=Q(attendance__marks__source=MarkSource.TICKET, attendance__marks__withdrawn_at=None),
    )
    rows = Enrolment.objects.filter(event=event).annotate(first_scan=first).order_by("sort_key", "pk")
    return [
        {
            "digest": ticket_digest(event, code),
            "name": name,
            "ok": state == EnrolmentState.CONFIRMED,
            "seen": f"{seen.astimezone(event.zone):%d.%m %H:%M}" if seen is not None else "",
        }
        for code, name, state, seen in rows.values_list("ticket_code", "name", "state", "first_scan")
    ]
