"""Rules for parts of a month: weeks, decades, halves, beginnings and ends, n-th weekdays."""

from collections.abc import Callable
from datetime import date
from functools import partial

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import Mark, days_of_month, last_days_of_month, month_mark, nth_weekday
from stellazh.russian.terms.model import TermKind
from stellazh.russian.terms.ordinals import DOT, Ordinals, Pieces, marked, ordinals, with_years


def _week(month: int, number: int) -> Mark:
    if number < 0:
        return last_days_of_month(TermKind.WEEK_OF_MONTH, month, -number - 1)
    last = 31 if number == 5 else 7 * number
    return days_of_month(TermKind.WEEK_OF_MONTH, month, 7 * number - 6, last)


def _decade(month: int, number: int) -> Mark:
    first = 10 * ((number if number > 0 else 4 + number) - 1) + 1
    return days_of_month(TermKind.DECADE_OF_MONTH, month, first, 31 if first == 21 else first + 9)


def _half(month: int, number: int) -> Mark:
    second = number in (2, words.LAST)
    return days_of_month(TermKind.HALF_MONTH, month, 16 if second else 1, 31 if second else 15)


def _part(month: int, number: int) -> Mark:
    first = 10 * (number - 1) + 1
    return days_of_month(TermKind.PART_OF_MONTH, month, first, 31 if number == 3 else first + 9)


def month_name(line: Line, place: int) -> tuple[int, int] | None:
    """A month and the place after it, without its year."""
    opened = line.skip(place, {"(", ","})
    place = opened if words.MONTHS.get(line.word(opened)) else place
    at = line.skip_words(place, {"месяца"}) if words.MONTHS.get(line.word(place + 1)) else place
    at = line.skip_words(at, {"в"}) if words.MONTHS.get(line.word(at + 1)) else at
    month = words.MONTHS.get(line.word(at))
    return (month, line.skip(at + 1, DOT)) if month else None


_OF_MONTH = ((words.WEEK, 5, _week), (words.DECADE, 3, _decade), (words.HALF, 2, _half))


def parts_of_month(line: Line, place: int, *, outer: int | None = None) -> Pieces | None:
    """«1-2 неделя сентября», «II декада марта», «первая половина декабря», «конец мая», «4-й понедельник октября».

    With `outer` the month has been named before: «октябрь, 3 неделя».
    """
    part = words.PARTS.get(line.word(place))
    if part is not None:
        return _of_named_month(line, line.skip(place + 1, DOT), outer, Ordinals((part + 1,)), 3, _part)
    found = ordinals(line, place)
    if found is None:
        return None
    numbers, at = found
    after = line.skip(at + 1, DOT)
    for unit, limit, make in _OF_MONTH:
        if line.is_word(at, unit):
            return _of_named_month(line, after, outer, numbers, limit, make)
    weekday = words.WEEKDAYS.get(line.word(at))
    if weekday is not None and not numbers.run:
        return _of_named_month(line, after, outer, numbers, 5, partial(_weekday, weekday))
    if line.is_word(at, {"день"}) and numbers.numbers in ((1,), (words.LAST,)):
        return _of_named_month(line, after, outer, numbers, 1, _edge_day)
    if line.is_word(at, words.NUMBER_WORDS) and numbers.numbers in ((1,), (words.LAST,)):
        part = words.BEGINNING if numbers.numbers == (1,) else words.ENDING
        return _of_named_month(line, after, outer, Ordinals((part + 1,)), 3, _part)
    return None


def _edge_day(month: int, number: int) -> Mark:
    """The first or the last day of a month."""
    whole = month_mark(month)

    def build(in_year: int) -> tuple[date, date]:
        day = whole.build(in_year)[0 if number == 1 else 1]
        return day, day

    return Mark(TermKind.DATE, month, build, day=1 if number == 1 else 28, exact=True)


def _weekday(weekday: int, month: int, number: int) -> Mark:
    return nth_weekday(month, weekday, number)


def _of_named_month(
    line: Line, at: int, outer: int | None, numbers: Ordinals, limit: int, make: Callable[[int, int], Mark]
) -> Pieces | None:
    if found := month_name(line, at):
        month, end = found
        return with_years(line, marked(numbers, limit, partial(make, month)), end)
    if outer is None:
        return None
    return marked(numbers, limit, partial(make, outer)), line.skip_words(at, {"месяца"})
