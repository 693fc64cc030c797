"""Calendar files (RFC 5545): days and appointments that any phone or mail program can take in.

Two kinds of entry and no others: whole days, and a meeting that begins and ends at a known time of a known zone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

PRODUCT_ID = "-//Stellazh//Stellazh//RU"
_UID_DOMAIN = "stellazh"


class EntryStatus(StrEnum):
    """How certain an entry is."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class WholeDays:
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Appointment:
    """From one moment to another, both aware and of one IANA zone."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. `uid` must stay the same as long as the thing lives, or calendars will show it twice.

    `is_busy` tells whether the time counts as taken when somebody looks for a free hour. `stamped_at` (aware) is the
    moment of the data. Texts may hold newlines; empty ones are left out.
    """

    uid: str
    summary: str
    when: WholeDays | Appointment
    stamped_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    categories: Sequence[str] = field(default_factory=tuple)
    status: EntryStatus = EntryStatus.CONFIRMED
    is_busy: bool = True


def calendar_ics(name: str, entries: Iterable[CalendarEntry], *, timezone: str, refresh_every: timedelta) -> bytes:
    """The entries as one calendar file.

    `name` is what a subscriber sees in the list of calendars, `timezone` the IANA name of its zone, `refresh_every` how
    often a subscribed program should ask anew. Zones of appointments are described in the file itself.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # NAME and REFRESH-INTERVAL are of RFC 7986; the X- pair says the same to programs older than it.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", timezone)
    calendar.add("refresh-interval", vDuration(refresh_every), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh_every))
    appointments = []
    for entry in entries:
        calendar.add_component(_event(entry))
        if isinstance(entry.when, Appointment):
            appointments.append(entry.when.begins_at.date())
    if appointments:
        # Without the bounds every file would carry the clock changes of the zone since 1970.
        first, last = min(appointments), max(appointments)
        calendar.add_missing_timezones(first_date=date(first.year, 1, 1), last_date=date(last.year + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid if "@" in entry.uid else f"{entry.uid}@{_UID_DOMAIN}")
    event.add("dtstamp", entry.stamped_at)
    if isinstance(entry.when, WholeDays):
        event.add("dtstart", entry.when.first)
        # RFC 5545 counts the end of whole days as the day after the last.
        event.add("dtend", entry.when.last + timedelta(days=1))
    else:
        event.add("dtstart", entry.when.begins_at)
        event.add("dtend", entry.when.ends_at)
    event.add("summary", entry.summary)
    for name in ("description", "location", "url"):
        if text := getattr(entry, name):
            event.add(name, text)
    if entry.categories:
        event.add("categories", list(entry.categories))
    event.add("status", entry.status.value)
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    return event
