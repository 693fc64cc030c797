"""A text as both databases keep it: its words in all their forms, and each in its place in one form.

Words in all their forms are for the usual question, «does it stand here at all». Phrases are looked for among places:
there every word stands once, in `place_form`, which all its forms share («Ольховой Веры» is «Ольхова Вера»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from stellazh.russian.lemmas import forms_of, without_ending, words_of
from stellazh.russian.persons.morphology import is_likely, may_be

LONGEST_TITLE: Final = 500
LONGEST_TEXT: Final = 200_000
# The type tsvector holds no place above 16,383 and no word at more than 256 places; SQLite is kept alike.
MOST_TITLE_WORDS: Final = 200
MOST_PLACES: Final = 16_000
MOST_PLACES_OF_A_WORD: Final = 250
# A tsvector holds a megabyte of words and their places; what goes beyond is not found, on SQLite neither.
MOST_BYTES: Final = 900_000
# Stands where a word was left out, so that the others keep their places. A letter that no word of ours holds.
NOTHING_HERE: Final = "ა"
# «Итоговый» is «итогов», which its other forms look like.
_LIKE_A_SURNAME: Final = re.compile(r"(.{2,}(?:[ое]в|[иы]н))ый")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an entry: forms in no order, and forms of places in the order of the text."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    title_places: tuple[str, ...]
    text_places: tuple[str, ...]
    # For the order of results: the title's words in their order, each with its forms behind commas.
    title_forms: str


@lru_cache(maxsize=65_536)
def place_form(surface: str) -> str:
    """The one form under which a folded word stands in its place: without a surname's ending, or from a dictionary."""
    stem = without_ending(surface)
    if stem and not _only_looks_so(surface):
        return stem
    form = next(iter(forms_of(surface)), surface)
    if match := _LIKE_A_SURNAME.fullmatch(form):
        return match[1]
    return form if stem and form == surface else without_ending(form) or form


def _only_looks_so(surface: str) -> bool:
    """«Материалов» is no surname and «списком» no adjective: the dictionary knows them as forms of common nouns."""
    if may_be(surface, "Surn") or not is_likely(surface, "NOUN"):
        return False
    return (surface.endswith(("ов", "ев")) and is_likely(surface, "gent")) or without_ending(surface).endswith("кий")


def words_to_keep(title: str, text: str) -> Words:
    """The words of a title and of a text, cut so that either database can keep them."""
    titled = words_of(title[:LONGEST_TITLE], limit=MOST_TITLE_WORDS)
    surfaces = [word.surface for word in words_of(text[:LONGEST_TEXT])]
    left = MOST_BYTES
    title_bag = tuple(dict.fromkeys(form for word in titled for form in word.every))
    title_places, left = _places((word.surface for word in titled), left - sum(map(_bytes, title_bag)))
    # Places first: there are at most sixteen thousand of them, and what stands there must be found by itself too.
    text_places, left = _places(islice(surfaces, MOST_PLACES), left)
    kept: dict[str, None] = {}
    for surface in dict.fromkeys(surfaces):
        forms = [form for form in (surface, *forms_of(surface)) if form not in kept]
        left -= sum(map(_bytes, forms))
        if left < 0:
            break
        kept.update(dict.fromkeys(forms))
    title_forms = " ".join(",".join(word.every) for word in titled)
    return Words(title_bag, tuple(kept), title_places, text_places, title_forms)


def _places(surfaces: Iterable[str], left: int) -> tuple[tuple[str, ...], int]:
    """Forms of places as long as their bytes last, and the bytes that are left."""
    counted: dict[str, int] = {}
    places: list[str] = []
    for surface in surfaces:
        form = place_form(surface)
        seen = counted.get(form, 0)
        left -= 2 if seen else _bytes(form)
        if left < 0:
            break
        counted[form] = seen + 1
        places.append(form if seen < MOST_PLACES_OF_A_WORD else NOTHING_HERE)
    return tuple(places), left


def _bytes(form: str) -> int:
    """What a word takes in a tsvector: its letters, the sign before it, a count and two places, rounded up."""
    return len(form.encode()) + 10
