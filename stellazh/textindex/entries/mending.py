"""What was meant when nothing was found: the Russian keys, the nearest words, or fewer words. Two queries.

Only words that stand in what the reader may find are ever chosen: they are chosen by flags of candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stellazh.russian.lemmas import forms_of
from stellazh.russian.persons.morphology import is_known
from stellazh.textindex.entries.asking import Asked, Clause, Item, Phrase, asked_for
from stellazh.textindex.entries.candidates import candidates_near
from stellazh.textindex.entries.reader import Reader
from stellazh.textindex.entries.results import Filters
from stellazh.textindex.entries.scoring import Candidate
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.entries.vocabulary import KIND
from stellazh.textindex.entries.words import place_form
from stellazh.textindex.matching import Wanted
from stellazh.textindex.neighbours import most_slips, slips_between
from stellazh.textindex.reads import Slips, neighbours

MOST_NEIGHBOURS: Final = 6
_SHORTEST_HALF: Final = 3
Options = tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """What may have been meant by a word: a known word, two words written as one, or a word that synonyms know.

    It counts as standing where `as_shown` is met, and is looked for by `options`.
    """

    word: str
    slips: Slips
    as_shown: Options
    options: Options

    @classmethod
    def of(cls, word: str, slips: Slips) -> Guess:
        """A word that stands in some text."""
        return cls(word, slips, ((Wanted((word,)),),), (_in_any_form(word),))


Near = tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """The question that was answered instead, and its candidates."""

    asked: Asked
    found: list[Candidate]
    is_relaxed: bool


def meant_by(asked: Asked, reader: Reader, filters: Filters, synonyms: Synonyms) -> Meant | None:
    """The nearest question that finds something, or None. `asked` is in Russian letters already.

    Who excludes words says exactly what she means: then nothing is guessed.
    """
    if asked.without:
        return None
    near = _near(asked.clauses, synonyms)
    wide = [
        replace(clause, options=(*clause.options, *(option for guess in some for option in guess.options)))
        for clause, some in zip(asked.clauses, near, strict=True)
    ]
    guesses = [guess for some in near for guess in some]
    flags = [
        *asked.clauses,
        *(Clause(guess.as_shown, guess.word) for guess in guesses),
        *(Clause(guess.options, guess.word) for guess in guesses),
    ]
    found = candidates_near(wide, flags, asked.without, reader, filters)
    return _choose(asked, near, found) if found else None


def _choose(asked: Asked, near: Sequence[Near], found: list[Candidate]) -> Meant | None:
    """Each clause as it was asked or by the nearest words that stand in what was found."""
    own, at = len(asked.clauses), len(asked.clauses)
    count = sum(map(len, near))
    # Of each clause the neighbours that stand there as they are shown, with the flag of their forms and their slips.
    standing: list[list[tuple[Guess, int, Slips]]] = []
    for some in near:
        standing.append(
            [
                (guess, at + number + count, guess.slips)
                for number, guess in enumerate(some)
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
            instead = _instead(clause, [guess for guess, _, slips in here if slips == least])
        else:
            continue
        chosen.append(instead)
        if most == own:
            left = [one for one in left if any(one.met[flag] for flag in allowed)]
    return Meant(asked.replaced(chosen), left, is_relaxed=most < own)


def _near(clauses: Sequence[Clause], synonyms: Synonyms) -> list[Near]:
    """Guesses at each clause's typed word, the likeliest first. One query, none when nothing can be misspelt."""
    typed = [clause.typed for clause in clauses if clause.typed is not None]
    found = neighbours(KIND, typed) if typed else {}
    near: list[Near] = []
    for clause in clauses:
        if clause.typed is None:
            near.append(())
            continue
        word = clause.typed.surface
        some = dict(list(found.get(word, {}).items())[:MOST_NEIGHBOURS])
        meaning = {guess.word: guess for guess in _of_synonyms(word, synonyms)}
        # A neighbour that synonyms know is asked for with them, as it would be had it been spelt well.
        guesses = {one: Guess.of(one, slips) for one, slips in some.items()}
        guesses |= {one: replace(guess, slips=some.get(one, guess.slips)) for one, guess in meaning.items()}
        near.append((*_apart(word), *guesses.values()))
    return near


def _apart(word: str) -> Iterator[Guess]:
    """«Вебфорум» as «веб форум»: two words of the dictionary that were written as one it does not know."""
    if len(word) < 2 * _SHORTEST_HALF or not word.isalpha() or is_known(word):
        return
    for length in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
        halves = word[:length], word[length:]
        if all(map(is_known, halves)):
            phrase: Options = ((Phrase(tuple(map(place_form, halves))),),)
            yield Guess(" ".join(halves), (0, 1), phrase, phrase)


def _of_synonyms(word: str, synonyms: Synonyms) -> Iterator[Guess]:
    """Misspelt words that stand in no text but mean what stands there («видиозапись», «запись»)."""
    most = most_slips(word)
    for places in synonyms.others:
        if len(places) == 1 and most and 0 < (slips := slips_between(word, places[0], most)) <= most:
            options = (_in_any_form(places[0]), *(asked_for(words) for words in synonyms.others[places]))
            yield Guess(places[0], (slips, slips), options, options)


def _in_any_form(word: str) -> tuple[Item, ...]:
    return (Wanted((word, *forms_of(word))),)


def _instead(clause: Clause, guesses: Sequence[Guess]) -> Clause:
    """The clause of other words, shown with a capital where a capital was."""
    is_capital = clause.shown[:1].isupper()
    words = [guess.word for guess in guesses[:2]]
    shown = "/".join(word.capitalize() if is_capital else word for word in words)
    return Clause(tuple(option for guess in guesses for option in guess.options), shown)
