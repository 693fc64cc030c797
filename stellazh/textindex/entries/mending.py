"""What was meant when nothing was found: the Russian keys, the nearest words, or fewer words. Two queries.

Only words that stand in what the reader may find are ever chosen: they are chosen by flags of candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import QuerySet

from stellazh.textindex.entries.asking import Asked, Clause, Item
from stellazh.textindex.entries.candidates import candidates_near
from stellazh.textindex.entries.scoring import Candidate
from stellazh.textindex.entries.vocabulary import KIND
from stellazh.textindex.matching import Wanted
from stellazh.textindex.models import IndexedEntry
from stellazh.textindex.reads import Slips, neighbours

MOST_NEIGHBOURS: Final = 6
Near = tuple[tuple[str, Slips], ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """The question that was answered instead, and its candidates."""

    asked: Asked
    found: list[Candidate]
    is_relaxed: bool


def meant_by(asked: Asked, entries: QuerySet[IndexedEntry]) -> Meant | None:
    """The nearest question that finds something, or None. `asked` is in Russian letters already.

    Who excludes words says exactly what she means: then nothing is guessed.
    """
    if asked.without:
        return None
    near = _near(asked.clauses)
    wide = [
        replace(clause, options=(*clause.options, *(_option(word) for word, _ in some))) if some else clause
        for clause, some in zip(asked.clauses, near, strict=True)
    ]
    flags = [*asked.clauses, *(Clause((_option(word),), word) for some in near for word, _ in some)]
    found = candidates_near(wide, flags, asked.without, entries)
    if not found:
        return None
    return _choose(asked, near, found)


def _choose(asked: Asked, near: Sequence[Near], found: list[Candidate]) -> Meant | None:
    own = len(asked.clauses)
    columns: list[list[int]] = []
    at = own
    for some in near:
        columns.append(list(range(at, at + len(some))))
        at += len(some)
    every = [[number, *columns[number]] for number in range(own)]
    counts = [sum(any(one.met[flag] for flag in flags) for flags in every) for one in found]
    most = max(counts)
    if most == 0:
        return None
    # As many words as can be met, side by side: each next one is chosen where those before it stand.
    left = [one for one, count in zip(found, counts, strict=True) if count == most]
    chosen: list[Clause] = []
    for number, clause in enumerate(asked.clauses):
        some = near[number]
        standing = [place for place, flag in enumerate(columns[number]) if any(one.met[flag] for one in left)]
        if any(one.met[number] for one in left):
            allowed, instead = [number], clause
        elif standing:
            least = min(some[place][1] for place in standing)
            nearest = [place for place in standing if some[place][1] == least]
            allowed = [columns[number][place] for place in nearest]
            instead = _instead(clause, [some[place][0] for place in nearest])
        else:
            continue
        narrowed = [one for one in left if any(one.met[flag] for flag in allowed)]
        if most == own or len(narrowed) == len(left):
            left = narrowed
        chosen.append(instead)
    return Meant(asked.replaced(chosen), left, is_relaxed=most < own)


def _near(clauses: Sequence[Clause]) -> list[Near]:
    """Known words near each clause's typed one. One query, none when nothing can be misspelt."""
    typed = [clause.typed for clause in clauses if clause.typed is not None]
    found = neighbours(KIND, typed) if typed else {}
    near: list[Near] = []
    for clause in clauses:
        some = found.get(clause.typed.surface, {}) if clause.typed else {}
        near.append(tuple(list(some.items())[:MOST_NEIGHBOURS]))
    return near


def _option(word: str) -> tuple[Item, ...]:
    return (Wanted((word,)),)


def _instead(clause: Clause, words: Sequence[str]) -> Clause:
    """The clause of other words, shown with a capital where a capital was."""
    is_capital = clause.shown[:1].isupper()
    shown = "/".join(word.capitalize() if is_capital else word for word in words[:2])
    return Clause(tuple(_option(word) for word in words), shown)
