"""Number, day, hour, town and format out of the lines at the head of a protocol, each taken out of its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final, Generic, TypeVar

from stellazh.russian.persons.morphology import may_be

_MONTHS: Final = (
    "январ", "феврал", "март", "апрел", "мая|май", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_YEAR_SIGN: Final = r"(?:\s*(?:года|году|г(?:\.(?!\s*(?-i:[А-ЯЁ]))|(?![.а-яё]))))?"
_FIGURES: Final = re.compile(
    rf"(?<![\d.])(?P<day>\d{{1,2}})\s*[./]\s*(?P<month>\d{{1,2}})\s*[./]\s*(?P<year>\d{{4}}|\d{{2}})(?![\d]){_YEAR_SIGN}"
    rf"|(?<!\d)(?P<day2>\d{{1,2}})-(?P<month2>\d{{2}})-(?P<year2>\d{{4}})(?!\d){_YEAR_SIGN}"
    r"|(?<!\d)(?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d)(?!\d)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    r"[«\"]?\s*(?<!\d)(?P<day>\d{1,2})\s*[»\"]?\s*(?:[-–—]\s*\d{1,2}\s*)?"
    rf"(?P<month>{'|'.join(_MONTHS)})(?P<rest>[а-яё]*)\s*,?\s*(?P<year>\d{{4}})?(?!\d){_YEAR_SIGN}",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(
    r"[«\"]\s*_*\s*[»\"]\s*_*\s*[а-яё]*\s*_*\s*(?:20\s?_*\d{0,2})?\s*_*\s*(?:г\.?|года)?", re.IGNORECASE
)
_SEVERAL_DAYS: Final = re.compile(rf"\d{{1,2}}\s*(?:[-–—,]|и)\s*\d{{1,2}}\s+(?:{'|'.join(_MONTHS)})", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?:№|(?<!\w)N)\s*(?P<number>[\w/.-]*[\w])?(?P<blank>_+)?", re.IGNORECASE)
_TOWN: Final = re.compile(
    r"(?<!\w)(?:г|гор|город|с|село|п|пос|пгт|рп|р\.\s?п|ст|дер|д)\.?\s*"
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*(?:\s[А-ЯЁ][а-яё]+(?!\w|\.))?(?!\w)"
)
_CLOCK: Final = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})\s?(?:[-:.–]\s?(?P<minute>\d{2})(?!\d)(?!\s?\.\s?\d)"
    r"|\s?(?:час(?:ов|а)?|ч\.?)(?![а-яё])(?:\s?(?P<minute2>\d{2})\s?(?:минут\w*|мин\.?)?)?)(?:\s?(?:час(?:ов|а)?|ч\.)(?![а-яё]))?",
    re.IGNORECASE,
)
_SURE_CLOCK: Final = re.compile(
    r"(?<![\d.:])\d{1,2}:\d\d(?!\d)|\d\s?(?:час|ч\.)|\bв\s+\d{1,2}[-.]\d\d(?!\d|\.\d)", re.IGNORECASE
)


T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """What was found in a text, the words it was read from, and the text without them. `value` is None when the words
    name nothing that can be: «31.02.2024», «25-70»."""

    value: T | None
    words: str
    rest: str


def find_date(text: str) -> Found[date] | None:
    """The first day named; the value is None for an impossible day, a day without a year and an empty blank."""
    if found := _FIGURES.search(text):
        groups = {name: found[name] or found[f"{name}2"] or found[f"{name}3"] for name in ("day", "month", "year")}
        year = int(groups["year"])
        return _found(_day(year if year > 99 else 2000 + year, int(groups["month"]), int(groups["day"])), text, found)
    if found := _WORDS.search(text):
        month = next(place for place, stem in enumerate(_MONTHS, 1) if re.match(stem, found["month"], re.IGNORECASE))
        return _found(_day(int(found["year"]), month, int(found["day"])) if found["year"] else None, text, found)
    if (found := _BLANK.search(text)) and "_" in found[0]:
        return _found(None, text, found)
    return None


def names_several_days(text: str) -> bool:
    """True for «13–14 октября»."""
    return bool(_SEVERAL_DAYS.search(text))


def find_times(text: str, *, is_sure: bool = False) -> tuple[list[time | None], str]:
    """The hours named, and the text without them. None is an hour that no clock shows.

    «14-00» counts only when it `is_sure` that the text is about time; «14:00» and «14 часов» always do.
    """
    if not is_sure and not _SURE_CLOCK.search(text):
        return [], text
    return [_clock(found) for found in _CLOCK.finditer(text)], _CLOCK.sub(" ", text)


def find_number(text: str) -> Found[str] | None:
    """«№ 2/1»; the value is None for «№ ____»."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    number = (found["number"] or "").strip("_")
    return _found(number or None, text, found)


def find_town(text: str) -> Found[str] | None:
    """«г. Кедровск», or a line that is nothing but the name of a town."""
    if found := _TOWN.search(text):
        return _found(found[0].strip(), text, found)
    word = text.strip(" .,")
    if re.fullmatch(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*", word) and may_be(word, "Geox", "nomn"):
        return Found(word, word, "")
    return None


def _found(value: T | None, text: str, match: re.Match[str]) -> Found[T]:
    return Found(value, match[0].strip(), f"{text[: match.start()]} {text[match.end() :]}".strip())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"] or found["minute2"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
