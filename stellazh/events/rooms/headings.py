"""Headings of the lists that video rooms give out: which column is what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from stellazh.russian.collation import fold


class Part(StrEnum):
    """What a column holds."""

    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    LENGTH = "length"


_NAME: Final = (
    r"(?:имя|ник|никнейм|фио|ф и о|участник\w*|пользовател\w*|слушател\w*|зрител\w*|name|full name|user ?name"
    r"|display name|screen name|nick ?name|participant|participant name|attendee|attendee name|user"
    r"|имя (?:участника|пользователя|и фамилия|слушателя|зрителя)|фамилия (?:и )?имя(?: отчество)?"
    r"|(?:фио|имя) (?:участника|пользователя|слушателя)|отображаемое имя|полное имя|участник встречи)"
)
_MOMENT: Final = r"(?:время|дата|дата и время|момент|первый|первое|last|first|последний|последнее)?"
_EMAIL: Final = (
    r"(?:user |attendee |work )?e ?mail(?: (?:участника|пользователя|address))?|(?:адрес )?электронн\w+ почт\w+"
    r"|(?:адрес )?(?:эл )?почт\w*(?: (?:участника|пользователя))?|емейл|имейл"
)
_LENGTH: Final = (
    r"(?:общая |общее |полная |суммарн\w+ )?(?:длительность|продолжительность)"
    r"(?: (?:участия|присутствия|пребывания|подключения|сеанса|посещения|в минутах|на собрании|мин\w*))*"
    r"|(?:общее )?время (?:участия|присутствия|в эфире|в комнате|в сети|на встрече|на собрании|на вебинаре|просмотра"
    r"|в звонке|онлайн|в конференции)(?: мин\w*)?|(?:был\w* )?в (?:эфире|комнате|звонке)|минут\w*|присутстви\w+"
    r"|(?:total |attended |in meeting |online |session |attendance )?duration(?: minutes| seconds)?"
    r"|time in session|total time|minutes"
)
_JOINED: Final = (
    rf"{_MOMENT} ?(?:входа?|подключения|присоединения|захода|начала участия|подключился|вошел|присоединился)"
    r"(?: в (?:комнату|встречу|эфир|конференцию))?|подключение|начало|(?:первое )?присоединение|время начала"
    r"|(?:first )?join(?:ed)?(?: time| at| date)?|время первого (?:входа|подключения)|entered(?: at)?|start time"
)
_LEFT: Final = (
    rf"{_MOMENT} ?(?:выхода?|отключения|ухода|окончания участия|отключился|вышел|покинул)"
    r"(?: из (?:комнаты|встречи|эфира|конференции))?|отключение|окончание|конец|время окончания"
    r"|(?:last )?(?:leave|left)(?: time| at| date)?|время последнего (?:выхода|отключения)|exited(?: at)?|end time"
)
# The first that fits decides; the words are folded, without signs and without what stands in brackets.
_HEADINGS: Final[tuple[tuple[Part, str], ...]] = (
    (Part.FAMILY, r"фамилия|last name|surname|family name"),
    (Part.GIVEN, r"first name|given name"),
    (Part.PATRONYMIC, r"отчество|middle name"),
    (Part.EMAIL, _EMAIL),
    (Part.LENGTH, _LENGTH),
    (Part.JOINED, _JOINED),
    (Part.LEFT, _LEFT),
    (Part.NAME, _NAME),
)
_PATTERNS: Final = tuple((part, re.compile(pattern)) for part, pattern in _HEADINGS)
# Every row is asked whether it is one of headings: a file of vast rows would hold up the site.
_MOST_COLUMNS: Final = 40
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SIGNS: Final = re.compile(r"[^\w]+")
_SECONDS: Final = re.compile(r"сек|second|\bsec\b|, ?с\b")
_HOURS: Final = re.compile(r"\bчас|, ?ч\b|\(ч\)|hours?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which part stands in which column; `unit` is what a bare number of a length means."""

    places: dict[Part, int]
    unit: str = ""

    @property
    def has_names(self) -> bool:
        return bool({Part.NAME, Part.FAMILY, Part.GIVEN} & self.places.keys())


def columns_of(row: Sequence[str]) -> Columns:
    """The columns that this row's cells name; empty when it is no row of headings. The first of a kind counts."""
    places: dict[Part, int] = {}
    unit = ""
    for place, cell in enumerate(row[:_MOST_COLUMNS]):
        if not cell or len(cell) > 80:
            continue
        part = part_of(cell)
        if part is None or part in places:
            continue
        places[part] = place
        if part == Part.LENGTH:
            unit = _unit(cell)
    if Part.FAMILY in places and Part.GIVEN not in places and Part.NAME in places:
        # «Фамилия | Имя»: the word that elsewhere is the whole name.
        places[Part.GIVEN] = places.pop(Part.NAME)
    return Columns(places, unit)


@lru_cache(maxsize=16_384)
def part_of(heading: str) -> Part | None:
    """What a column of that heading holds."""
    words = _SIGNS.sub(" ", _BRACKETS.sub(" ", fold(heading))).replace("_", " ").strip()
    words = " ".join(words.split())
    return next((part for part, pattern in _PATTERNS if words and pattern.fullmatch(words)), None)


def _unit(heading: str) -> str:
    words = fold(heading)
    if _SECONDS.search(words):
        return "seconds"
    return "hours" if _HOURS.search(words) else "minutes"
