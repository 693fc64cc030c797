"""Moments and lengths of time as lists of video rooms write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_CLOCK: Final = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(am|pm)?", re.IGNORECASE)
_ISO: Final = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DOTTED: Final = re.compile(r"(?<!\d)(\d{1,2})[.-](\d{1,2})[.-](\d{4}|\d{2})(?!\d)")
_STROKED: Final = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_WORDED: Final = re.compile(r"(?<!\d)(\d{1,2})\s+([а-яa-z]{3,10})\.?\s+(\d{4})", re.IGNORECASE)
_SHIFT: Final = re.compile(r"\d(?:\s?(Z)|\s?(?:UTC|GMT)?\s?([+-])(\d{2}):?(\d{2}))\s*$", re.IGNORECASE)
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ENGLISH_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_UNITS: Final = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*"
    r"(?:(?P<d>д(?:н|ень|ня|ней)?\b|days?\b|d\b)|(?P<h>ч(?:ас\w*)?\b|hours?\b|hrs?\b|h\b)"
    r"|(?P<m>м(?:ин\w*)?\b|minutes?\b|mins?\b|m\b)|(?P<s>с(?:ек\w*)?\b|seconds?\b|secs?\b|s\b))",
    re.IGNORECASE,
)
_ISO_LENGTH: Final = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?", re.IGNORECASE)
_THREE: Final = re.compile(r"(?:(\d+)\.)?(\d{1,3}):(\d{2}):(\d{2})(?:\.\d+)?")
_TWO: Final = re.compile(r"(\d{1,4}):(\d{2})")
_PLAIN: Final = re.compile(r"\d{1,7}(?:[.,]\d+)?")
# Nobody sits in a room longer; a larger number is no length of time.
LONGEST: Final = timedelta(days=7)


def read_moment(text: str, *, zone: ZoneInfo, on: date) -> datetime | None:
    """A moment as the list has it, aware; None for what is none.

    Without a day it is of the day `on`, without a zone of `zone`. «10/08/2024» is read as whichever of the two days is
    `on`, else with «PM» as Americans write, else the day first.
    """
    clock = _clock(text)
    if clock is None:
        return None
    day = _day(text, on, is_american=bool(re.search(r"\d\s*[ap]m\b", text, re.IGNORECASE)))
    if day is None:
        return None
    naive = datetime.combine(day, clock)
    shift = _SHIFT.search(text)
    if shift is None:
        return naive.replace(tzinfo=zone)
    if shift[1]:
        return naive.replace(tzinfo=UTC)
    offset = timedelta(hours=int(shift[3]), minutes=int(shift[4]))
    if offset > timedelta(hours=14):
        return None
    return (naive + (offset if shift[2] == "-" else -offset)).replace(tzinfo=UTC)


def read_length(text: str, *, unit: str = "", between: timedelta | None = None) -> timedelta | None:
    """A length of time: «1 ч 5 мин», «65», «01:05:00», «1h 5m 12s», «PT1H5M»; None for what is none.

    A bare number is of the heading's `unit` (minutes unless told). «1:05» is hours and minutes or minutes and seconds:
    whichever is nearer to `between`, the time from joining to leaving; hours and minutes when that is not known.
    """
    words = text.strip().casefold()
    found: timedelta | None = None
    if match := _THREE.fullmatch(words):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        found = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    elif match := _TWO.fullmatch(words):
        found = _two_parts(int(match[1]), int(match[2]), between)
    elif _PLAIN.fullmatch(words):
        found = timedelta(**{unit or "minutes": float(words.replace(",", "."))})
    elif (match := _ISO_LENGTH.fullmatch(words)) and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        found = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    elif parts := list(_UNITS.finditer(words)):
        found = sum((_worded(part) for part in parts), timedelta())
    return found if found is not None and timedelta() <= found <= LONGEST else None


def whole_minutes(length: timedelta) -> int:
    """Rounded to the nearest minute."""
    return int((length.total_seconds() + 30) // 60)


def _worded(part: re.Match[str]) -> timedelta:
    number = min(float(part[1].replace(",", ".")), 1e6)
    if part["d"]:
        return timedelta(days=number)
    if part["h"]:
        return timedelta(hours=number)
    return timedelta(minutes=number) if part["m"] else timedelta(seconds=number)


def _two_parts(first: int, second: int, between: timedelta | None) -> timedelta | None:
    if second > 59:
        return None
    longer, shorter = timedelta(hours=first, minutes=second), timedelta(minutes=first, seconds=second)
    if between is not None:
        return min((longer, shorter), key=lambda length: abs(length - between))
    return longer if first < 24 else shorter


def _clock(text: str) -> time | None:
    match = _CLOCK.search(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4].casefold() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def _day(text: str, on: date, *, is_american: bool) -> date | None:
    if match := _ISO.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.search(text):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    if match := _STROKED.search(text):
        year, one, two = _year(match[3]), int(match[1]), int(match[2])
        day_first, month_first = _date(year, two, one), _date(year, one, two)
        if on in (day_first, month_first):
            return on
        return (month_first or day_first) if is_american else (day_first or month_first)
    if match := _WORDED.search(text):
        month = _month(match[2].casefold())
        return _date(int(match[3]), month, int(match[1])) if month else None
    return on


def _month(word: str) -> int:
    for names in (_MONTHS, _ENGLISH_MONTHS):
        for number, beginning in enumerate(names, start=1):
            if word.startswith(beginning):
                return number
    return 0


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
