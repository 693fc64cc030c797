"""Names of bodies in the genitive: «заседание областного методического объединения …»."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stellazh.russian.persons.morphology import genitive_form

# Longer runs of adjectives stand before no noun of ours.
_MOST_WORDS: Final = 8


@lru_cache(maxsize=1024)
def genitive_of(name: str) -> str:
    """The name in the genitive: its first adjectives and the noun they belong to; what follows depends on that noun.

    «Областное методическое объединение библиотекарей» gives «областного методического объединения библиотекарей». A
    name that begins with an abbreviation («ММО школьных библиотекарей») or with what is no such run stays as it is.
    """
    words = name.split()
    declined: list[str] = []
    for word in words[:_MOST_WORDS]:
        form = genitive_form(word)
        if form is None:
            return name
        declined.append(form[0])
        if form[1]:
            return " ".join([*declined, *words[len(declined) :]])
    return name
