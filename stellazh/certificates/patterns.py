"""How a number is written: «№ {n}/{год}-Ф» with 37 and 2026 is «№ 37/2026-Ф»."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from stellazh.certificates.enums import NumberPeriod

# Fields of a pattern and what each writes, for the page where patterns are kept.
PATTERN_FIELDS: Final[Mapping[str, str]] = {
    "{n}": "номер: 7",
    "{n:03}": "номер с нулями впереди: 007",
    "{год}": "год, в который начался ряд: 2026",
    "{гг}": "он же двумя цифрами: 26",
    "{уч_год}": "учебный год: 2026-2027",
}
LONGEST_PATTERN: Final = 60

_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_NUMBER: Final = re.compile(r"n(?::0([1-6]))?")
_YEARS: Final[Mapping[str, Callable[[int], str]]] = {
    "год": lambda year: str(year),
    "гг": lambda year: f"{year % 100:02d}",
    "уч_год": lambda year: f"{year}-{year + 1}",
}
# Where two patterns meet they meet soon: among the first numbers, or where the zeros in front of one of them end.
_TRIED: Final = (*range(1, 121), *range(1000, 1011), 10_001)


def pattern_fault(pattern: str, period: str) -> str:
    """Why numbers cannot be written so, a sentence; nothing when they can."""
    names = _FIELD.findall(pattern)
    rest = _FIELD.sub("", pattern)
    if "{" in rest or "}" in rest:
        return "Фигурные скобки стоят только вокруг полей: {n}, {год}."
    unknown = [name for name in names if not _NUMBER.fullmatch(name) and name not in _YEARS]
    if unknown:
        return f"Поля {{{unknown[0]}}} нет. Есть {', '.join(PATTERN_FIELDS)}."
    if sum(bool(_NUMBER.fullmatch(name)) for name in names) != 1:
        return "В образце должно один раз стоять {n}: на это место встаёт номер."
    if period == NumberPeriod.NEVER and any(name in _YEARS for name in names):
        return "Нумерация этого вида не начинается заново, поэтому года в номере нет: уберите его или выберите период."
    if period == NumberPeriod.CALENDAR_YEAR and "уч_год" in names:
        return "Нумерация идёт по календарным годам: вместо {уч_год} поставьте {год}."
    return ""


def names_year(pattern: str) -> bool:
    """Whether the year stands in the number."""
    return any(name in _YEARS for name in _FIELD.findall(pattern))


def write_number(pattern: str, period_year: int, number: int) -> str:
    """The number as on a sheet. A pattern with a fault is written as far as it goes."""

    def value(field: re.Match[str]) -> str:
        if counted := _NUMBER.fullmatch(field[1]):
            return f"{number:0{counted[1] or 1}d}"
        year = _YEARS.get(field[1])
        return year(period_year) if year is not None and period_year else ""

    return _FIELD.sub(value, pattern).strip()


def could_meet(pattern: str, other: str, period_year: int) -> str:
    """Words of a number that both patterns write, or nothing."""
    written = {write_number(pattern, period_year, number) for number in _TRIED}
    return next((words for number in _TRIED if (words := write_number(other, period_year, number)) in written), "")
