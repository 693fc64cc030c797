"""Automatic numbers and bullets of Word, counted on as Word counts them, so that a reader's «1.» is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from stellazh.office.documents.word.names import MAIN, child_value, is_on, number

_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
# Word's Russian letters leave out ё, й, ъ, ы and ь.
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the format of its numbers, the pattern around them, the first number."""

    number_format: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    abstract_id: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one file and how far each has been counted. Paragraphs must be asked in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists = {} if root is None else _read_lists(root)
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def marker(self, list_id: str, level: int) -> str:
        """The sign before the next paragraph of this list: «1.», «1.2», «а)», «-» for any bullet; "" for none."""
        known = self._lists.get(list_id)
        if known is None or not 0 <= level < _LEVELS:
            return ""
        counters = self._counters.setdefault(known.abstract_id, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for place, first in known.restarts.items():
                counters[place] = first - 1
        shape = known.levels.get(level, Level())
        current = counters[level]
        counters[level] = shape.start if current is None else current + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        if shape.number_format == "bullet":
            return "-"
        if shape.number_format == "none":
            return _PLACE.sub("", shape.pattern).strip()
        return _PLACE.sub(lambda place: _written(known, counters, int(place[1]) - 1, shape), shape.pattern).strip()


def _written(known: _List, counters: list[int | None], level: int, asking: Level) -> str:
    shape = known.levels.get(level, Level())
    value = counters[level]
    return written_number(
        shape.start if value is None else value, "decimal" if asking.is_legal else shape.number_format
    )


def written_number(value: int, number_format: str) -> str:
    """A number as Word writes it in this format: «3», «III», «в», «c», «03»."""
    match number_format:
        case "upperRoman":
            return _roman(value)
        case "lowerRoman":
            return _roman(value).lower()
        case "upperLetter":
            return _lettered(value, _LATIN).upper()
        case "lowerLetter":
            return _lettered(value, _LATIN)
        case "russianUpper":
            return _lettered(value, _RUSSIAN).upper()
        case "russianLower":
            return _lettered(value, _RUSSIAN)
        case "decimalZero":
            return f"{value:02d}"
        case "none":
            return ""
    return str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for worth, letters in _ROMAN:
        while value >= worth:
            written += letters
            value -= worth
    return written


def _lettered(value: int, alphabet: str) -> str:
    if value < 1:
        return str(value)
    # After the last letter Word doubles: «яя» is not two digits but the same letter twice.
    times, place = divmod(value - 1, len(alphabet))
    return alphabet[place] * min(times + 1, 5)


def _read_lists(root: etree._Element) -> dict[str, _List]:
    abstract: dict[str, dict[int, Level]] = {}
    for element in root.findall(f"{MAIN}abstractNum"):
        levels = {number(level.get(f"{MAIN}ilvl")): _read_level(level) for level in element.findall(f"{MAIN}lvl")}
        abstract[element.get(f"{MAIN}abstractNumId", "")] = levels
    lists: dict[str, _List] = {}
    for element in root.findall(f"{MAIN}num"):
        abstract_id = child_value(element, "abstractNumId") or ""
        known = _List(abstract_id, dict(abstract.get(abstract_id, {})))
        for override in element.findall(f"{MAIN}lvlOverride"):
            place = number(override.get(f"{MAIN}ilvl"))
            own = override.find(f"{MAIN}lvl")
            if own is not None:
                known.levels[place] = _read_level(own)
            start = child_value(override, "startOverride")
            if start is not None and 0 <= place < _LEVELS:
                known.restarts[place] = number(start, 1)
        lists[element.get(f"{MAIN}numId", "")] = known
    return lists


def _read_level(level: etree._Element) -> Level:
    number_format = child_value(level, "numFmt")
    return Level(
        number_format="decimal" if number_format is None else number_format,
        pattern=(child_value(level, "lvlText") or "")[:40],
        start=number(child_value(level, "start"), 1),
        is_legal=bool(is_on(level, "isLgl")),
    )
