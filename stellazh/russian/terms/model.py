"""What a date phrase of a work plan means, once it has been read."""

import datetime as dt
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    """How a phrase names its time. The values are stored, for ever."""

    DATE = "date"
    DATE_RANGE = "date_range"
    MONTH = "month"
    MONTHS = "months"
    MONTH_RANGE = "month_range"
    WEEK_OF_MONTH = "week_of_month"
    DECADE_OF_MONTH = "decade_of_month"
    HALF_MONTH = "half_month"
    PART_OF_MONTH = "part_of_month"
    NTH_WEEKDAY = "nth_weekday"
    QUARTER = "quarter"
    QUARTER_RANGE = "quarter_range"
    HALF_YEAR = "half_year"
    SCHOOL_QUARTER = "school_quarter"
    SEASON = "season"
    HOLIDAYS = "holidays"
    HOLIDAY_RELATIVE = "holiday_relative"
    SCHOOL_YEAR = "school_year"
    CALENDAR_YEAR = "calendar_year"
    YEAR_RANGE = "year_range"
    PART_OF_YEAR = "part_of_year"
    DEADLINE = "deadline"
    RECURRING = "recurring"
    PERMANENT = "permanent"
    UNLIMITED = "unlimited"
    AS_NEEDED = "as_needed"
    BY_SCHEDULE = "by_schedule"
    TIME = "time"
    UNKNOWN = "unknown"
    NONE = "none"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class TermWarning:
    """Something a person should look at. `code` is stable; `text` is a Russian sentence fit to show."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A date phrase and its reading.

    `raw` is the text exactly as it was given. `start` and `end` are inclusive days: a deadline has no start, an open
    «с 1 октября» has no end, and `unknown`, `invalid`, `none` and the like have neither.
    `format` is "online", "onsite", "mixed" or empty. `months` holds the first day of each month of a list of months;
    `days` each day of a list of separate days, whose `start` and `end` are then only the outer two.
    `exact` says that the phrase itself names its days, not a span they fall into.
    """

    raw: str
    kind: TermKind
    start: date | None = None
    end: date | None = None
    remark: str = ""
    place: str = ""
    time: dt.time | None = None
    format: str = ""
    months: tuple[date, ...] = ()
    warnings: tuple[TermWarning, ...] = ()
    days: tuple[date, ...] = ()
    exact: bool = False

    @property
    def is_day(self) -> bool:
        """True for one real day or an unbroken run of them: what a calendar may show as an appointment.

        False for months, weeks, seasons, deadlines, «ко Дню Победы», «данные на …» and for lists of separate days
        (take those from `days`).
        """
        return self.exact and self.start is not None and self.end is not None
