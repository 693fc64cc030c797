"""The school's own calendar: четверти, полугодия, каникулы. Set by a district, so it is data and not code."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 1900
LAST_YEAR = 2199


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def clamped(year: int, month: int, day: int) -> date:
    """The day, or the last one of the month when the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the school year between two (month, day) pairs, both inclusive. August opens the year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def in_school_year(self, school_year: int) -> tuple[date, date]:
        """The days of the stretch in the school year that opens in `school_year`."""
        start = clamped(school_year + (self.first[0] < 8), *self.first)
        end = clamped(school_year + (self.last[0] < 8), *self.last)
        if end < start:
            end = clamped(end.year + 1, *self.last)
        return start, end


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """The settable tables of a school year, as (month, day) pairs.

    `quarters` are the four четверти, `half_years` the two полугодия; the four `…_holidays` are the каникулы.
    """

    study: Stretch = Stretch((9, 1), (5, 31))
    quarters: tuple[Stretch, Stretch, Stretch, Stretch] = (
        Stretch((9, 1), (10, 31)),
        Stretch((11, 1), (12, 31)),
        Stretch((1, 8), (3, 24)),
        Stretch((4, 1), (5, 31)),
    )
    half_years: tuple[Stretch, Stretch] = (Stretch((9, 1), (12, 31)), Stretch((1, 1), (5, 31)))
    autumn_holidays: Stretch = Stretch((10, 28), (11, 6))
    winter_holidays: Stretch = Stretch((12, 30), (1, 8))
    spring_holidays: Stretch = Stretch((3, 23), (3, 31))
    summer_holidays: Stretch = Stretch((6, 1), (8, 31))

    def plan_year(self, school_year: int) -> tuple[date, date]:
        """The days a plan of the year may name without a warning: 1 August to 31 August of the next year."""
        return date(school_year, 8, 1), date(school_year + 1, 8, 31)


DEFAULT_CALENDAR = StudyCalendar()
