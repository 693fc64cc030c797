"""What somebody typed, as clauses that must be met: words, phrases, what may stand instead, what must not stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stellazh.russian.lemmas import Word, words_of
from stellazh.textindex.entries.synonyms import LONGEST_PHRASE, Synonyms, places_of
from stellazh.textindex.matching import LONGEST_QUERY, MOST_WORDS, PREFIX_LETTERS, Wanted

# Found everywhere, so they are asked for in phrases only, or when there is nothing else.
STOP_WORDS: Final = frozenset(
    [
        "а",
        "без",
        "бы",
        "в",
        "во",
        "вы",
        "да",
        "для",
        "до",
        "же",
        "за",
        "и",
        "из",
        "или",
        "их",
        "к",
        "ко",
        "ли",
        "либо",
        "между",
        "мы",
        "на",
        "над",
        "не",
        "но",
        "о",
        "об",
        "обо",
        "от",
        "по",
        "под",
        "при",
        "про",
        "с",
        "со",
        "то",
        "у",
        "чтобы",
    ]
)
_LETTERS: Final = re.compile(r"[^\W_]+")
_OPENING, _CLOSING = '«"„“', '»"“”'
_PART: Final = re.compile(
    rf"(?P<minus>(?<!\S)[-−](?=[^\W\d_]|[{_OPENING}]))?"
    rf"(?:[{_OPENING}](?P<phrase>[^«»\"„“”]+)[{_CLOSING}]|(?P<words>[^\s«»\"„“”]+))"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side, in the forms of places."""

    places: tuple[str, ...]


Item = Wanted | Phrase


@dataclass(frozen=True, slots=True)
class Clause:
    """Met when all items of one of the options are met. `typed` is the one word it was made of, if it was one."""

    options: tuple[tuple[Item, ...], ...]
    shown: str
    typed: Word | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Clauses that must all be met, items that must not; without clauses nothing is found."""

    clauses: tuple[Clause, ...]
    without: tuple[Item, ...] = ()
    # All typed words in their order, as places: the whole question as one phrase.
    places: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The question in words, for «Показано по запросу …»."""
        return " ".join(clause.shown for clause in self.clauses)

    def replaced(self, clauses: Sequence[Clause]) -> Asked:
        """The same question with other clauses: a mended or relaxed one."""
        return replace(self, clauses=tuple(clauses), places=())


@dataclass(frozen=True, slots=True)
class _Part:
    words: tuple[Word, ...]
    written: tuple[str, ...]
    is_phrase: bool
    is_excluded: bool


def parse(query: str, *, synonyms: Synonyms | None = None) -> Asked:
    """What somebody typed: the first 300 signs, ten words; any text may be asked.

    Words in quotes are a phrase; a minus before a word or a phrase excludes it; prepositions and conjunctions are asked
    for in phrases only, unless nothing else is left. A last word of three letters or more is also a beginning.
    """
    parts = list(_parts(query[:LONGEST_QUERY]))
    asked = [part for part in parts if not part.is_excluded]
    known = synonyms or Synonyms({})
    has_sense = any(part.is_phrase or word.surface not in STOP_WORDS for part in asked for word in part.words)
    clauses: list[Clause] = []
    stretch: list[tuple[Word, str]] = []
    for place, part in enumerate(asked):
        if not part.is_phrase:
            stretch.extend(zip(part.words, part.written, strict=True))
        if part.is_phrase or place == len(asked) - 1:
            clauses.extend(_clauses(stretch, known, has_sense=has_sense, is_last=not part.is_phrase))
            stretch = []
        if part.is_phrase:
            clauses.append(_phrase_clause(part, known))
    places = places_of(word for part in asked for word in part.words)
    return Asked(tuple(clauses), tuple(_item(part.words) for part in parts if part.is_excluded), places)


def _parts(query: str) -> Iterator[_Part]:
    left = MOST_WORDS
    for match in _PART.finditer(query):
        words = tuple(words_of(match["phrase"] or match["words"], limit=left))
        left -= len(words)
        if words:
            written = _LETTERS.findall(match["phrase"] or match["words"])
            as_typed = tuple(written if len(written) == len(words) else (word.surface for word in words))
            yield _Part(words, as_typed, match["phrase"] is not None, match["minus"] is not None)


def _clauses(typed: Sequence[tuple[Word, str]], known: Synonyms, *, has_sense: bool, is_last: bool) -> Iterator[Clause]:
    """Words outside quotes; a run of them that a line of synonyms knows is one clause, the longest first."""
    words = [word for word, _ in typed]
    place = 0
    while place < len(words):
        length = _known_run(words[place:], known)
        run, written = words[place : place + length], [one for _, one in typed[place : place + length]]
        place += length
        asked = [word for word in run if not has_sense or word.surface not in STOP_WORDS]
        if not asked:
            continue
        ends = is_last and place == len(words)
        own = tuple(_wanted(word, is_beginning=ends and word is run[-1]) for word in asked)
        others = tuple((_item(other),) for other in known.instead_of(run))
        yield Clause((own, *others), " ".join(written), typed=asked[0] if len(run) == 1 else None)


def _known_run(words: Sequence[Word], known: Synonyms) -> int:
    for length in range(min(len(words), LONGEST_PHRASE), 1, -1):
        if known.instead_of(words[:length]):
            return length
    return 1


def _phrase_clause(part: _Part, known: Synonyms) -> Clause:
    others = tuple((_item(other),) for other in known.instead_of(part.words))
    return Clause(((_item(part.words),), *others), f"«{' '.join(part.written)}»")


def asked_for(words: Sequence[Word]) -> tuple[Item, ...]:
    """A word, or several that stand side by side, as an option of a clause."""
    return (_item(words),)


def _item(words: Sequence[Word]) -> Item:
    return _wanted(words[0]) if len(words) == 1 else Phrase(places_of(words))


def _wanted(word: Word, *, is_beginning: bool = False) -> Wanted:
    begins = is_beginning and len(word.surface) >= PREFIX_LETTERS and word.surface.isalpha()
    return Wanted(word.every, word.surface if begins else "")
