"""Days, months and spans in the words of Russian papers."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

MONTHS_NOMINATIVE: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_GENITIVE: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_SHORT: Final = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
WEEKDAYS: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_SHORT: Final = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
OPENING_MONTH: Final = 8


def month_name(day: date) -> str:
    """«сентябрь 2024 г.»."""
    return f"{MONTHS_NOMINATIVE[day.month - 1]} {day.year} г."


def long_date(day: date) -> str:
    """«11 сентября 2023 г.»."""
    return f"{day.day} {MONTHS_GENITIVE[day.month - 1]} {day.year} г."


def short_date(day: date) -> str:
    """«11.09.2023»."""
    return f"{day:%d.%m.%Y}"


def span_words(start: date | None, end: date | None) -> str:
    """A span as a paper would write it; empty when there is none.

    «20–27 ноября 2023 г.», «30 января – 5 февраля 2024 г.», «сентябрь 2024 г.» for a whole month, «сентябрь 2023 –
    май 2024 г.» for whole months, «до 10 апреля 2024 г.» without a start, «с 10 апреля 2024 г.» without an end.
    """
    if start is None and end is None:
        return ""
    if start is None and end is not None:
        return f"до {long_date(end)}"
    if end is None and start is not None:
        return f"с {long_date(start)}"
    assert start is not None  # noqa: S101 (for the type checker: both are days from here on)
    assert end is not None  # noqa: S101
    if start == end:
        return long_date(start)
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return _whole_months(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS_GENITIVE[start.month - 1]} – {long_date(end)}"
    return f"{long_date(start)} – {long_date(end)}"


def school_year_label(start_year: int) -> str:
    """«2024/2025»."""
    return f"{start_year}/{start_year + 1}"


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of that day opens; August opens it."""
    return day.year if day.month >= OPENING_MONTH else day.year - 1


def _whole_months(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return month_name(start)
    first = MONTHS_NOMINATIVE[start.month - 1]
    return f"{first} – {month_name(end)}" if start.year == end.year else f"{first} {start.year} – {month_name(end)}"
