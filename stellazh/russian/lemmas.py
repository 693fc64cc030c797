"""Text as words to search by: folded, with dictionary forms, alike for what is kept and for what is asked.

The dictionary guesses at surnames («Ольхова» is an adjective to it, «Лесникова» a village), so a word never stands
for its dictionary form alone: the word as written is kept beside it, and so is what a surname is without its ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stellazh.russian.collation import fold
from stellazh.russian.persons.morphology import dictionary_form

LONGEST_WORD: Final = 60
# Latin and Cyrillic letters of all the languages of Russia and plain digits: what both databases take for letters too.
_WORD: Final = re.compile("[0-9a-zß-öø-ɏа-ҁҊ-ԧ]+")
_RUSSIAN: Final = re.compile("[а-я]{3,}")
_SURNAME: Final = re.compile(r"(.{2,}(?:[ое]в|[иы]н))(?:а|ой|у|ым|е|ы|ых|ыми|о)?")
_ADJECTIVAL: Final = re.compile(r"(.{2,}[сцз]к)(?:ая|ой|ую|ий|ого|ому|им|ом|их|ими|ие|ое)")

_KEYS: Final = str.maketrans(
    "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>",
    "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, folded, and the other forms it is known by: none, one or two."""

    surface: str
    forms: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """The word and its forms."""
        return (self.surface, *self.forms)


def words_of(text: str, *, limit: int | None = None) -> list[Word]:
    """The words of a text in their order, `limit` at most; signs between them do not count, long words are cut."""
    found: list[Word] = []
    for match in _WORD.finditer(fold(text)):
        if limit is not None and len(found) == limit:
            break
        surface = match[0][:LONGEST_WORD]
        found.append(Word(surface, forms_of(surface)))
    return found


@lru_cache(maxsize=65_536)
def forms_of(surface: str) -> tuple[str, ...]:
    """Other forms of a folded word: its dictionary form, and a surname's or adjective's without the ending."""
    if not _RUSSIAN.fullmatch(surface):
        return ()
    forms = dict.fromkeys([fold(dictionary_form(surface)), without_ending(surface)])
    return tuple(form for form in forms if form and form != surface and _RUSSIAN.fullmatch(form))


def without_ending(surface: str) -> str:
    """A folded surname or adjective without its case: «ольхов», «городский». Empty when it looks like neither."""
    if match := _SURNAME.fullmatch(surface):
        return match[1]
    if match := _ADJECTIVAL.fullmatch(surface):
        return f"{match[1]}ий"
    return ""


def in_russian_layout(text: str) -> str:
    """What the same keys give in the Russian layout: «jkm[jdf» is «ольхова». Empty when nothing Latin was typed."""
    if re.search("[а-яё]", text, re.IGNORECASE) or not re.search("[a-z]", text, re.IGNORECASE):
        return ""
    return text.translate(_KEYS)
