"""Rules for parts of months and years: weeks, decades, halves, quarters, четверти, seasons, каникулы."""

from collections.abc import Callable
from dataclasses import dataclass

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.calendar import Stretch, StudyCalendar
from stellazh.russian.terms.days import ordinal_suffix
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import (
    ImpossibleDay,
    Mark,
    Piece,
    days_of_month,
    last_days_of_month,
    months_mark,
    nth_weekday,
    single,
    stretch_mark,
    years_mark,
)
from stellazh.russian.terms.model import TermKind
from stellazh.russian.terms.years import full_year, is_study_year_word, school_label, year_text, year_word

_DASH = frozenset({"-", "..."})
_AND = frozenset({"и"})
_DOT = frozenset(".")
# The Russian letters typed for Roman figures: «П полугодие», «Ш четверть».
_LETTER_ROMANS = {"п": 2, "ш": 3}

Pieces = tuple[tuple[Piece, ...], int]


@dataclass(frozen=True, slots=True)
class Ordinals:
    """The numbers before a unit: one, several, or (when `run`) everything from the first to the last."""

    numbers: tuple[int, ...]
    run: bool = False


def ordinal(line: Line, place: int) -> tuple[int, int] | None:
    """One ordinal: «1», «1-я», «I», «первой», «последняя». Negative numbers count from the end."""
    token = line.at(place)
    if token.kind == "number" and len(token.text) <= 2:
        return token.value, ordinal_suffix(line, place + 1)
    if token.kind == "roman":
        return token.value, ordinal_suffix(line, place + 1)
    if token.kind != "word":
        return None
    if token.text in words.LAST_WORDS:
        return words.LAST, line.skip(place + 1, _DOT)
    if token.text in words.PENULTIMATE_WORDS:
        return words.PENULTIMATE, place + 1
    if token.text in _LETTER_ROMANS and line.clean[token.start].isupper():
        return _LETTER_ROMANS[token.text], ordinal_suffix(line, place + 1)
    value = words.ORDINALS.get(token.text)
    return (value, place + 1) if value else None


def ordinals(line: Line, place: int) -> tuple[Ordinals, int] | None:
    """«1», «I – II», «1 и 3», «с I по III», «1, 2, 4»."""
    start = place + 1 if line.is_word(place, {"с", "со"}) else place
    found = ordinal(line, start)
    if found is None:
        return None
    numbers, at = [found[0]], found[1]
    run = False
    while following := _next_ordinal(line, at):
        value, at, joined = following
        if joined and (run or len(numbers) > 1):
            return None
        run = run or joined
        numbers.append(value)
    if start != place and not run:
        return None
    if run and (len(numbers) != 2 or not 0 < numbers[0] < numbers[1]):
        return None
    return Ordinals(tuple(numbers), run), at


def _next_ordinal(line: Line, at: int) -> tuple[int, int, bool] | None:
    joined = line.is_mark(at, _DASH) or line.is_word(at, {"по"})
    if not joined and not line.is_mark(at, ",") and not line.is_word(at, _AND):
        return None
    found = ordinal(line, at + 1)
    return (found[0], found[1], joined) if found else None


def _marked(numbers: Ordinals, limit: int, make: Callable[[int], Mark]) -> tuple[Piece, ...]:
    for number in numbers.numbers:
        if number == 0 or number > limit:
            raise ImpossibleDay
    if numbers.run:
        return (Piece(make(numbers.numbers[0]), make(numbers.numbers[-1])),)
    return tuple(single(make(number)) for number in numbers.numbers)


def _with_years(line: Line, pieces: tuple[Piece, ...], at: int) -> Pieces:
    """The pieces with the year that follows them."""
    found = year_text(line, line.skip_words(at, {"в"}) if full_year(line, at + 1) else at)
    if found is None:
        return pieces, at
    text, end = found
    if text.last is not None and text.school is None:
        return pieces, at

    def dated(mark: Mark) -> Mark:
        return mark.with_year(text.year, school=text.school, two_digits=text.two_digits)

    result = []
    for piece in pieces:
        first = dated(piece.first)
        result.append(Piece(first, dated(piece.last) if piece.is_range else first, piece.role))
    return tuple(result), end


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


def _part(month: int, part: int) -> Mark:
    first = 10 * part + 1
    return days_of_month(TermKind.PART_OF_MONTH, month, first, 31 if part == words.ENDING else first + 9)


def month_name(line: Line, place: int) -> tuple[int, int] | None:
    """A month and the place after it, without its year."""
    at = line.skip_words(place, {"месяца"}) if words.MONTHS.get(line.word(place + 1)) else place
    at = line.skip_words(at, {"в"}) if words.MONTHS.get(line.word(at + 1)) else at
    month = words.MONTHS.get(line.word(at))
    return (month, line.skip(at + 1, _DOT)) if month else None


_OF_MONTH = (
    (words.WEEK, 5, _week),
    (words.DECADE, 3, _decade),
    (words.HALF, 2, _half),
)


def parts_of_month(line: Line, place: int, *, outer: int | None = None) -> Pieces | None:
    """«1-2 неделя сентября», «II декада марта», «первая половина декабря», «конец мая», «4-й понедельник октября».

    With `outer` the month has been named before: «октябрь, 3 неделя».
    """
    if (part := words.PARTS.get(line.word(place))) is not None:
        return _of_named_month(line, line.skip(place + 1, _DOT), outer, lambda month: (single(_part(month, part)),))
    found = ordinals(line, place)
    if found is None:
        return None
    numbers, at = found
    for unit, limit, make in _OF_MONTH:
        if line.is_word(at, unit):
            after = line.skip(at + 1, _DOT)
            return _of_named_month(
                line, after, outer, lambda month, limit=limit, make=make: _marked(
                    numbers, limit, lambda number: make(month, number)
                ),
            )  # fmt: skip
    if (weekday := words.WEEKDAYS.get(line.word(at))) is not None and not numbers.run:
        return _of_named_month(
            line,
            line.skip(at + 1, _DOT),
            outer,
            lambda month: _marked(numbers, 5, lambda number: nth_weekday(month, weekday, number)),
        )
    if line.is_word(at, words.NUMBER_WORDS) and numbers.numbers in ((1,), (words.LAST,)):
        part = words.BEGINNING if numbers.numbers == (1,) else words.ENDING
        return _of_named_month(line, at + 1, outer, lambda month: (single(_part(month, part)),))
    return None


def _of_named_month(line: Line, at: int, outer: int | None, make: Callable[[int], tuple[Piece, ...]]) -> Pieces | None:
    if found := month_name(line, at):
        month, end = found
        return _with_years(line, make(month), end)
    return (make(outer), at) if outer is not None else None


def parts_of_year(line: Line, place: int, calendar: StudyCalendar) -> Pieces | None:
    """«III – IV квартале 2024 г.», «1 четверть», «I полугодие», «вторая половина учебного года»."""
    found = ordinals(line, place)
    if found is None:
        return None
    numbers, at = found
    after = line.skip(at + 1, _DOT)
    if line.is_word(at, words.QUARTER):
        if line.is_mark(at + 1, "-") and line.is_word(at + 2, {"л", "ла", "ле", "лы"}):
            after = at + 3
        return _with_years(line, _marked(numbers, 4, _quarter), after)
    if line.is_word(at, words.SCHOOL_QUARTER):
        return _with_years(line, _marked(numbers, 4, _numbered(TermKind.SCHOOL_QUARTER, calendar.quarters)), after)
    if end := _half_year_word(line, at):
        return _with_years(line, _marked(numbers, 2, _numbered(TermKind.HALF_YEAR, calendar.half_years)), end)
    if line.is_word(at, words.HALF) and (end := is_study_year_word(line, after) or _bare_year_word(line, after)):
        return _with_years(line, _marked(numbers, 2, _numbered(TermKind.HALF_YEAR, calendar.half_years)), end)
    return None


def _bare_year_word(line: Line, place: int) -> int:
    return line.skip(place + 1, _DOT) if line.is_word(place, words.YEAR_WORDS) else 0


def _half_year_word(line: Line, at: int) -> int:
    if line.is_word(at, words.HALF_YEAR):
        return line.skip(at + 1, _DOT)
    short = line.skip(at + 1, frozenset("./"))
    if line.is_word(at, {"п"}) and short > at + 1 and line.is_word(short, {"г", "годие", "годия", "годии"}):
        return line.skip(short + 1, _DOT)
    if line.is_word(at, {"пол"}) and line.is_mark(at + 1, _DOT) and not month_name(line, at + 2):
        return at + 2
    return 0


def _quarter(number: int) -> Mark:
    number = 4 if number == words.LAST else number
    # The third quarter holds September, and with it the beginning of the plan.
    return months_mark(TermKind.QUARTER, 3 * number - 2, 3, opens=number == 3)


def _numbered(kind: TermKind, stretches: tuple[Stretch, ...]) -> Callable[[int], Mark]:
    return lambda number: stretch_mark(kind, stretches[number if number < 0 else number - 1])


def season(line: Line, place: int) -> Pieces | None:
    """«осень 2023», «зимой», «весна»."""
    month = words.SEASONS.get(line.word(place))
    if month is None:
        return None
    at = place + 1
    return _with_years(line, (single(months_mark(TermKind.SEASON, month, 3)),), at)


def holidays(line: Line, place: int, calendar: StudyCalendar) -> Pieces | None:
    """«осенние каникулы», «каникулы весенние», «осенние и весенние каникулы»."""
    at = line.skip_words(place, {"школьные", "школьных"})
    names: list[str] = []
    while (name := words.HOLIDAY_SEASONS.get(line.word(at))) is not None:
        names.append(name)
        at = line.skip(at + 1, _DOT)
        if line.is_mark(at, {",", "-"}) or line.is_word(at, _AND):
            at += 1
    at = line.skip_words(at, {"школьные", "школьных", "школьным"})
    if names and line.is_word(at, words.HOLIDAY_WORDS):
        at += 1
    elif names and line.is_word(at, words.HOLIDAY_TIME_WORDS):
        at += 2
    elif line.is_word(at, words.HOLIDAY_WORDS) and (name := words.HOLIDAY_SEASONS.get(line.word(at + 1))):
        names, at = [name], at + 2
    else:
        return None
    stretches = {
        "autumn": calendar.autumn_holidays,
        "winter": calendar.winter_holidays,
        "winter_new_year": calendar.winter_holidays,
        "spring": calendar.spring_holidays,
        "summer": calendar.summer_holidays,
    }
    marks = tuple(single(stretch_mark(TermKind.HOLIDAYS, stretches[name])) for name in names)
    return _with_years(line, marks, at)


def whole_year(line: Line, place: int, calendar: StudyCalendar) -> Pieces | None:
    """«2023-2024 уч. г.», «в течение года», «2024 год», «2024-2026 гг.», «начало учебного года»."""
    if (part := words.PARTS.get(line.word(place))) is not None:
        return _part_of_year(line, line.skip(place + 1, _DOT), part, calendar)
    if found := school_label(line, place):
        text, end = found
        if text.year is None:
            return (single(_study_year(calendar).with_year(None, school=text.school)),), end
        if text.school is not None:
            return None
        return (single(years_mark(TermKind.YEAR_RANGE, text.year, text.last or text.year)),), end
    year = full_year(line, place)
    if year is not None and not is_study_year_word(line, place + 1):
        return (single(years_mark(TermKind.CALENDAR_YEAR, year, year)),), year_word(line, place + 1) or place + 1
    if year is None and (end := is_study_year_word(line, place)):
        return _with_years(line, (single(_study_year(calendar)),), end)
    return None


def _study_year(calendar: StudyCalendar) -> Mark:
    return stretch_mark(TermKind.SCHOOL_YEAR, calendar.study)


def _part_of_year(line: Line, place: int, part: int, calendar: StudyCalendar) -> Pieces | None:
    month = {words.BEGINNING: calendar.study.first[0], words.ENDING: calendar.study.last[0]}.get(part)
    if month is None:
        return None
    if (year := full_year(line, place)) is not None and (end := year_word(line, place + 1)):
        mark = months_mark(TermKind.PART_OF_YEAR, 1 if part == words.BEGINNING else 12, 1)
        return (single(mark.with_year(year)),), end
    mark = months_mark(TermKind.PART_OF_YEAR, month, 1)
    if found := school_label(line, place):
        text, end = found
        return (single(mark.with_year(None, school=text.school)),), end
    if line.is_word(place, words.CALENDAR_WORDS):
        return None
    if end := is_study_year_word(line, line.skip_words(place, words.THIS_WORDS)) or _bare_year_word(line, place):
        return _with_years(line, (single(mark),), end)
    return None
