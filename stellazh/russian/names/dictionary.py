"""What the dictionary says of a word in a name: a given name, a surname, a common word and its genitive."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from stellazh.russian.names.foreign_names import HERS, HIS
from stellazh.russian.names.lists import BOTH_GENDERS, NO_GIVEN_NAMES, USUAL_GIVEN
from stellazh.russian.names.model import Gender
from stellazh.russian.persons.morphology import genitive_form, is_known, may_be, readings

_ENOUGH = 8192
# The dictionary takes many rare women's names for men's: «Айно», «Двойра», «Аревхат». These endings are not believed.
_MISTAKEN: Final = re.compile(
    r"(?:[ая]т|ет|ит|ик|уш|из|ез|иам|ям|ум|гул|нур|гюн|жан|ис|ин|уи|э|е|ы|у|ю|"
    r"(?<!ал)(?<!верд)(?<!берд)(?<!гельд)(?<!кул)(?<!гадж)и|(?<![рнлтвдм]и)(?<!нд)(?<!рд)(?<!нс)(?<!ст)(?<!улл)о|"
    r"(?<!улл)(?<!ул)(?<!мурз)(?<!мирз)(?<!паш)(?<!аг)а|я)$"
)


@lru_cache(maxsize=_ENOUGH)
def genders_of_given(word: str) -> frozenset[Gender]:
    """Whose given name this may be; empty when it is not known as one. Small letters."""
    plain = word.replace("ё", "е")
    if plain in NO_GIVEN_NAMES:
        return frozenset()
    if plain in BOTH_GENDERS:
        return frozenset({"m", "f"})
    if plain in HIS:
        return frozenset({"m"})
    if plain in HERS:
        return frozenset({"f"})
    if not is_known(word):
        return frozenset()
    found: set[Gender] = set()
    for reading in readings(word):
        if {"Name", "sing", "nomn"} <= reading and not {"Surn", "Patr"} & reading:
            if "masc" in reading or "ms-f" in reading:
                found.add("m")
            if "femn" in reading or "ms-f" in reading:
                found.add("f")
    if found == {"m"} and plain not in USUAL_GIVEN and _MISTAKEN.search(plain):
        return frozenset({"m", "f"})
    return frozenset(found)


def is_listed_given(word: str) -> bool:
    """True for a given name of our own lists, as a rule a better witness than the dictionary."""
    plain = word.replace("ё", "е")
    return plain in HIS or plain in HERS


@lru_cache(maxsize=_ENOUGH)
def is_surname(word: str, gender: Gender) -> bool:
    """True for a surname of this gender that the dictionary holds, in the nominative."""
    return is_known(word) and may_be(word, "Surn", "nomn", "sing", "masc" if gender == "m" else "femn")


@lru_cache(maxsize=_ENOUGH)
def noun_genitive(word: str) -> str:
    """The genitive of a common noun or of a place in the nominative; empty when the word is none."""
    found = genitive_form(word) if is_known(word) else None
    return found[0].replace("ё", "е") if found and found[1] else ""


@lru_cache(maxsize=_ENOUGH)
def adjective_genitive(word: str) -> str:
    """The genitive of a nominative adjective, also one that serves as a noun («рабочий»); empty for other words."""
    if not is_known(word) or not any("ADJF" in reading and "nomn" in reading for reading in readings(word)):
        return ""
    if any("Apro" in reading for reading in readings(word)):
        return ""
    found = genitive_form(word)
    genitive = found[0] if found else ""
    return genitive if genitive.endswith(("ого", "его", "ой", "ей")) else ""


def is_adjective(word: str) -> bool:
    """True when the dictionary holds the word as a nominative adjective."""
    return is_known(word) and may_be(word, "ADJF", "nomn", "sing")


def is_word(word: str) -> bool:
    """True when the dictionary holds this very form."""
    return is_known(word)


@lru_cache(maxsize=_ENOUGH)
def is_common_noun(word: str) -> bool:
    """True for a nominative noun that names a thing, not a person or a place."""
    names = {"Name", "Surn", "Patr", "Geox", "Orgn"}
    return is_known(word) and any(
        {"NOUN", "nomn", "sing"} <= reading and not names & reading for reading in readings(word)
    )


@lru_cache(maxsize=_ENOUGH)
def is_oblique(word: str) -> bool:
    """True for a name that the dictionary knows only in other cases: «Петру», «Ивановой»."""
    if not is_known(word):
        return False
    found = readings(word)
    return not any({"nomn", "Fixd"} & reading for reading in found) and any(
        "sing" in reading and {"Name", "Surn", "Patr"} & reading for reading in found
    )
