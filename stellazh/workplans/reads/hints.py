"""How a term was understood, in words: said beside the field while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stellazh.russian.terms import Term, TermKind, parse_term

_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_WITHOUT_DAYS = "В календарь и на полку не попадёт: определённых дней нет."


@dataclass(frozen=True, slots=True)
class TermHint:
    """`text` says how the wording was read; `warnings` what to look at. `is_read` is False for words not understood."""

    text: str
    warnings: tuple[str, ...]
    is_read: bool


def term_hint(raw: str, school_year: int) -> TermHint:
    """The reading of a wording within that school year, for the person who typed it."""
    term = parse_term(raw, school_year)
    warnings = tuple(warning.text for warning in term.warnings)
    if term.kind == TermKind.NONE:
        return TermHint("Срок не указан.", warnings, is_read=True)
    if term.kind in (TermKind.UNKNOWN, TermKind.INVALID):
        text = f"Срок не понят, но напечатается как есть. {_WITHOUT_DAYS}"
        return TermHint(text, warnings, is_read=False)
    days = days_text(term.start, term.end)
    return TermHint(f"Понято: {days}{_time(term)}" if days else _WITHOUT_DAYS, warnings, is_read=True)


def days_text(start: date | None, end: date | None) -> str:
    """«11 сентября 2024 г., среда», «1–30 сентября 2024 г.», «не позднее 10 апреля 2025 г.»; empty without days."""
    if start is None:
        return f"не позднее {_long(end)}" if end else ""
    if end is None:
        return f"с {_long(start)}"
    if start == end:
        return f"{_long(start)}, {_WEEKDAYS[start.weekday()]}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{_long(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {_long(end)}"
    return f"{_long(start)} – {_long(end)}"


def _long(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} г."


def _time(term: Term) -> str:
    return f", {term.time:%H:%M}" if term.time else ""
