"""Values of Excel cells as they are shown: dates by day, month and year, whole numbers without «.0»."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from stellazh.office.documents.excel.formats import DateShape

Value = int | float | str | bool | time | date | datetime | timedelta

MONTHS: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip


def shown(value: Value, shape: DateShape = DateShape.FULL) -> str:
    """The text of a value. A date whose format shows only its month is written «сентябрь 2024»."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, (datetime, date)):
        return _shown_date(value, shape)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _shown_date(value: date, shape: DateShape) -> str:
    match shape:
        case DateShape.MONTH_YEAR:
            return f"{MONTHS[value.month - 1]} {value.year}"
        case DateShape.MONTH:
            return MONTHS[value.month - 1]
        case DateShape.DAY_MONTH:
            return f"{value:%d.%m}"
    # strftime does not pad years before 1000, and Excel's own zero date is 1899.
    text = f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{text} {value:%H:%M}"
    return text
