"""Rules for parts of a year: quarters, четверти, полугодия, seasons, каникулы, and whole years."""

from collections.abc import Callable

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.calendar import Stretch, StudyCalendar
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import Mark, months_mark, single, stretch_mark, years_mark
from stellazh.russian.terms.model import TermKind
from stellazh.russian.terms.month_parts import month_name
from stellazh.russian.terms.ordinals import AND, DOT, Pieces, marked, ordinals, with_years
from stellazh.russian.terms.years import full_year, is_study_year_word, school_label, year_word


def parts_of_year(line: Line, place: int, calendar: StudyCalendar) -> Pieces | None:
    """«III – IV квартале 2024 г.», «1 четверть», «I полугодие», «вторая половина учебного года»."""
    found = ordinals(line, place)
    if found is None:
        return None
    numbers, at = found
    if not is_study_year_word(line, at):
        at = line.skip_words(at, words.STUDY_WORDS)
    after = line.skip(at + 1, DOT)
    if line.is_word(at, words.QUARTER):
        if line.is_mark(at + 1, "-") and line.is_word(at + 2, {"л", "ла", "ле", "лы"}):
            after = at + 3
        return with_years(line, marked(numbers, 4, _quarter), after)
    if line.is_word(at, words.SCHOOL_QUARTER):
        return with_years(line, marked(numbers, 4, _numbered(TermKind.SCHOOL_QUARTER, calendar.quarters)), after)
    if end := _half_year_word(line, at):
        return with_years(line, marked(numbers, 2, _numbered(TermKind.HALF_YEAR, calendar.half_years)), end)
    if line.is_word(at, words.HALF) and (end := is_study_year_word(line, after) or _bare_year_word(line, after)):
        return with_years(line, marked(numbers, 2, _numbered(TermKind.HALF_YEAR, calendar.half_years)), end)
    return None


def _bare_year_word(line: Line, place: int) -> int:
    return line.skip(place + 1, DOT) if line.is_word(place, words.YEAR_WORDS) else 0


def _half_year_word(line: Line, at: int) -> int:
    if line.is_word(at, words.HALF_YEAR):
        return line.skip(at + 1, DOT)
    short = line.skip(at + 1, frozenset("./"))
    if line.is_word(at, {"п"}) and short > at + 1 and line.is_word(short, {"г", "годие", "годия", "годии"}):
        return line.skip(short + 1, DOT)
    if line.is_word(at, {"пол"}) and line.is_mark(at + 1, DOT) and not month_name(line, at + 2):
        return at + 2
    return 0


def _quarter(number: int) -> Mark:
    number = 4 if number == words.LAST else number
    # The third quarter holds September, and with it the beginning of the plan.
    return months_mark(TermKind.QUARTER, 3 * number - 2, 3, opens=number == 3)


def _numbered(kind: TermKind, stretches: tuple[Stretch, ...]) -> Callable[[int], Mark]:
    return lambda number: stretch_mark(kind, stretches[number if number < 0 else number - 1])


_SEASON_STEMS = {"зимн": 12, "весенн": 3, "летн": 6, "осенн": 9}


def season(line: Line, place: int) -> Pieces | None:
    """«осень 2023», «зимой», «весна»."""
    month = words.SEASONS.get(line.word(place))
    at = place + 1
    if month is None:
        # «летний период», «в осеннее время»
        month = next((month for stem, month in _SEASON_STEMS.items() if line.word(place).startswith(stem)), None)
        if month is None or not line.is_word(at, {"период", "периода", "время", "сезон", "месяцы"}):
            return None
        at += 1
    return with_years(line, (single(months_mark(TermKind.SEASON, month, 3)),), at)


def holidays(line: Line, place: int, calendar: StudyCalendar) -> Pieces | None:
    """«осенние каникулы», «каникулы весенние», «осенние и весенние каникулы»."""
    at = line.skip_words(place, {"школьные", "школьных"})
    names: list[str] = []
    while (name := words.HOLIDAY_SEASONS.get(line.word(at))) is not None:
        names.append(name)
        at = line.skip(at + 1, DOT)
        if line.is_mark(at, {",", "-"}) or line.is_word(at, AND):
            at += 1
    at = line.skip_words(at, {"школьные", "школьных", "школьным"})
    if names and line.is_word(at, words.HOLIDAY_WORDS):
        at += 1
    elif names and line.is_word(at, words.HOLIDAY_TIME_WORDS):
        at += 2
    elif line.is_word(at, words.HOLIDAY_WORDS) and (found := _season_after(line, at + 1)):
        names, at = [found[0]], found[1]
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
    return with_years(line, marks, at)


def _season_after(line: Line, place: int) -> tuple[str, int] | None:
    at = line.skip(place, "(")
    name = words.HOLIDAY_SEASONS.get(line.word(at))
    return (name, line.skip(at + 1, ")") if at > place else at + 1) if name else None


def whole_year(line: Line, place: int, calendar: StudyCalendar) -> Pieces | None:
    """«2023-2024 уч. г.», «в течение года», «2024 год», «2024-2026 гг.», «начало учебного года»."""
    if (part := words.PARTS.get(line.word(place))) is not None:
        return _part_of_year(line, line.skip(place + 1, DOT), part, calendar)
    if line.is_word(place, {"круглогодично"}):
        return (single(_study_year(calendar)),), place + 1
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
    if year is None and (end := is_study_year_word(line, line.skip_words(place, words.THIS_WORDS))):
        return with_years(line, (single(_study_year(calendar)),), end)
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
        return with_years(line, (single(mark),), end)
    return None
