"""How one surname without a hyphen changes. What two grammars or two families write differently is doubted."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stellazh.russian.names import wording
from stellazh.russian.names.dictionary import is_adjective
from stellazh.russian.names.given import VOWELS
from stellazh.russian.names.lists import FIXED_SURNAMES
from stellazh.russian.names.model import FIXED, Change, Gender
from stellazh.russian.names.surnames_in_a import hers_in_a, his_in_a, is_her_form
from stellazh.russian.names.surnames_of_men import his_in_consonant, is_his_form

# «Русских», «Долгих», «Рыжих»; after other letters «-их» is foreign: «Эрлих».
_PLURAL_IKH: Final = tuple(f"{letter}их" for letter in "кгхжшчщ")


@lru_cache(maxsize=8192)
def surname(word: str, gender: Gender) -> Change:
    """A surname in small letters."""
    if len(word) < 2 or word.replace("ё", "е") in FIXED_SURNAMES:
        return FIXED
    if word.endswith(("аго", "яго", "ово", "ых", *_PLURAL_IKH)):
        return FIXED
    if word[-1] in "ая":
        return hers_in_a(word) if gender == "f" else his_in_a(word)
    if word[-1] in VOWELS:
        return _in_vowel(word)
    return his_in_consonant(word) if gender == "m" else _hers_in_consonant(word)


def _in_vowel(word: str) -> Change:
    if word.endswith(("ски", "цки", "зки", "ны", "ры")) or (word[-1] == "ы" and is_adjective(word + "й")):
        return FIXED.doubted(wording.of_slavic(word.capitalize()))
    return FIXED


def _hers_in_consonant(word: str) -> Change:
    """Women's surnames in a consonant never change; one that looks like a man's may be a slip."""
    if looks_like_his(word):
        return FIXED.doubted(wording.of_form(word.capitalize(), "f"))
    return FIXED


def looks_like_his(word: str) -> bool:
    """True for «Ольхов», «Сосновский», «Белый»: a woman of that family is «Ольхова», «Сосновская», «Белая»."""
    return is_his_form(word)


def looks_like_hers(word: str) -> bool:
    """True for «Ольхова», «Рябинина», «Сосновская», where no noun stands behind the form."""
    return is_her_form(word)
