"""Moving a term while keeping the author's wording: by whole years for a copied plan, by days for a moved item."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from stellazh.russian.terms import Term, parse_term

_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)(\s?[/–—-]\s?)(20\d\d|\d\d)(?!\d)")
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<first>\d{1,2})(?P<gap>\s*[-–—]\s*|\s+по\s+))?(?P<day>\d{1,2})"
    r"(?:(?P<dot>\s?[./]\s?)(?P<month>\d{1,2})(?:(?P<tail>\s?[./]\s?)(?P<year>20\d\d|\d\d)(?!\d))?"
    rf"|\s+(?P<word>{'|'.join(_MONTHS)})(?:(?P<comma>,?\s*)(?P<written>20\d\d))?)(?![.\d]?\d)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"понедельник|вторник|сред[аыу]|четверг|пятниц|суббот|воскресень", re.IGNORECASE)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Reworded:
    """The new wording; `note` is what a person should look at, a Russian sentence or empty."""

    text: str
    note: str = ""


def same_weekday(day: date, years: int) -> date:
    """The day in another year that is of the same weekday and nearest to its anniversary, within the same month.

    8 October 2024, a Tuesday, becomes 7 October 2025, a Tuesday.
    """
    anniversary = same_day(day, years)
    shift = (day.weekday() - anniversary.weekday()) % 7
    moved = anniversary + timedelta(days=shift if shift <= 3 else shift - 7)
    if moved.month != anniversary.month:
        moved += timedelta(days=7 if moved < anniversary else -7)
    return moved


def same_day(day: date, years: int) -> date:
    """The same day and month in another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def shift_years(raw: str, *, school_year: int, years: int, keeps_weekday: bool) -> Reworded:
    """The wording of a term in a plan copied `years` ahead of `school_year`.

    One day of the working week moves to the same weekday when `keeps_weekday`; every other day keeps its number and
    month. Years in the text move: «Сентябрь 2024» → «Сентябрь 2025», «2024/2025» → «2025/2026». Words without years
    stay as they are. The note speaks when the new wording is read as another kind of term.
    """
    term = parse_term(raw, school_year)
    if _is_one_day(term) and term.start is not None:
        moves_weekday = keeps_weekday and term.start.weekday() <= FRIDAY
        wanted = same_weekday(term.start, years) if moves_weekday else same_day(term.start, years)
        text = _with_days(raw, term, lambda day: wanted if day == term.start else None)
        text = _shift_numbers(raw, years) if text is None else text
        note = "" if moves_weekday or not _WEEKDAY.search(raw) else "В сроке назван день недели: проверьте его."
    else:
        text, note = _shift_numbers(raw, years), ""
    if parse_term(text, school_year + years).kind != term.kind:
        note = "Срок после переноса читается иначе: проверьте его."
    return Reworded(text, note)


def shift_days(raw: str, *, school_year: int, days: int) -> str | None:
    """The wording moved by days, or None when it names no exact days or cannot be rewritten without guessing."""
    term = parse_term(raw, school_year)
    if not term.is_day or term.start is None or term.end is None:
        return None
    moved = timedelta(days=days)
    text = _with_days(raw, term, lambda day: day + moved)
    if text is None or _WEEKDAY.search(text):
        return None
    read = parse_term(text, school_year)
    return text if (read.start, read.end) == (term.start + moved, term.end + moved) else None


def shift_school_years(text: str, years: int) -> str:
    """A title with «2024/2025» → «2025/2026»; single years stay."""
    return _SCHOOL_YEAR.sub(lambda found: _pair(found, years), text)


def names_year(text: str) -> bool:
    """Whether a single year stands in the text, school years aside."""
    return bool(_YEAR.search(_SCHOOL_YEAR.sub("", text)))


def _is_one_day(term: Term) -> bool:
    return term.is_day and term.start == term.end


def _with_days(raw: str, term: Term, move: Callable[[date], date | None]) -> str | None:
    """The text with each of its exact days moved; None when a day of the text is none of the term's or cannot be."""
    if term.start is None or term.end is None:
        return None
    span = (term.start, term.end)
    pieces: list[str] = []
    place = 0
    for found in _DAY.finditer(raw):
        last = _day_of(found, "day", span)
        moved = move(last) if last else None
        if last is None or moved is None:
            continue
        head = ""
        if found["first"]:
            first = _day_of(found, "first", span)
            moved_first = move(first) if first else None
            if moved_first is None or moved_first.month != moved.month:
                return None
            head = f"{_like(found['first'], moved_first.day, in_words=bool(found['word']))}{found['gap']}"
        pieces += [raw[place : found.start()], head, _written(found, last, moved)]
        place = found.end()
    return "".join([*pieces, raw[place:]]) if pieces else None


def _day_of(found: re.Match[str], group: str, span: tuple[date, date]) -> date | None:
    """The day the text names, when it lies in the span the reading gave."""
    month = int(found["month"]) if found["month"] else _MONTHS.index(found["word"].lower()) + 1
    for year in {span[0].year, span[1].year}:
        try:
            day = date(year, month, int(found[group]))
        except ValueError:
            continue
        if span[0] <= day <= span[1]:
            return day
    return None


def _written(found: re.Match[str], before: date, day: date) -> str:
    number = _like(found["day"], day.day, in_words=bool(found["word"]))
    if found["word"]:
        month = found["word"] if before.month == day.month else _MONTHS[day.month - 1]
        blank = found[0][found.start("day") - found.start() + len(found["day"]) : found.start("word") - found.start()]
        return f"{number}{blank}{month}" + (f"{found['comma']}{day.year}" if found["written"] else "")
    year = ""
    if found["year"]:
        year = found["tail"] + (str(day.year) if len(found["year"]) == 4 else f"{day.year % 100:02d}")
    return f"{number}{found['dot']}{_like(found['month'], day.month, in_words=False)}{year}"


def _like(before: str, number: int, *, in_words: bool) -> str:
    """The number as the other was written: «08» → «07», «8» → «7»; «30.12» → «06.01», but «30 декабря» → «6 января»."""
    is_padded = before.startswith("0") or (len(before) == 2 and not in_words)
    return f"{number:02d}" if is_padded else str(number)


def _shift_numbers(text: str, years: int) -> str:
    """Every year of the text moved, those of school years and of «10.10.24» too."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_pair(found, years))
        return f"\x00{len(kept) - 1}\x00"

    hidden = _SCHOOL_YEAR.sub(keep, text)
    hidden = re.sub(
        r"(\d{1,2}[./]\d{1,2}[./])(\d\d)(?!\d)", lambda found: f"{found[1]}{(int(found[2]) + years) % 100:02d}", hidden
    )
    hidden = _YEAR.sub(lambda found: str(int(found[0]) + years), hidden)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], hidden)


def _pair(found: re.Match[str], years: int) -> str:
    first, last = int(found[1]), found[3]
    moved = str(int(last) + years) if len(last) == 4 else f"{(int(last) + years) % 100:02d}"
    return f"{first + years}{found[2]}{moved}"
