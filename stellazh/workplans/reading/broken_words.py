"""Words broken by a blank or a lost letter, offered joined and never joined silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stellazh.russian.persons.morphology import is_known, may_be

_PAIR: Final = re.compile(r"(?<![А-ЯЁа-яё-])([А-ЯЁа-яё]{2,})(-?)\s([а-яё]{1,})(?![А-ЯЁа-яё-])")
_NEXT_WORD: Final = re.compile(r"\s+([А-ЯЁа-яё-]+)")
_ENDINGS: Final = frozenset({"о", "го", "му", "й", "х", "м", "е"})
_LETTERS: Final = "гмхйнлтсяеиуао"
_SMALL_WORDS: Final = frozenset(
    {"о", "об", "у", "и", "а", "в", "к", "с", "я", "не", "ни", "на", "по", "из", "за", "до", "от", "же", "ли"}
)


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """A piece of text as it stands and the word it probably was."""

    written: str
    joined: str


def find_broken_words(text: str) -> tuple[BrokenWord, ...]:
    """The broken words of a text: «профессиональ ным» → «профессиональным», «муниципально о» → «муниципального»."""
    return tuple(_broken(text))


def _broken(text: str) -> Iterator[BrokenWord]:
    place = 0
    while match := _PAIR.search(text, place):
        joined = _joined(match[1], match[2], match[3], text[match.end() :])
        if joined:
            yield BrokenWord(match[0], joined)
            place = match.end()
        else:
            # The second word may be the first half of the next broken one.
            place = match.start(3)


def _joined(first: str, hyphen: str, second: str, after: str) -> str:
    whole = first + second
    if hyphen:
        return whole if second not in _SMALL_WORDS and is_known(whole) and not is_known(f"{first}-{second}") else ""
    if len(whole) < 5 or first.isupper():
        return ""
    is_first_odd = not is_known(first)
    is_second_odd = second not in _SMALL_WORDS and not is_known(second)
    if (is_first_odd or is_second_odd) and is_known(whole) and (not first[:1].isupper() or is_second_odd):
        return whole
    if second in _ENDINGS and len(first) > 4:
        return _with_lost_letter(first, second, after)
    return ""


def _with_lost_letter(first: str, second: str, after: str) -> str:
    """«муниципально о заказа»: no preposition, because the next word is not in its case; a letter is missing."""
    following = _NEXT_WORD.match(after)
    if second == "о" and (following is None or may_be(following[1], "loct")):
        return ""
    for letter in _LETTERS:
        whole = first + letter + second
        if is_known(whole) and (may_be(whole, "ADJF") or may_be(whole, "PRTF")):
            return whole
    return ""
