"""Which items of a plan are asked for: month, section, owner, state, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stellazh.russian.collation import fold
from stellazh.workplans.enums import ItemStatus

LATE = "late"
NO_SECTION = 0


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """What to show of a plan; empty values ask for everything.

    `month` is the first day of a month, `section` a key or 0 for items without one, `owner` a name as written,
    `status` an `ItemStatus` code or «late».
    """

    month: date | None = None
    section: int | None = None
    owner: str = ""
    status: str = ""
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the plan."""
        return self == PlanFilters()


def falls_into(month: date, start: date | None, end: date | None, months: Sequence[str]) -> bool:
    """Whether an item of those days, or of those named months, is of the month."""
    if months:
        return month.isoformat() in months
    first, last = start or end, end or start
    if first is None or last is None:
        return False
    return first <= last_day(month) and last >= month


def last_day(month: date) -> date:
    """The last day of the month that begins on that day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def is_late(status: str, end: date | None, on: date) -> bool:
    """Whether an item is still planned although its last day has passed."""
    return status == ItemStatus.PLANNED and end is not None and end < on


def holds_words(text: str, *, within: str) -> bool:
    """Whether every word of `text` is found, blind to case and ё."""
    folded = fold(within)
    return all(word in folded for word in fold(text).split())
