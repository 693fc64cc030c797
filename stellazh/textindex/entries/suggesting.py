"""Titles offered while somebody types."""

from __future__ import annotations

from typing import Final

from stellazh.russian.lemmas import in_russian_layout, words_of
from stellazh.textindex.entries.asking import STOP_WORDS, Asked, Clause
from stellazh.textindex.entries.candidates import titled
from stellazh.textindex.entries.fragments import marked
from stellazh.textindex.entries.matching_words import WordFinder
from stellazh.textindex.entries.reader import Reader
from stellazh.textindex.entries.results import Suggestion
from stellazh.textindex.entries.scoring import Scoring
from stellazh.textindex.entries.synonyms import places_of
from stellazh.textindex.matching import LONGEST_QUERY, MOST_WORDS, Wanted
from stellazh.textindex.searchable import searchables

SHORTEST: Final = 2


def suggest(beginning: str, reader: Reader, *, limit: int = 8) -> list[Suggestion]:
    """Titles of what the reader may find in which every typed word begins or is a word; the likeliest first.

    Typed with the Latin keys it is read with the Russian ones when nothing else is found. At least two letters; two
    queries of each reading, three when many titles have such words.
    """
    typed = beginning[:LONGEST_QUERY]
    for text in dict.fromkeys([typed, in_russian_layout(typed)]):
        if found := _titles(text, reader, limit):
            return found
    return []


def _titles(typed: str, reader: Reader, limit: int) -> list[Suggestion]:
    words = words_of(typed, limit=MOST_WORDS)
    asked = [word for word in words if len(word.surface) >= SHORTEST or word.surface.isdigit()]
    asked = [word for word in asked if word.surface not in STOP_WORDS] or asked
    if not asked or not reader.kinds:
        return []
    clauses = tuple(
        Clause(((Wanted(word.every, word.surface if word.surface.isalpha() else ""),),), word.surface) for word in asked
    )
    question = Asked(clauses, places=places_of(words))
    found = titled(question, reader)
    Scoring(question, {kind.code: kind.weight for kind in searchables}).rank(found)
    finder = WordFinder(clauses)
    groups = {kind.code: kind.group or kind.code for kind in searchables}
    best = {(groups.get(one.kind, one.kind), one.key): one for one in reversed(found)}
    shown = [one for one in found if best[groups.get(one.kind, one.kind), one.key] is one][:limit]
    return [Suggestion(one.title, one.kind, one.key, marked(one.title, finder.places(one.title))) for one in shown]
