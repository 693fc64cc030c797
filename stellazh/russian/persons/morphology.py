"""What the dictionary says of one word: known or not, which forms it may be. Loaded once, on the first question."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import pymorphy3


@cache
def _analyzer() -> Any:
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=16_384)
def is_known(word: str) -> bool:
    """True when the dictionary holds the word in this very form; letter case and ё do not matter."""
    return bool(_analyzer().word_is_known(word.casefold()))


def dictionary_form(word: str) -> str:
    """The dictionary form of the likeliest reading; the caller keeps what it has asked."""
    return str(_analyzer().parse(word)[0].normal_form)


@lru_cache(maxsize=16_384)
def readings(word: str) -> tuple[frozenset[str], ...]:
    """The grammemes of every reading, the likeliest first, in OpenCorpora's names («NOUN», «Surn», «nomn»)."""
    return tuple(frozenset(parse.tag.grammemes) for parse in _analyzer().parse(word))


def may_be(word: str, *grammemes: str) -> bool:
    """True when one reading of the word has all these grammemes."""
    wanted = frozenset(grammemes)
    return any(wanted <= reading for reading in readings(word))


def is_likely(word: str, *grammemes: str) -> bool:
    """True when the likeliest reading of the word has all these grammemes."""
    found = readings(word)
    return bool(found) and frozenset(grammemes) <= found[0]


@lru_cache(maxsize=4096)
def genitive_form(word: str) -> tuple[str, bool] | None:
    """A nominative adjective or noun in the genitive of its number, in small letters, and whether it is a noun.

    None for abbreviations, names and words in other forms.
    """
    if word.startswith("веб-") and (rest := genitive_form(word[4:])):
        # The dictionary would decline both halves.
        return f"веб-{rest[0]}", rest[1]
    if word.isupper() or not word.replace("-", "").isalpha():
        return None
    for parse in _analyzer().parse(word):
        tag = parse.tag
        if "nomn" not in tag or not ({"ADJF", "NOUN"} & tag.grammemes) or {"Name", "Surn", "Abbr"} & tag.grammemes:
            continue
        inflected = parse.inflect({"gent"})
        if inflected is not None:
            return str(inflected.word), "NOUN" in tag
    return None


@lru_cache(maxsize=4096)
def dative_form(word: str) -> tuple[str, bool] | None:
    """A nominative adjective, participle or noun in the dative of its number, in small letters, and whether it is a
    noun. None for abbreviations, names and words in other forms.
    """
    if word.isupper() or not word.replace("-", "").isalpha():
        return None
    found = None
    for parse in _analyzer().parse(word):
        tag = parse.tag
        is_wanted = {"ADJF", "NOUN", "PRTF"} & tag.grammemes and not {"Name", "Surn", "Abbr"} & tag.grammemes
        if "nomn" in tag and is_wanted and (inflected := parse.inflect({"datv"})) is not None:
            if "NOUN" not in tag:
                # «старший» is a noun too; what follows will tell.
                return str(inflected.word), False
            found = found or (str(inflected.word), True)
    return found
