"""What was meant when nothing was found: the Russian keys, the nearest words, or fewer words. Two queries.

Only words that stand in what the reader may find are ever chosen: they are chosen by flags of candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from stellazh.russian.lemmas import forms_of
from stellazh.textindex.entries.asking import Asked, Clause, Item
from stellazh.textindex.entries.candidates import candidates_near
from stellazh.textindex.entries.reader import Reader
from stellazh.textindex.entries.results import Filters
from stellazh.textindex.entries.scoring import Candidate
from stellazh.textindex.entries.vocabulary import KIND
from stellazh.textindex.matching import Wanted
from stellazh.textindex.reads import Slips, neighbours

MOST_NEIGHBOURS: Final = 6
Near = tuple[tuple[str, Slips], ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """The question that was answered instead, and its candidates."""

    asked: Asked
    found: list[Candidate]
    is_relaxed: bool


def meant_by(asked: Asked, reader: Reader, filters: Filters) -> Meant | None:
    """The nearest question that finds something, or None. `asked` is in Russian letters already.

    Who excludes words says exactly what she means: then nothing is guessed.
    """
    if asked.without:
        return None
    near = _near(asked.clauses)
    wide = [
        replace(clause, options=(*clause.options, *(_in_any_form(word) for word, _ in some)))
        for clause, some in zip(asked.clauses, near, strict=True)
    ]
    words = [word for some in near for word, _ in some]
    flags = [
        *asked.clauses,
        *(Clause((_as_it_is(word),), word) for word in words),
        *(Clause((_in_any_form(word),), word) for word in words),
    ]
    found = candidates_near(wide, flags, asked.without, reader, filters)
    return _choose(asked, near, found) if found else None


def _choose(asked: Asked, near: Sequence[Near], found: list[Candidate]) -> Meant | None:
    """Each clause as it was asked or by the nearest words that stand in what was found."""
    own, at = len(asked.clauses), len(asked.clauses)
    count = sum(map(len, near))
    # Of each clause the neighbours that stand there as they are shown, with the flag of their forms and their slips.
    standing: list[list[tuple[str, int, Slips]]] = []
    for some in near:
        standing.append(
            [
                (word, at + number + count, slips)
                for number, (word, slips) in enumerate(some)
                if any(one.met[at + number] for one in found)
            ]
        )
        at += len(some)
    ways = [[number, *(flag for _, flag, _ in standing[number])] for number in range(own)]
    counts = [sum(any(one.met[flag] for flag in flags) for flags in ways) for one in found]
    most = max(counts)
    if most == 0:
        return None
    # As many words as can be met, side by side: each next one is chosen where those before it stand.
    left = [one for one, met in zip(found, counts, strict=True) if met == most]
    chosen: list[Clause] = []
    for number, clause in enumerate(asked.clauses):
        here = [way for way in standing[number] if any(one.met[way[1]] for one in left)]
        if any(one.met[number] for one in left):
            allowed, instead = [number], clause
        elif here:
            least = min(slips for _, _, slips in here)
            allowed = [flag for _, flag, slips in here if slips == least]
            instead = _instead(clause, [word for word, _, slips in here if slips == least])
        else:
            continue
        chosen.append(instead)
        if most == own:
            left = [one for one in left if any(one.met[flag] for flag in allowed)]
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


def _as_it_is(word: str) -> tuple[Item, ...]:
    return (Wanted((word,)),)


def _in_any_form(word: str) -> tuple[Item, ...]:
    return (Wanted((word, *forms_of(word))),)


def _instead(clause: Clause, words: Sequence[str]) -> Clause:
    """The clause of other words, shown with a capital where a capital was."""
    is_capital = clause.shown[:1].isupper()
    shown = "/".join(word.capitalize() if is_capital else word for word in words[:2])
    return Clause(tuple(_in_any_form(word) for word in words), shown)
