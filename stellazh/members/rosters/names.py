"""Names of people as lists write them: taken apart, and compared part by part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from stellazh.russian.collation import fold

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑–'’][^\W\d_]+)*")
_INITIALS: Final = re.compile(r"[А-ЯЁA-Z]{2}")
_PATRONYMIC: Final = re.compile(r"(?:[оеё]вич|ьич|[мкф]ич|нич|[оеё]вна|ична|инична)$")
# The end of a patronymic that stands as a word of its own.
_TAIL: Final = frozenset({"оглы", "оглу", "кызы", "гызы", "улы", "уулу"})
_LOOK_ALIKES: Final = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_LATIN: Final = re.compile(r"[A-Za-z]")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; `given` and `patronymic` may be single letters or empty."""

    family: str
    given: str = ""
    patronymic: str = ""

    def __str__(self) -> str:
        if len(self.given) == 1:
            return f"{self.family} {self.given}.{self.patronymic[:1]}{'.' if self.patronymic else ''}"
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)

    @property
    def key(self) -> tuple[str, str, str]:
        """The parts folded: equal for one name however it is typed."""
        return fold(self.family), fold(self.given), fold(self.patronymic)

    @property
    def is_full(self) -> bool:
        """Whether the given name is more than a letter."""
        return len(self.given) > 1


class Alike(StrEnum):
    """How near two names are, the nearest first."""

    SAME = "same"
    SHORTENED = "shortened"
    LETTER = "letter"
    DIFFERENT = "different"


def split_name(text: str) -> Name | None:
    """The parts of a name written in one cell, family name first or last; None for what is no name of a person."""
    if any(sign.isdigit() for sign in text) or "@" in text:
        return None
    words = [_russian(word) for word in _WORD.findall(text)]
    if len(words) == 4 and fold(words[3]) in _TAIL:
        words = [*words[:2], f"{words[2]} {words[3].lower()}"]
    if not words or len(words) > 3 or max(map(len, words)) < 2:
        return None
    if len(words[0]) == 1:
        # «В.И. Ольхова»
        words = [words[-1], *words[:-1]]
    elif len(words) == 2 and _INITIALS.fullmatch(words[1]) and not words[0].isupper():
        words = [words[0], *words[1]]
    elif len(words) == 3 and _PATRONYMIC.search(fold(words[1])) and not _PATRONYMIC.search(fold(words[2])):
        # «Вера Ильинична Ольхова»
        words = [words[2], words[0], words[1]]
    return name_of(*words)


def name_of(family: str, given: str = "", patronymic: str = "") -> Name | None:
    """The name of parts that stand in columns of their own; None without a family name.

    A whole name typed into the column of family names is taken apart.
    """
    if family.strip() and not given.strip() and not patronymic.strip() and " " in family.strip():
        return split_name(family)
    parts = [_named(_russian(" ".join(part.replace(".", " ").split()))) for part in (family, given, patronymic)]
    if len(parts[0]) < 2 or any(sign.isdigit() for part in parts for sign in part) or max(map(len, parts)) > _LONGEST:
        return None
    if not parts[2] and len(parts[1].split()) == 2 and all(len(word) == 1 for word in parts[1].split()):
        parts[1:] = parts[1].split()
    return Name(*parts)


def has_latin(text: str) -> bool:
    """Whether Latin letters stand among Russian ones: they look the same and are not found."""
    return any(_LATIN.search(word) and _CYRILLIC.search(word) for word in _WORD.findall(text))


def alike(one: Name, other: Name) -> Alike:
    """SAME: every part equal. SHORTENED: nothing contradicts, one says less. LETTER: one slip of the pen in a part."""
    mine, theirs = one.key, other.key
    if mine == theirs:
        return Alike.SAME
    shortened = [_shortens(first, second) for first, second in zip(mine[1:], theirs[1:], strict=True)]
    if mine[0] == theirs[0]:
        if all(shortened):
            return Alike.SHORTENED
        slips = [
            fits or _is_slip(first, second) for fits, first, second in zip(shortened, mine[1:], theirs[1:], strict=True)
        ]
        return Alike.LETTER if all(slips) and sum(shortened) == 1 else Alike.DIFFERENT
    if all(shortened) and mine[1] and theirs[1] and _is_slip(mine[0], theirs[0]):
        return Alike.LETTER
    return Alike.DIFFERENT


LONGEST_FAMILY: Final = 100


def shortenings(family: str) -> set[str]:
    """Keys that two family names one slip apart have in common: the name with one letter left out, and itself.

    Of names longer than a card holds only the name itself: a cell of Excel would come to a gigabyte of them.
    """
    if len(family) > LONGEST_FAMILY:
        return {family}
    return {family, *(family[:place] + family[place + 1 :] for place in range(len(family)))}


def _shortens(first: str, second: str) -> bool:
    return (
        first.startswith(second)
        if len(second) <= 1
        else second.startswith(first)
        if len(first) <= 1
        else first == second
    )


def _is_slip(first: str, second: str) -> bool:
    # «Анна» and «Инна» are two names, not a slip of the pen.
    return min(len(first), len(second)) > 4 and OSA.distance(first, second, score_cutoff=1) <= 1


def _russian(word: str) -> str:
    return word.translate(_LOOK_ALIKES) if _LATIN.search(word) and _CYRILLIC.search(word) else word


def _named(text: str) -> str:
    """«ОЛЬХОВА-ЛИПИНА» and «ольхова-липина» → «Ольхова-Липина»; what is written otherwise stays."""
    if not (text.isupper() or text.islower()) or len(text) == 1:
        return text.upper() if len(text) == 1 else text
    words = ("-".join(part[:1].upper() + part[1:].lower() for part in word.split("-")) for word in text.split(" "))
    return " ".join(word.lower() if fold(word) in _TAIL else word for word in words)
