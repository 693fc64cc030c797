"""When an event is, in words, in the zone of its association."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stellazh.events.models import Event
from stellazh.russian.calendar_words import day_and_month, long_date, short_date, span_words, weekday_short
from stellazh.workplans.enums import ItemFormat

MOSCOW = ZoneInfo("Europe/Moscow")
_NO_TIME = timedelta()


def days_words(event: Event) -> str:
    """«8 октября 2024 г.», «20–27 ноября 2026 г.», «с 28 октября по 3 ноября 2024 г.»."""
    return span_words(event.first_day, event.last_day)


def hours_words(event: Event) -> str:
    """«14:00–16:00», of events over night or over days the first hour alone; nothing for whole days."""
    if event.is_all_day:
        return ""
    begins, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    if begins.date() != ends.date():
        return f"начало в {clock_words(begins)}"
    return clock_words(begins) if begins == ends else f"{clock_words(begins)}–{clock_words(ends)}"


def when_words(event: Event) -> str:
    """«8 октября 2024 г., вт, 14:00–16:00 (МСК)»; of several days only the days and the first hour."""
    parts = [days_words(event)]
    if event.first_day == event.last_day:
        parts.append(weekday_short(event.first_day))
    if hours := hours_words(event):
        zone = zone_words(event)
        parts.append(f"{hours} ({zone})" if zone else hours)
    return ", ".join(parts)


def when_sentence(event: Event) -> str:
    """`when_words` and one full stop, also after «г.»."""
    return f"{when_words(event).removesuffix('.')}."


def short_when(event: Event) -> str:
    """«08.10.2024, 14:00» or «20.11.2026–27.11.2026», for rows of tables."""
    if event.first_day != event.last_day:
        return f"{short_date(event.first_day)}–{short_date(event.last_day)}"
    day = short_date(event.first_day)
    return day if event.is_all_day else f"{day}, {clock_words(event.starts_at.astimezone(event.zone))}"


def day_words(event: Event) -> str:
    """«8 октября», «20–27 ноября», for a link that says which event it leads to."""
    first, last = event.first_day, event.last_day
    if first == last:
        return day_and_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_and_month(last)}"
    return f"{day_and_month(first)} – {day_and_month(last)}"


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """«8 октября 2024 г., 14:00»."""
    local = at.astimezone(zone)
    return f"{long_date(local.date())}, {clock_words(local)}"


def quoted(title: str) -> str:
    """The title in «»; quotes within it become „“, as papers are printed."""
    return f"«{title.replace('«', '„').replace('»', '“')}»"


def clock_words(local: datetime) -> str:
    """«9:05»."""
    return f"{local.hour}:{local:%M}"


def zone_words(event: Event) -> str:
    """«МСК», «МСК+4», where the reader may live by another clock: of every event online, and outside Moscow's zone."""
    local, moscow = event.starts_at.astimezone(event.zone), event.starts_at.astimezone(MOSCOW)
    ahead = (local.utcoffset() or _NO_TIME) - (moscow.utcoffset() or _NO_TIME)
    if not ahead:
        return "" if event.format == ItemFormat.ONSITE else "МСК"
    hours = ahead / timedelta(hours=1)
    return f"МСК{hours:+g}".replace("-", "−").replace(".", ",")
