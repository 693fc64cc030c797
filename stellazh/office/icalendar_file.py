"""Calendar files (RFC 5545): days and appointments that any phone or mail program can take in.

Two kinds of entry and no others: whole days, and a meeting that begins and ends at a known time of a known zone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

PRODUCT_ID = "-//Stellazh//Stellazh//RU"
_UID_DOMAIN = "stellazh"
_LINE_OCTETS = 75
_BACKSLASH = ord("\\")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_END = b"END:VCALENDAR\r\n"


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
    written, moments = [], []
    for entry in entries:
        written.append(_event(entry))
        if isinstance(entry.when, Appointment):
            moments.append(entry.when.begins_at)
    if moments:
        _describe_zones(calendar, moments)
    head = bytes(calendar.to_ical())
    return b"".join([head.removesuffix(_END), *written, _END])


def _describe_zones(calendar: Calendar, moments: Sequence[datetime]) -> None:
    """Add the zones of the moments, from the year of the first to two years after the last."""
    # Without the bounds every file would carry the clock changes of the zone since 1970.
    first, last = min(moments).year, max(moments).year
    for moment in {str(moment.tzinfo): moment for moment in moments}.values():
        event = Event()
        event.add("dtstart", moment)
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last + 2, 1, 1))
    calendar.subcomponents = [component for component in calendar.subcomponents if component.name != "VEVENT"]


def _event(entry: CalendarEntry) -> bytes:
    """One event, written by hand: a region subscribes to thousands, and the library needs a third of a millisecond
    for each (docs/operations/speed.md)."""
    uid = entry.uid if "@" in entry.uid else f"{entry.uid}@{_UID_DOMAIN}"
    lines = ["BEGIN:VEVENT", f"UID:{_text(uid)}", f"DTSTAMP:{entry.stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"]
    if isinstance(entry.when, WholeDays):
        lines.append(f"DTSTART;VALUE=DATE:{entry.when.first:%Y%m%d}")
        # RFC 5545 counts the end of whole days as the day after the last.
        lines.append(f"DTEND;VALUE=DATE:{entry.when.last + timedelta(days=1):%Y%m%d}")
    else:
        lines.append(f"DTSTART{_moment(entry.when.begins_at)}")
        lines.append(f"DTEND{_moment(entry.when.ends_at)}")
    lines.append(f"SUMMARY:{_text(entry.summary)}")
    if entry.description:
        lines.append(f"DESCRIPTION:{_text(entry.description)}")
    if entry.location:
        lines.append(f"LOCATION:{_text(entry.location)}")
    if entry.url:
        lines.append(f"URL:{_LINE_ENDS.sub('', entry.url)}")
    if entry.categories:
        lines.append(f"CATEGORIES:{','.join(map(_text, entry.categories))}")
    lines += [f"STATUS:{entry.status.value}", f"TRANSP:{'OPAQUE' if entry.is_busy else 'TRANSPARENT'}", "END:VEVENT"]
    return b"".join(map(_folded, lines))


def _moment(moment: datetime) -> str:
    if moment.utcoffset() == timedelta() and str(moment.tzinfo) == "UTC":
        return f":{moment:%Y%m%dT%H%M%SZ}"
    return f";TZID={moment.tzinfo}:{moment:%Y%m%dT%H%M%S}"


def _text(text: str) -> str:
    r"""A TEXT value (RFC 5545, 3.3.11): «,» becomes «\,», a line's end «\n»."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _LINE_ENDS.sub(r"\\n", text)


def _folded(line: str) -> bytes:
    """The line with its end, cut into pieces of at most 75 octets, never inside a sign (RFC 5545, 3.1)."""
    data = line.encode()
    if len(data) <= _LINE_OCTETS:
        return data + b"\r\n"
    pieces, start, room = [], 0, _LINE_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        # Some programs lose a backslash that ends a line.
        if data[end - 1] == _BACKSLASH:
            end -= 1
        pieces.append(data[start:end])
        # The blank before a piece counts too.
        start, room = end, _LINE_OCTETS - 1
    return b"\r\n ".join([*pieces, data[start:]]) + b"\r\n"
