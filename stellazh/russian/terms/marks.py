"""Marks of time before their year is known, and how the school year supplies it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stellazh.russian.terms.calendar import Stretch, clamped, month_end
from stellazh.russian.terms.model import TermKind


class ImpossibleDay(ValueError):
    """The phrase names a day that no calendar has."""


class Backwards(ValueError):
    """The phrase ends before it begins."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One named piece of time: a day, a week of a month, a month, a quarter and so on.

    `build` gives its first and last day when its first day lies in the given calendar year. `month` and `day` are
    where it begins, `crosses` says that it may end in the next calendar year, `opens` that without a year it belongs
    to the first calendar year of the plan whatever its month. `year` and `school` are what the text says.
    """

    kind: TermKind
    month: int
    build: Callable[[int], tuple[date, date]]
    day: int = 1
    year: int | None = None
    school: int | None = None
    crosses: bool = False
    opens: bool = False
    exact: bool = False
    two_digits: bool = False
    weekday: int | None = None
    start_only: bool = False

    def bare_year(self, school_year: int) -> int:
        """The calendar year of the beginning when the text has none: August opens the school year."""
        return school_year if self.month >= 8 or self.opens else school_year + 1

    def own_year(self, school_year: int) -> int | None:
        """The calendar year of the beginning that follows from the text itself."""
        if self.school is not None:
            return self.bare_year(self.school)
        if self.year is not None and self.crosses and self.bare_year(school_year) in (self.year, self.year - 1):
            return self.bare_year(school_year)
        return self.year

    def with_year(self, year: int | None, *, school: int | None = None, two_digits: bool = False) -> "Mark":
        """The same mark with the year the text gives it."""
        return replace(self, year=year, school=school, two_digits=two_digits)

    @property
    def dated(self) -> bool:
        """Whether the text has given a year."""
        return self.year is not None or self.school is not None

    @property
    def order(self) -> tuple[int, int]:
        """Where in a calendar year the mark begins."""
        return self.month, self.day


def day_mark(month: int, day: int, year: int | None = None, *, two_digits: bool = False) -> Mark:
    """A day. Building it raises `ImpossibleDay` when the month has no such day."""

    def build(in_year: int) -> tuple[date, date]:
        try:
            found = date(in_year, month, day)
        except ValueError:
            raise ImpossibleDay from None
        return found, found

    return Mark(TermKind.DATE, month, build, day=day, year=year, exact=True, two_digits=two_digits)


def month_mark(month: int, year: int | None = None) -> Mark:
    """A whole month."""
    return Mark(TermKind.MONTH, month, lambda in_year: (date(in_year, month, 1), month_end(in_year, month)), year=year)


def days_of_month(kind: TermKind, month: int, first: int, last: int) -> Mark:
    """A stretch of days inside a month; a `last` beyond its end means the end."""

    def build(in_year: int) -> tuple[date, date]:
        end = clamped(in_year, month, last)
        if first > end.day:
            raise ImpossibleDay
        return date(in_year, month, first), end

    return Mark(kind, month, build, day=first)


def last_days_of_month(kind: TermKind, month: int, skip_weeks: int) -> Mark:
    """The last seven days of a month, or the seven that stand `skip_weeks` weeks before them."""

    def build(in_year: int) -> tuple[date, date]:
        end = month_end(in_year, month) - timedelta(weeks=skip_weeks)
        return end - timedelta(days=6), end

    return Mark(kind, month, build, day=25 - 7 * skip_weeks)


def nth_weekday(month: int, weekday: int, ordinal: int) -> Mark:
    """The n-th such weekday of a month; negative ordinals count from its end."""

    def build(in_year: int) -> tuple[date, date]:
        if ordinal > 0:
            first = date(in_year, month, 1)
            found = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=ordinal - 1)
        else:
            last = month_end(in_year, month)
            found = last - timedelta(days=(last.weekday() - weekday) % 7, weeks=-ordinal - 1)
        if found.month != month:
            raise ImpossibleDay
        return found, found

    day = 7 * ordinal - 6 if ordinal > 0 else 31 + 7 * ordinal + 1
    return Mark(TermKind.NTH_WEEKDAY, month, build, day=day, exact=True)


def months_mark(kind: TermKind, month: int, count: int, *, opens: bool = False) -> Mark:
    """A run of whole months: a season, a calendar quarter."""

    def build(in_year: int) -> tuple[date, date]:
        years, last = divmod(month + count - 2, 12)
        return date(in_year, month, 1), month_end(in_year + years, last + 1)

    return Mark(kind, month, build, crosses=month + count > 13, opens=opens)


def stretch_mark(kind: TermKind, first: Stretch, last: Stretch | None = None) -> Mark:
    """A stretch of the school calendar, or the run from one stretch to another."""
    month, day = first.first
    closing = last or first

    def build(in_year: int) -> tuple[date, date]:
        school_year = in_year - (month < 8)
        return first.in_school_year(school_year)[0], closing.in_school_year(school_year)[1]

    start, end = build(2001)
    return Mark(kind, month, build, day=day, crosses=start.year != end.year)


def years_mark(kind: TermKind, first: int, last: int) -> Mark:
    """Whole calendar years."""
    return Mark(kind, 1, lambda in_year: (date(in_year, 1, 1), date(in_year + last - first, 12, 31)), year=first)


@dataclass(frozen=True, slots=True)
class Piece:
    """A single mark, or a run from one to another, or an open edge of one.

    `role` is "span", "deadline" (no start), "since" (no end), "about" (near the mark, not at it) or "asof" (the day
    of the data, not of an event).
    """

    first: Mark
    last: Mark
    role: str = "span"

    @property
    def is_range(self) -> bool:
        """Whether the piece runs from one mark to another."""
        return self.first is not self.last


def single(mark: Mark, role: str = "span") -> Piece:
    """A piece of one mark."""
    return Piece(mark, mark, role)


def _earlier_year(mark: Mark, following: Mark, year: int) -> int:
    return year if mark.order <= following.order else year - 1


def _later_year(mark: Mark, preceding: Mark, year: int) -> int:
    return year if mark.order >= preceding.order else year + 1


def _may_cross(first: Mark, last: Mark) -> bool:
    # A run over New Year goes forwards through the school year; «ноябрь – октябрь» does not.
    return first.month != last.month and (last.month == 8 or (first.month - 8) % 12 < (last.month - 8) % 12)


def place_pair(first: Mark, last: Mark, school_year: int) -> tuple[int, int]:
    """The calendar years in which both ends of a run begin.

    Raises:
        Backwards: the run would have to go against the school year.
    """
    start, end = first.own_year(school_year), last.own_year(school_year)
    if start is not None and end is not None:
        return start, end
    if end is not None:
        start = _earlier_year(first, last, end)
    else:
        start = first.bare_year(school_year) if start is None else start
        end = _later_year(last, first, start)
    if start < end and not _may_cross(first, last):
        raise Backwards
    return start, end


def place_list(marks: list[Mark], school_year: int) -> list[int]:
    """The calendar years of the members of a list: a year said once serves its neighbours."""
    years = [mark.own_year(school_year) for mark in marks]
    for place in range(len(marks) - 2, -1, -1):
        following = years[place + 1]
        if years[place] is None and following is not None:
            years[place] = _earlier_year(marks[place], marks[place + 1], following)
    for place in range(1, len(marks)):
        preceding = years[place - 1]
        if years[place] is None and preceding is not None:
            years[place] = _later_year(marks[place], marks[place - 1], preceding)
    return [
        year if year is not None else _listed_bare_year(marks, place, school_year) for place, year in enumerate(years)
    ]


def _listed_bare_year(marks: list[Mark], place: int, school_year: int) -> int:
    # August opens the year, «unless it stands last».
    if marks[place].month == 8 and any(mark.month != 8 for mark in marks[:place]):
        return school_year + 1
    return marks[place].bare_year(school_year)
