"""On which days something repeats: every week, every second week, monthly by the weekday."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_TIMES = 52


class Rhythm(StrEnum):
    """How often."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often, and until which day (included) or how many times in all, the first included."""

    rhythm: Rhythm
    until: date | None = None
    times: int | None = None


def days_of(first: date, repetition: Repetition) -> list[date]:
    """The days from `first` on, at most `MOST_TIMES` + 1, so that a longer row is told from a full one.

    «Каждый второй вторник»: the n-th weekday of the month. A fifth one is taken as the last, which every month has.
    """
    most = min(repetition.times or MOST_TIMES + 1, MOST_TIMES + 1)
    days = []
    for step in range(most):
        day = _step(first, repetition.rhythm, step)
        if repetition.until is not None and day > repetition.until:
            break
        days.append(day)
    return days


def shifted(moment: datetime, delta: timedelta, zone: ZoneInfo) -> datetime:
    """The moment moved by the clock on the wall: 14:00 stays 14:00 when the clocks have changed in between."""
    return (moment.astimezone(zone).replace(tzinfo=None) + delta).replace(tzinfo=zone)


def wall_delta(before: datetime, after: datetime, zone: ZoneInfo) -> timedelta:
    """How far `after` lies from `before` by the clock on the wall."""
    return after.astimezone(zone).replace(tzinfo=None) - before.astimezone(zone).replace(tzinfo=None)


def _step(first: date, rhythm: Rhythm, step: int) -> date:
    if rhythm == Rhythm.WEEK:
        return first + timedelta(weeks=step)
    if rhythm == Rhythm.FORTNIGHT:
        return first + timedelta(weeks=2 * step)
    months = first.month - 1 + step
    return _nth_weekday(first.year + months // 12, months % 12 + 1, first.weekday(), (first.day - 1) // 7)


def _nth_weekday(year: int, month: int, weekday: int, place: int) -> date:
    begins, length = monthrange(year, month)
    day = 1 + (weekday - begins) % 7 + 7 * place
    return date(year, month, day if day <= length else day - 7)
