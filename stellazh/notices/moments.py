"""When letters leave: after the quiet hours, at the hour of the digest. Pure reckoning, no rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stellazh.notices.enums import DigestDays

SATURDAY = 5
MONDAY = 0


def after_quiet_hours(at: datetime, quiet_from: time | None, quiet_to: time | None, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into. They may go over midnight: 21:00 to 8:00."""
    if quiet_from is None or quiet_to is None:
        return at
    local = at.astimezone(zone)
    now = local.time()
    goes_over_midnight = quiet_from > quiet_to
    is_quiet = (now >= quiet_from or now < quiet_to) if goes_over_midnight else quiet_from <= now < quiet_to
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1) if goes_over_midnight and now >= quiet_from else local.date()
    return _moment(day, quiet_to, zone)


def next_digest(at: datetime, days: str, hour: int, zone: ZoneInfo) -> datetime:
    """The first digest after that moment, by the person's days, hour and zone."""
    day = at.astimezone(zone).date()
    while True:
        moment = _moment(day, time(hour), zone)
        if moment > at and _is_day_of_digest(day, days):
            return moment
        day += timedelta(days=1)


def _is_day_of_digest(day: date, days: str) -> bool:
    match days:
        case DigestDays.WEEKDAYS:
            return day.weekday() < SATURDAY
        case DigestDays.MONDAYS:
            return day.weekday() == MONDAY
        case _:
            return True


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
