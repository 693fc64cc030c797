"""Courses and awards as a cell tells of them. The wording is kept whole; only what is sure is taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.members.rosters.values import OLDEST_YEAR, day_in, is_blank
from stellazh.russian.collation import fold
from stellazh.russian.text_lines import one_line

_PART: Final = re.compile(r"[;\n]")
_HOURS: Final = re.compile(r"(?<!\d)(\d{1,4})\s*(?:ч\b|час)", re.IGNORECASE)
_DOCUMENT: Final = re.compile(r"(?:№|\bN)\s*([\w\-/]{2,40})")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_NONE: Final = frozenset({"нет", "не проходила", "не проходил", "не имеет", "не было"})


@dataclass(frozen=True, slots=True)
class CourseReading:
    """A course as written, and what of it is surely known."""

    title: str
    hours: int | None = None
    ended_on: date | None = None
    document_number: str = ""


def read_courses(text: str, today: date) -> tuple[CourseReading, ...]:
    """The courses of a cell, parted by line breaks or semicolons; the wording is kept whole as the title."""
    found: list[CourseReading] = []
    for part in _PART.split(text):
        title = one_line(part).strip(" -–—•.,")
        if is_blank(title) or fold(title) in _NONE:
            continue
        hours = [int(number) for number in _HOURS.findall(title)]
        day = day_in(title)
        number = _DOCUMENT.search(title)
        found.append(
            CourseReading(
                title,
                hours[0] if len(hours) == 1 and 1 <= hours[0] <= 5000 else None,
                day if day is not None and day.year > OLDEST_YEAR and day <= today else None,
                number[1] if number and any(sign.isdigit() for sign in number[1]) else "",
            )
        )
    return tuple(found)


def read_awards(text: str, today: date) -> tuple[tuple[str, int | None], ...]:
    """The awards of a cell with their years."""
    found: list[tuple[str, int | None]] = []
    for part in _PART.split(text):
        title = one_line(part).strip(" -–—•.,")
        if is_blank(title) or fold(title) in _NONE:
            continue
        years = {int(year) for year in _YEAR.findall(title)}
        year = years.pop() if len(years) == 1 else None
        found.append((title, year if year is not None and 1940 <= year <= today.year else None))
    return tuple(found)
