"""Rules for days and months: «26.08.2024», «1-го сентября», «Март, 2024 г.», «2023-09-11», «с 20 …» without a month."""

import re
from dataclasses import dataclass

from stellazh.russian.terms.calendar import FIRST_YEAR, LAST_YEAR
from stellazh.russian.terms.lexicon import MONTHS, NUMBER_WORDS, ORDINAL_SUFFIXES, ORDINALS, TENS, WEEKDAYS
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import ImpossibleDay, Mark, day_mark, month_mark
from stellazh.russian.terms.years import full_year, short_year, year_text, year_word

_DOT = frozenset(".")
_DOTS = frozenset({".", ",", "..."})
_NUMERIC = frozenset({".", ",", "/", "-"})
# «первое», «первого», «третьего»: days, while «первая» and «первых» are weeks and numbers.
_DAY_ENDS = ("ое", "ого", "ому", "ье", "ьего", "ьему")


@dataclass(frozen=True, slots=True)
class DayNumber:
    """A day whose month is still to come: «с 20 по 27 ноября»."""

    day: int


Found = tuple[Mark, int]


def ordinal_suffix(line: Line, place: int) -> int:
    """The place after «-го», «-я» and the like, or the same place."""
    if line.is_mark(place, "-") and line.is_word(place + 1, ORDINAL_SUFFIXES) and line.glued(place + 1):
        return place + 2
    if line.is_word(place, ORDINAL_SUFFIXES) and line.glued(place):
        return place + 1
    return place


def day_number(line: Line, place: int) -> tuple[int, int] | None:
    """A day of the month in digits or words: «20», «1-го», «двадцать пятого»."""
    token = line.at(place)
    if token.kind == "number" and len(token.text) <= 2:
        return token.value, line.skip_words(ordinal_suffix(line, place + 1), NUMBER_WORDS)
    tens = TENS.get(line.word(place), 0)
    at = place + (1 if tens else 0)
    ordinal = ORDINALS.get(line.word(at)) if line.word(at).endswith(_DAY_ENDS) else None
    if ordinal is None or (tens and ordinal > 9):
        return None
    return tens + ordinal, line.skip_words(at + 1, NUMBER_WORDS)


def _checked(mark: Mark) -> Mark:
    # A day no year has is told at once; 29 February must wait for its year.
    mark.build(mark.year or 2000)
    return mark


def _month_number(line: Line, place: int) -> int | None:
    token = line.at(place)
    if token.kind == "roman":
        return token.value
    return token.value if token.kind == "number" and len(token.text) <= 2 else None


def _after_year(line: Line, place: int) -> int:
    return year_word(line, line.skip(place, _DOT)) or place


def _joined_year(line: Line, place: int) -> tuple[int, bool, int] | None:
    """The year that ends a numeric date: four digits, two, or four broken by a blank."""
    if (year := full_year(line, place)) is not None:
        return year, False, _after_year(line, place + 1)
    if line.at(place).text in {"19", "20"} and re.fullmatch("[0-9]{2}", line.at(place + 1).text):
        return int(line.at(place).text + line.at(place + 1).text), False, _after_year(line, place + 2)
    if (year := short_year(line, place)) is not None and not line.is_mark(place + 1, ":"):
        return year, True, _after_year(line, place + 1)
    return None


def _iso(line: Line, place: int) -> Found | None:
    year = full_year(line, place)
    month, day = line.number(place + 2, 0, 99), line.number(place + 4, 0, 99)
    if year is None or month is None or day is None:
        return None
    if not (line.is_mark(place + 1, "-.") and line.is_mark(place + 3, "-.") and line.glued(place + 1)):
        return None
    if len(line.at(place + 2).text) != 2 or len(line.at(place + 4).text) != 2:
        return None
    return _numeric_day(day, month, year, two_digits=False), place + 5


def _numeric_day(day: int, month: int, year: int | None, *, two_digits: bool) -> Mark:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise ImpossibleDay
    return _checked(day_mark(month, day, year, two_digits=two_digits))


def _separator(line: Line, place: int) -> int:
    if not line.is_mark(place, _NUMERIC):
        return 0
    if line.is_mark(place, ",") and not (line.glued(place) and line.glued(place + 1)):
        return 0
    return line.skip(place + 1, _DOTS) if line.is_mark(place, _DOTS) else place + 1


def numeric_date(line: Line, place: int) -> Found | None:
    """«26.08.2024», «13.10. 2021г.», «6/04/2025», «15-03-24», «12.IX.2023», «15.03» and «15/03».

    Raises:
        ImpossibleDay: it has the form of a date and is none.
    """
    if found := _iso(line, place):
        return found
    day = line.number(place, 0, 99)
    if day is None or len(line.at(place).text) > 2:
        return None
    middle = _separator(line, place + 1)
    if not middle:
        return _spaced_date(line, place, day)
    if (glued := _glued_month_year(line, middle)) is not None:
        return _numeric_day(day, glued[0], glued[1], two_digits=False), _after_year(line, middle + 1)
    month = _month_number(line, middle)
    if month is None:
        return None
    return _with_numeric_year(line, place, day, month, middle)


def _with_numeric_year(line: Line, place: int, day: int, month: int, middle: int) -> Found | None:
    last = _separator(line, middle + 1)
    same = last and line.at(place + 1).text.replace(",", ".") == line.at(middle + 1).text.replace(",", ".")
    commas = line.is_mark(place + 1, ",") or line.is_mark(middle + 1, ",")
    if last and same and (found := _joined_year(line, last)):
        year, two_digits, end = found
        if (not two_digits or (not commas and line.glued(last)) or end > last + 1) and not _opens_another(line, last):
            return _numeric_day(day, month, year, two_digits=two_digits), end
    if not line.is_mark(place + 1, "./") or (line.at(middle).kind == "number" and not line.glued(middle)):
        return _loose_day(line, place, day, month, middle)
    if line.is_mark(place + 1, "/") and not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _day_and_year_after(line, day, month, middle)


def _opens_another(line: Line, place: int) -> bool:
    # In «12.09.14.11» the 14 would begin the next date of a list, not be a year.
    return line.is_mark(place + 1, ".") and line.glued(place + 2) and line.number(place + 2, 1, 12) is not None


def _loose_day(line: Line, place: int, day: int, month: int, middle: int) -> Found | None:
    # «15. 03» is a date when nothing but a date can have such parts: two digits, a month, no time.
    if line.is_mark(place + 1, ".") and len(line.at(middle).text) == 2 and 1 <= month <= 12 and 1 <= day <= 31:
        return _day_and_year_after(line, day, month, middle)
    return None


def _day_and_year_after(line: Line, day: int, month: int, middle: int) -> Found:
    end = line.skip(middle + 1, _DOT) if line.is_mark(middle + 1, ".") else middle + 1
    mark = _numeric_day(day, month, None, two_digits=False)
    if found := year_text(line, end):
        text, end = found
        if text.last is None or text.school is not None:
            mark = _checked(mark.with_year(text.year, school=text.school, two_digits=text.two_digits))
    return mark, end


def _spaced_date(line: Line, place: int, day: int) -> Found | None:
    # «11 09 2023»: blanks instead of dots, and only with all its figures.
    month, year = line.number(place + 1, 1, 12), full_year(line, place + 2)
    if month is None or year is None or len(line.at(place + 1).text) != 2:
        return None
    return _numeric_day(day, month, year, two_digits=False), _after_year(line, place + 3)


def _glued_month_year(line: Line, place: int) -> tuple[int, int] | None:
    digits = line.at(place).text
    if not re.fullmatch("[0-9]{6}", digits):
        return None
    month, year = int(digits[:2]), int(digits[2:])
    return (month, year) if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR else None


def worded_date(line: Line, place: int) -> Found | None:
    """«25 октября 2023 г.», «1-го сентября», «первое сентября», «25-окт-23», «« 5 » марта»."""
    found = day_number(line, place)
    if found is None:
        return None
    day, at = found
    at = line.skip(at, {".", "-"}) if line.glued(at) else at
    month = MONTHS.get(line.word(at))
    if month is None:
        return None
    if line.at(place).kind == "word" and not line.word(at).endswith(("я", "а")):
        return None
    end = line.skip(at + 1, _DOT)
    mark = _numeric_day(day, month, None, two_digits=False)
    if line.is_mark(at - 1, "-") and line.is_mark(end, "-") and (year := short_year(line, end + 1)) is not None:
        return mark.with_year(year, two_digits=True), end + 2
    return _with_worded_year(line, mark, end)


def _with_worded_year(line: Line, mark: Mark, end: int) -> Found:
    text_found = year_text(line, end)
    if text_found is None:
        return mark, end
    text, after = text_found
    if text.last is not None and text.school is None:
        return mark, end
    return _checked(mark.with_year(text.year, school=text.school, two_digits=text.two_digits)), after


def named_month(line: Line, place: int) -> Found | None:
    """«Сентябрь 2024», «Март, 2024 г.», «сент.», «в августе 2023 года»."""
    month = MONTHS.get(line.word(place))
    if month is None:
        return None
    end = line.skip_words(line.skip(place + 1, _DOT), {"месяц", "месяца", "месяце", "мес"})
    mark = month_mark(month)
    if line.is_mark(end - 1, ".") and line.glued(end) and (year := short_year(line, end)) is not None:
        return mark.with_year(year, two_digits=True), year_word(line, end + 1) or end + 1
    return _with_worded_year(line, mark, end)


def numeric_month(line: Line, place: int) -> Found | None:
    """«09.2023», «9/2023», «IX», «IX 2023», «IX.2023»."""
    token = line.at(place)
    if token.kind == "number" and len(token.text) <= 2 and line.is_mark(place + 1, "./"):
        year = full_year(line, place + 2)
        if year is None or not 1 <= token.value <= 12:
            return None
        return month_mark(token.value, year), _after_year(line, place + 3)
    if token.kind == "roman" and not line.word(place + 1) and not line.is_mark(place + 1, "_"):
        return _with_worded_year(line, month_mark(token.value), line.skip(place + 1, _DOT))
    return None


def weekday_before(line: Line, place: int) -> tuple[int, int] | None:
    """A weekday that stands before its date: «среда, 15 ноября», «в пт. 17.11»."""
    weekday = WEEKDAYS.get(line.word(place))
    if weekday is None:
        return None
    at = line.skip(place + 1, {".", ",", "(", "-"})
    return weekday, line.skip_words(at, {"в"})
