"""The school year of a plan: said in its title, or told by its dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, OPENING_MONTH

_SPAN: Final = re.compile(r"(?<!\d)(20\d\d)\s*(?:г\.?\s*)?[-–—/\\]\s*(20\d\d|\d\d)(?!\d)")
_SCHOOL_WORD: Final = re.compile(r"^\s*(?:г\.?\s*г?\.?\s*)?(?:уч\.|учебн|у\.\s?г)", re.IGNORECASE)
_DAY: Final = re.compile(r"(?<!\d)(?:\d{1,2}\s*[./]\s*(\d{1,2})\s*[./]\s*)(20\d\d)(?!\d)")
_STEMS: Final = (
    "январ", "феврал", "март", "апрел", "ма[йяе]", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_MONTH: Final = re.compile(rf"\b({'|'.join(_STEMS)})[а-я]*\s*[,.]?\s*(20\d\d)(?!\d)", re.IGNORECASE)


def year_in_title(lines: Iterable[str]) -> int | None:
    """The opening year of «2024/2025» in the lines above a table; with «учебный» beside it for preference."""
    plain: int | None = None
    for line in lines:
        for found in _SPAN.finditer(line):
            start, end = int(found[1]), int(found[2])
            if (end if end > 100 else start // 100 * 100 + end) != start + 1 or not FIRST_YEAR <= start <= LAST_YEAR:
                continue
            if _SCHOOL_WORD.match(line[found.end() :]):
                return start
            plain = start if plain is None else plain
    return plain


def year_of_terms(terms: Iterable[str]) -> int | None:
    """The school year that most of the dates with a year of their own belong to; None when there are none."""
    votes: Counter[int] = Counter()
    for term in terms:
        for found in _DAY.finditer(term):
            votes[_opening(int(found[2]), int(found[1]))] += 1
        for found in _MONTH.finditer(term):
            month = next(place for place, stem in enumerate(_STEMS, 1) if re.match(stem, found[1], re.IGNORECASE))
            votes[_opening(int(found[2]), month)] += 1
    if not votes:
        return None
    best = max(votes.values())
    return min(year for year, count in votes.items() if count == best)


def _opening(year: int, month: int) -> int:
    return year if month >= OPENING_MONTH else year - 1
