"""Rules for years: «2024 г.», «23г.», «2023-2024 уч. года», «текущего года»."""

import re
from dataclasses import dataclass

from stellazh.russian.terms.calendar import FIRST_YEAR, LAST_YEAR
from stellazh.russian.terms.lexicon import CALENDAR_WORDS, NEXT_WORDS, STUDY_WORDS, THIS_WORDS, YEAR_WORDS, YEARS_WORDS
from stellazh.russian.terms.line import Line

_DOT = frozenset(".")
_SLASHES = frozenset("-/")
_TWO_DIGITS = re.compile("[0-9]{2}")
_FOUR_DIGITS = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class YearText:
    """What a text says about the year of the words before it.

    All None for «текущего года», which says nothing a plan does not. `last` is the second year of «2024-2026».
    """

    year: int | None = None
    school: int | None = None
    last: int | None = None
    two_digits: bool = False
    worded: bool = False
    following: bool = False


def full_year(line: Line, place: int) -> int | None:
    """A year in four digits."""
    if _FOUR_DIGITS.fullmatch(line.at(place).text):
        return line.number(place, FIRST_YEAR, LAST_YEAR)
    return None


def short_year(line: Line, place: int) -> int | None:
    """A year in two digits, taken for one of this century."""
    token = line.at(place)
    return 2000 + token.value if token.kind == "number" and _TWO_DIGITS.fullmatch(token.text) else None


def year_word(line: Line, place: int) -> int:
    """The place after «г.», «год», «уч. года», «календарного года»; 0 if none stands here."""
    at = line.skip_words(place, STUDY_WORDS | CALENDAR_WORDS)
    if not line.is_word(at, YEAR_WORDS):
        return 0
    return line.skip(at + 1, _DOT)


def is_study_year_word(line: Line, place: int) -> int:
    """The place after «учебного года», «уч. г.»; 0 if none stands here."""
    at = line.skip_words(place, STUDY_WORDS)
    if at == place or not line.is_word(at, YEAR_WORDS):
        return 0
    return line.skip(at + 1, _DOT)


def school_label(line: Line, place: int) -> tuple[YearText, int] | None:
    """«2023-2024 уч. г.», «2023/24», «2024-2026 гг.»: two years joined by a dash or a stroke."""
    first = full_year(line, place)
    if first is None:
        return _short_label(line, place)
    at = year_word(line, place + 1) or place + 1
    if not line.is_mark(at, _SLASHES):
        return None
    last = full_year(line, at + 1)
    if last is None and line.glued(at) and line.glued(at + 1):
        last = short_year(line, at + 1)
    if last is None or last <= first:
        return None
    after = at + 2
    study = is_study_year_word(line, after)
    end = study or year_word(line, after) or after
    plural = line.is_word(after, YEARS_WORDS) and not line.is_mark(at, "/")
    if line.is_word(end, {"г"}) and line.is_word(end - 2, {"г"}):
        # «2024-2026 г.г.»
        plural, end = True, line.skip(end + 1, _DOT)
    if last == first + 1 and (study or not plural):
        return YearText(school=first, last=last, worded=True), end
    return YearText(year=first, last=last, worded=True, school=first if study else None), end


def _short_label(line: Line, place: int) -> tuple[YearText, int] | None:
    """«24/25 уч. года»: without its last words it would be a day and a month."""
    first, last = short_year(line, place), short_year(line, place + 2)
    end = is_study_year_word(line, place + 3)
    if first is None or last != first + 1 or not line.is_mark(place + 1, _SLASHES) or not end:
        return None
    return YearText(school=first, last=last, worded=True), end


def year_text(line: Line, place: int) -> tuple[YearText, int] | None:
    """The year after a day or a month, with the comma or bracket before it: «, 2024 г.», «(2024)», «24 г.»."""
    at = line.skip(place, {",", "(", "."})
    at = line.skip_words(at, {"в", "на"}) if not line.is_mark(at, _DOT) else at
    found = _year_text(line, at)
    if found is None:
        return None
    text, end = found
    if line.is_mark(at - 1, {"("}) and line.is_mark(end, {")"}):
        end += 1
    return text, end


def _year_text(line: Line, at: int) -> tuple[YearText, int] | None:
    if label := school_label(line, at):
        return label
    if (year := full_year(line, at)) is not None:
        end = year_word(line, at + 1)
        if end and is_study_year_word(line, at + 1):
            return None
        return YearText(year=year, worded=bool(end)), end or at + 1
    if (year := short_year(line, at)) is not None and (end := year_word(line, at + 1)):
        return YearText(year=year, two_digits=True, worded=True), end
    if line.is_word(at, {"с", "т"}) and line.is_mark(at + 1, _DOT) and line.is_word(at + 2, {"г"}):
        return YearText(worded=True), line.skip(at + 3, _DOT)
    if line.is_word(at, THIS_WORDS) and (end := year_word(line, at + 1)):
        return YearText(worded=True), end
    if line.is_word(at, NEXT_WORDS) and (end := year_word(line, at + 1)):
        return YearText(worded=True, following=True), end
    return None
