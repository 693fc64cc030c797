"""Surnames in «-а» and «-я»: «Сорока», «Ольхова», «Сосновская», «Берия», «Дюбуа»."""

from __future__ import annotations

import re
from typing import Final

from stellazh.russian.names import wording
from stellazh.russian.names.dictionary import (
    adjective_genitive,
    is_common_noun,
    is_surname,
    is_word,
    noun_genitive,
)
from stellazh.russian.names.given import in_a
from stellazh.russian.names.lists import USUAL_GIVEN
from stellazh.russian.names.model import (
    ENDING_A_AFTER_K,
    ENDING_A_AFTER_SH,
    ENDING_A_AFTER_TS,
    ENDING_IYA,
    ENDING_YA,
    FIXED,
    HER_ADJECTIVE,
    HER_ADJECTIVE_AFTER_SH,
    HER_ADJECTIVE_SOFT,
    HERS,
    Change,
)

_VOWELS: Final = "аеёиоуыэюя"
_OVA: Final = ("ова", "ева", "ёва")
_INA: Final = ("ина", "ына")
_SKAYA: Final = ("ская", "цкая", "зкая")
# Adjectives to the ear even when no dictionary holds them; other «-ая» may be Georgian: «Шенгелая».
_AYA: Final = ("ная", "вая", "тая", "кая")
_FINNISH: Final = re.compile(r"аа|оо|уу|ии|ээ|юу|яя|(?:ела|[еёияю]ля)$")
# «Ковальска», «Новицка»; not «Дерипаска».
_POLISH: Final = re.compile(r"(?:[^аеёиоуыэюя]с|ц)ка$")


def his_in_a(word: str) -> Change:
    """A man's surname in «-а», «-я»."""
    if is_her_form(word):
        return in_a(word).doubted(wording.of_form(word.capitalize(), "m"))
    return _noun(word)


def hers_in_a(word: str) -> Change:
    """A woman's surname in «-а», «-я»."""
    if word.endswith(("ая", "яя")):
        return _her_adjective(word)
    if word.endswith((*_OVA, *_INA)) and _syllables(word) > 1:
        return _hers(word)
    if _POLISH.search(word) and not noun_genitive(word):
        return HERS.doubted(wording.of_slavic(word.capitalize()))
    return _noun(word)


def is_her_form(word: str) -> bool:
    """True for forms that only women bear: «Ольхова», «Рябинина», «Сосновская»; not for «Сова», «Калина»."""
    if word.endswith(_SKAYA):
        return True
    if word.endswith(("ая", "яя")):
        is_adjective = bool(adjective_genitive(word)) or (word.endswith(_AYA) and _syllables(word) > 2)
        return is_adjective and not is_surname(word, "m")
    if not word.endswith((*_OVA, *_INA)) or _syllables(word) < 3:
        return False
    if noun_genitive(word) or is_surname(word, "m"):
        return False
    # Without a man's form in the dictionary «-ина» may be a noun of another language: «Шербина».
    return word.endswith(_OVA) or is_surname(word[:-1], "m")


def _syllables(word: str) -> int:
    return sum(letter in _VOWELS for letter in word)


def _hers(word: str) -> Change:
    doubt = wording.of_hers_noun(word.capitalize())
    if word.endswith(_INA):
        is_noun = is_common_noun(word) or word in USUAL_GIVEN or _syllables(word) == 2
        return HERS.doubted(doubt) if is_noun else HERS
    if _syllables(word) == 2 or is_common_noun(word):
        if word == "королева" or (is_surname(word[:-1], "m") and not is_common_noun(word)):
            return HERS
        return in_a(word).doubted(doubt)
    return HERS


def _her_adjective(word: str) -> Change:
    doubt = wording.of_adjective(word.capitalize())
    is_adjective = bool(adjective_genitive(word))
    if word.endswith("яя"):
        return HER_ADJECTIVE_SOFT if is_adjective else HER_ADJECTIVE_SOFT.doubted(doubt)
    change = HER_ADJECTIVE_AFTER_SH if word[-3:-2] in "жшчщц" else HER_ADJECTIVE
    if is_adjective or word.endswith(_SKAYA) or (word.endswith(_AYA) and _syllables(word) > 2):
        return change
    if is_surname(word, "m"):
        return ENDING_YA.doubted(doubt)
    return change.doubted(doubt)


def _noun(word: str) -> Change:
    name = word.capitalize()
    if word.endswith(("аа", "еа", "иа", "оа", "уа", "ыа", "эа", "юа")):
        return FIXED
    if word.endswith("ия"):
        if _syllables(word) == 2:
            return ENDING_IYA.doubted(wording.of_iya(name), "dative").doubted(wording.of_iya(name), "prepositional")
        return ENDING_IYA
    if word.endswith("яя"):
        return ENDING_YA.doubted(wording.of_adjective(name))
    if not noun_genitive(word) and _FINNISH.search(word):
        return in_a(word).doubted(wording.of_foreign(name))
    if _POLISH.search(word) and not noun_genitive(word):
        return ENDING_A_AFTER_K.doubted(wording.of_slavic(name))
    return _with_stress(word, in_a(word))


def _with_stress(word: str, change: Change) -> Change:
    """«Грушей», but «Свечой»: after a hushing letter the instrumental depends on the stress."""
    if change not in (ENDING_A_AFTER_SH, ENDING_A_AFTER_TS):
        return change
    stressed, unstressed = is_word(word[:-1] + "ой"), is_word(word[:-1] + "ей")
    if noun_genitive(word) and stressed != unstressed:
        genitive, dative, accusative, _, prepositional = change.endings
        return Change(1, (genitive, dative, accusative, "ой" if stressed else "ей", prepositional))
    return change.doubted(wording.of_stress(word.capitalize()), "instrumental")
