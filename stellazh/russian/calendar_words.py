"""Days and months in Russian words: «11 сентября 2023 г.», «20–27 ноября 2023 г.», «2024/2025»."""

from calendar import monthrange
from datetime import date

from stellazh.common.school_year import SchoolYear

# Index 0 is January.
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_PREPOSITIONAL = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
MONTHS_SHORT = (
    "янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек.",
)  # fmt: skip

# Index 0 is Monday, as in `date.weekday`.
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_ACCUSATIVE = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def month_name(month: int) -> str:
    """«сентябрь» for 9."""
    return MONTHS[month - 1]


def month_and_year(day: date) -> str:
    """«сентябрь 2024 г.» for any day of the month."""
    return f"{MONTHS[day.month - 1]} {day.year} г."


def day_and_month(day: date) -> str:
    """«11 сентября»."""
    return f"{day.day} {MONTHS_GENITIVE[day.month - 1]}"


def long_date(day: date) -> str:
    """«11 сентября 2023 г.»."""
    return f"{day_and_month(day)} {day.year} г."


def short_date(day: date) -> str:
    """«11.09.2023»."""
    return f"{day:%d.%m}.{day.year:04}"


def weekday_name(day: date) -> str:
    """«понедельник»."""
    return WEEKDAYS[day.weekday()]


def weekday_short(day: date) -> str:
    """«пн»."""
    return WEEKDAYS_SHORT[day.weekday()]


def span_words(start: date | None, end: date | None) -> str:
    """A span of days as a person would write it.

    «20–27 ноября 2023 г.», «с 15 марта по 31 декабря 2024 г.», «сентябрь 2024 г.» and «апрель – май 2024 г.» for
    whole months, «до 10 апреля 2024 г.» without a start, «с 1 октября 2023 г.» without an end, nothing without both.

    Raises:
        ValueError: the span ends before it begins.
    """
    if start is None:
        return f"до {long_date(end)}" if end else ""
    if end is None:
        return f"с {long_date(start)}"
    if end < start:
        raise ValueError(f"the span ends on {end}, before it begins on {start}")
    if start == end:
        return long_date(start)
    if start.day == 1 and _ends_month(end):
        return _months_words(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(end)}"
    first = day_and_month(start) if start.year == end.year else long_date(start)
    return f"с {first} по {long_date(end)}"


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _months_words(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return month_and_year(end)
    first = month_name(start.month) if start.year == end.year else month_and_year(start)
    return f"{first} – {month_and_year(end)}"


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of a day opens: August opens the new one."""
    return SchoolYear.of(day).start


def school_year_label(start: int) -> str:
    """«2024/2025» for 2024."""
    return SchoolYear(start).label
