"""The order of what was found: one function for both databases, over what either of them gave alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from stellazh.russian.lemmas import words_of
from stellazh.textindex.entries.asking import Asked, Clause, Phrase
from stellazh.textindex.entries.matching_words import Place
from stellazh.textindex.entries.words import place_form
from stellazh.textindex.searchable import searchables

# Among so many of the best, words that stand near each other in the text decide; so many signs of it are looked at.
WINDOW: Final = 50
NEAR_SIGNS: Final = 20_000
_SAME, _AS_PHRASE, _WHOLE, _BEGUN, _SHARE = 100.0, 40.0, 30.0, 18.0, 15.0
_NEW, _UNDATED = 6.0, 2.0
# Who asks for a protocol wants a protocol sooner than a plan that speaks of one.
_OF_KIND: Final = 12.0
_OLD_AFTER_DAYS: Final = 5 * 365


@dataclass(slots=True)
class Candidate:
    """A row that the database gave; `on` is a day as text.

    `met` are its flags, when a mended or relaxed question was asked.
    """

    id: int
    kind: str
    key: int
    on: str | None
    title: str
    title_forms: str
    is_in_title: bool
    met: tuple[bool, ...] = ()
    score: float = field(default=0.0)


class Scoring:
    """Points of candidates for one question."""

    def __init__(self, asked: Asked, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._whole = [_pattern(clause, with_beginnings=False) for clause in asked.clauses]
        self._begun = [_pattern(clause, with_beginnings=True) for clause in asked.clauses]
        self._places = asked.places
        self._phrase = f" {' '.join(asked.places)} " if len(asked.places) > 1 else ""
        self._named = _named_kinds(asked.clauses)

    def rank(self, candidates: list[Candidate]) -> None:
        """Give points and put into order, the best first."""
        newest = max((one.on for one in candidates if one.on is not None), default=None)
        for one in candidates:
            points = self._title(one) + _recency(one.on, newest) + (_OF_KIND if one.kind in self._named else 0.0) + 10
            one.score = round(points * self._weights.get(one.kind, 1.0), 4)
        candidates.sort(key=order)

    def _title(self, one: Candidate) -> float:
        title = one.title_forms
        whole = [bool(pattern and pattern.search(title)) for pattern in self._whole]
        begun = whole if all(whole) else [bool(p and p.search(title)) for p in self._begun]
        met = sum(begun)
        if not met:
            return 0.0
        share = _SHARE * met / len(begun)
        if met < len(begun):
            return share
        points = share + (_WHOLE if all(whole) else _BEGUN)
        surfaces = [word.partition(",")[0] for word in title.split(" ")]
        places = tuple(place_form(surface) for surface in surfaces)
        if places == self._places:
            return points + _SAME
        if self._phrase and self._phrase in f" {' '.join(places)} ":
            return points + _AS_PHRASE
        # A short title that says it is more about it than a long one.
        return points + 10.0 * met / len(surfaces)


def order(one: Candidate) -> tuple[float, int, str, int]:
    """Points, then the newer, then kind and number: never two in the same place."""
    return -one.score, -_number(one.on) if one.on else 0, one.kind, one.key


def nearness(places: Sequence[Place], count: int) -> float:
    """Points for words that stand near each other: by the shortest stretch that holds as many clauses as any does."""
    clauses = {place.clause for place in places}
    if len(clauses) < 2:
        return 0.0
    shortest, seen, first = 1 << 30, dict[int, int](), 0
    for place in places:
        seen[place.clause] = seen.get(place.clause, 0) + 1
        while len(seen) == len(clauses):
            shortest = min(shortest, place.end - places[first].start)
            gone = places[first].clause
            seen[gone] -= 1
            if not seen[gone]:
                del seen[gone]
            first += 1
    share = len(clauses) / count
    return share * (
        12.0 if shortest <= 25 * len(clauses) else 7.0 if shortest <= 200 else 3.0 if shortest <= 600 else 0
    )


def _named_kinds(clauses: Sequence[Clause]) -> frozenset[str]:
    """Kinds whose name was asked for by its first word: «протокол», «план», «запись», «школа» or «организация»."""
    typed = {place_form(clause.typed.surface) for clause in clauses if clause.typed is not None}
    return frozenset(kind.code for kind in searchables if typed & _names(kind.label))


@lru_cache(maxsize=256)
def _names(label: str) -> frozenset[str]:
    return frozenset(place_form(words[0].surface) for part in label.split(",") if (words := words_of(part, limit=1)))


def _recency(on: str | None, newest: str | None) -> float:
    """Full points for the newest of what was found, none for what is five years older."""
    if on is None or newest is None:
        return _UNDATED
    return _NEW * max(0.0, 1.0 - (_number(newest) - _number(on)) / _OLD_AFTER_DAYS)


@lru_cache(maxsize=16_384)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _pattern(clause: Clause, *, with_beginnings: bool) -> re.Pattern[str] | None:
    """Finds a word of the clause among the forms of a title. Phrases of synonyms count by their first word's sake."""
    options: set[str] = set()
    for option in clause.options:
        for item in option:
            if isinstance(item, Phrase):
                options.update(item.places[:1] if len(clause.options) == 1 else ())
            else:
                options.update(f"{word}(?=[ ,]|$)" for word in item.words)
                if with_beginnings and item.prefix:
                    options.add(item.prefix)
    return re.compile(f"(?:^|[ ,])(?:{'|'.join(sorted(options))})") if options else None
