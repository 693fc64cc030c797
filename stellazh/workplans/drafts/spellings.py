"""Comparing written names: «Ольхова В.И.», «Ольхова В. И», «Ольхова Вера Ильинична», «Олхова В.И.»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LONG_NAME: Final = 8
# Latin letters that a keyboard leaves in Russian names.
_LATIN = str.maketrans("aceopxykmthb", "асеорхукмтнв")


class Likeness(IntEnum):
    """How near a card's name is to a written one; the smaller, the nearer."""

    SAME = 0
    NO_INITIALS = 1
    LETTER = 2
    SWAPPED = 3
    TWO_LETTERS = 4
    INITIALS = 5
    NONE = 9


WHY: Final = {
    Likeness.SAME: "имя совпадает",
    Likeness.NO_INITIALS: "совпадает фамилия, инициалы неполны",
    Likeness.LETTER: "фамилия отличается одной буквой",
    Likeness.SWAPPED: "в фамилии переставлены буквы",
    Likeness.TWO_LETTERS: "фамилия отличается двумя буквами",
    Likeness.INITIALS: "та же фамилия, другие инициалы",
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name taken apart and folded: lower case, ё as е, no dots. `given`, `patronymic` may be one letter or none."""

    family: str
    given: str = ""
    patronymic: str = ""

    @property
    def initials(self) -> str:
        return self.given[:1] + self.patronymic[:1]


def fold(text: str) -> str:
    """The text without marks and case, words apart by single blanks, ё as е; what two spellings share."""
    return " ".join(_WORD.findall(text.casefold().replace("ё", "е").translate(_LATIN)))


def written_key(name: str) -> str:
    """The key under which an answer about this spelling is remembered; at most 200 signs."""
    return fold(name)[:200]


def take_apart(name: str) -> Spelling | None:
    """The parts of a person's written name, family name first or after its initials; None for what is no name."""
    words = fold(name).split()
    if not words or len(words) > 3 or any(sign.isdigit() for sign in name):
        return None
    if len(words[0]) == 1:
        words = [words[-1], *words[:-1]]
    family, *rest = words
    if len(family) < 2:
        return None
    if len(rest) == 1 and len(rest[0]) == 2:
        # «Ольхова ВИ»: two initials without dots.
        rest = list(rest[0])
    return Spelling(family, *rest)


def likeness(written: Spelling, card: Spelling) -> Likeness:
    """How near the two are. SAME means: nothing in one contradicts the other and both initials are known."""
    initials = _initials(written, card)
    if written.family == card.family:
        if initials is None:
            return Likeness.INITIALS
        return Likeness.SAME if initials else Likeness.NO_INITIALS
    if initials is None or not (written.initials and card.initials):
        return Likeness.NONE
    return _families(written.family, card.family)


def _initials(written: Spelling, card: Spelling) -> bool | None:
    """True: the same; False: one side says less; None: they contradict each other."""
    complete = True
    for mine, theirs in ((written.given, card.given), (written.patronymic, card.patronymic)):
        if not mine or not theirs:
            complete = complete and not mine and not theirs and bool(written.given)
        elif len(mine) == 1 or len(theirs) == 1:
            if mine[0] != theirs[0]:
                return None
        elif mine != theirs:
            return None
    return complete


def _families(one: str, other: str) -> Likeness:
    distance = OSA.distance(one, other, score_cutoff=2)
    if min(len(one), len(other)) < 4:
        return Likeness.NONE
    if sorted(one) == sorted(other) and distance <= 2:
        return Likeness.SWAPPED
    if distance == 1:
        return Likeness.LETTER
    if distance == 2 and min(len(one), len(other)) >= _LONG_NAME:
        return Likeness.TWO_LETTERS
    return Likeness.NONE


def look_alike(one: Spelling, other: Spelling) -> Likeness:
    """How near two different spellings of one paper are; NONE when nobody would mistake one for the other."""
    found = likeness(one, other)
    return Likeness.NONE if found == Likeness.SAME and one == other else found


def parts_of(name: str) -> tuple[str, str, str]:
    """Family name, given name and patronymic of a written name, in its own letters; initials without dots.

    What cannot be taken apart is a family name as a whole, at most 100 signs.
    """
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name)
    if not words or len(words) > 3 or take_apart(name) is None:
        return " ".join(name.split())[:100], "", ""
    if len(words[0]) == 1:
        words = [words[-1], *words[:-1]]
    family, *rest = words
    if len(rest) == 1 and len(rest[0]) == 2:
        rest = list(rest[0])
    given, patronymic = (*rest, "", "")[:2]
    return _named(family)[:100], _named(given)[:100], _named(patronymic)[:100]


def _named(word: str) -> str:
    return "-".join(part[:1].upper() + (part[1:].lower() if part.isupper() else part[1:]) for part in word.split("-"))
