"""Which words of a text a question is met by, and where: for marks, for windows and for the order of results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.russian.collation import fold
from stellazh.russian.lemmas import forms_of
from stellazh.textindex.entries.asking import Clause, Phrase
from stellazh.textindex.entries.words import place_form
from stellazh.textindex.matching import Wanted

LETTERS: Final = "0-9a-zß-öø-ɏа-ҁҊ-ԧ"
_WORD: Final = re.compile(f"[{LETTERS}]+", re.IGNORECASE)
# Forms of a word nearly always begin alike; where they do not («дети», «ребёнок»), every word is looked at.
_BEGINNING: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A met word: from which sign to which, and the number of the clause that it meets."""

    start: int
    end: int
    clause: int


class WordFinder:
    """Finds the words that meet clauses in stored texts."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._wanted = [
            (number, item)
            for number, clause in enumerate(clauses)
            for option in clause.options
            for item in option
            if isinstance(item, Wanted)
        ]
        self._phrases = [
            (number, item.places)
            for number, clause in enumerate(clauses)
            for option in clause.options
            for item in option
            if isinstance(item, Phrase)
        ]
        starts = {form[:_BEGINNING] for _, item in self._wanted for form in (*item.words, item.prefix) if form}
        self._quick = re.compile(
            f"(?<![{LETTERS}])(?:{'|'.join(sorted(starts, key=lambda one: (-len(one), one)))})[{LETTERS}]*"
        )
        self._clauses: dict[str, int | None] = {}
        self.count = len(clauses)

    def places(self, text: str) -> list[Place]:
        """All places in the order of the text."""
        found: list[Place] = []
        if self._wanted:
            lower = _lower(text)
            found.extend(self._words(self._quick.finditer(lower)))
            if len({place.clause for place in found}) < len({number for number, _ in self._wanted}):
                found = list(self._words(_WORD.finditer(lower)))
        if self._phrases:
            found.extend(self._in_phrases(text))
        return sorted(dict.fromkeys(found), key=lambda place: (place.start, place.clause))

    def _words(self, matches: Iterator[re.Match[str]]) -> Iterator[Place]:
        for match in matches:
            surface = match[0]
            if surface not in self._clauses:
                # Fifty texts of a page repeat their words.
                self._clauses[surface] = next((number for number, item in self._wanted if is_met(item, surface)), None)
            if (clause := self._clauses[surface]) is not None:
                yield Place(match.start(), match.end(), clause)

    def _in_phrases(self, text: str) -> Iterator[Place]:
        lower = _lower(text)
        first = {places[0] for _, places in self._phrases}
        matches = list(_WORD.finditer(lower))
        forms = [place_form(fold(match[0])) for match in matches]
        for at, form in enumerate(forms):
            if form not in first:
                continue
            for number, places in self._phrases:
                if tuple(forms[at : at + len(places)]) == places:
                    for match in matches[at : at + len(places)]:
                        yield Place(match.start(), match.end(), number)


def is_met(item: Wanted, surface: str) -> bool:
    """Whether a folded word of a text is one of those wanted, in any of its forms."""
    forms = (surface, *forms_of(surface))
    if any(form in item.words for form in forms):
        return True
    return bool(item.prefix) and any(form.startswith(item.prefix) for form in forms)


def _lower(text: str) -> str:
    """Small letters, ё as е, sign by sign: places stay the same."""
    lower = text.lower().replace("ё", "е")
    return lower if len(lower) == len(text) else "".join(sign.lower()[0] for sign in text).replace("ё", "е")
