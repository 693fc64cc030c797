"""The one place that reads the clock. Services get the time as `at`; views, jobs and commands take it here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateparse import parse_datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today(zone: str | None = None) -> date:
    """The present day in `zone` (an IANA name), or in the installation's own zone."""
    return timezone.localdate(now(), ZoneInfo(zone) if zone else timezone.get_default_timezone())


def day_of(at: datetime, zone: str | None = None) -> date:
    """The day on which a moment falls in `zone`, or in the installation's own zone."""
    return at.astimezone(ZoneInfo(zone) if zone else timezone.get_default_timezone()).date()


def moment_from(text: str) -> datetime | None:
    """The aware moment an address names, in UTC; None for what is none or lies beyond the calendar."""
    try:
        found = parse_datetime(text[:40])
        return found.astimezone(UTC) if found is not None and timezone.is_aware(found) else None
    except (ValueError, OverflowError):
        return None
