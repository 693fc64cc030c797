"""The school year of the associations: 1 August to 31 August of the next year; August opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 2000
LAST_YEAR = 2100
OPENING_MONTH = 8


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """The school year that opens in August of the calendar year `start`."""

    start: int

    @classmethod
    def of(cls, day: date) -> SchoolYear:
        """The school year a day belongs to: August opens the new one."""
        return cls(day.year if day.month >= OPENING_MONTH else day.year - 1)

    @property
    def label(self) -> str:
        """«2024/2025»."""
        return f"{self.start}/{self.start + 1}"

    @property
    def first_day(self) -> date:
        return date(self.start, 8, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 8, 31)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def months(self) -> tuple[date, ...]:
        """First days of the twelve months of the shelf, September to August."""
        return tuple(date(self.start + (month > 12), (month - 1) % 12 + 1, 1) for month in range(9, 21))
