"""Meetings of the day that an old protocol may belong to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stellazh.associations.models import Association
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.protocols.models import Protocol


def events_offered(association: Association, held_on: date | None) -> list[Event]:
    """The association's events of that day that have no protocol. One query, none without a day."""
    if held_on is None:
        return []
    begins = datetime.combine(held_on, time.min, ZoneInfo(association.time_zone))
    rows = Event.objects.present().filter(
        association=association, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    taken = Protocol.objects.present().filter(event__isnull=False).values("event_id")
    return list(rows.exclude(status=EventStatus.CANCELLED).exclude(pk__in=taken).order_by("starts_at", "pk")[:10])
