"""Asking the index: which things a query finds, and what was meant when it finds nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from stellazh.russian.lemmas import LONGEST_WORD, Word, forms_of, in_russian_layout, words_of
from stellazh.textindex.matching import LONGEST_QUERY, MOST_WORDS, Question, Wanted
from stellazh.textindex.models import IndexedText, WordForm
from stellazh.textindex.neighbours import most_slips, slips_between, spellings

MOST_NEIGHBOURS: Final = 12
_SAMPLE: Final = 200
# Between the nearest forms, and between the words as they are.
Slips = tuple[int, int]
_LETTERS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Mended:
    """What was probably meant: the question to ask instead, and its words to show («Ольхова Вера»)."""

    question: Question
    shown: str


def matching_keys(kind: str, query: str) -> QuerySet[IndexedText, int]:
    """Keys of the things of that kind in which every word of the query stands: `filter(pk__in=matching_keys(…))`.

    No query of its own: it becomes a part of the one it is used in. Any text may be asked; one without words finds
    nothing.
    """
    return keys_answering(kind, Question.of(query))


def keys_answering(kind: str, question: Question) -> QuerySet[IndexedText, int]:
    """`matching_keys` for a question made already, a mended one for instance."""
    if not question.wanted:
        return IndexedText.objects.none().values_list("key", flat=True)
    return IndexedText.objects.answering(kind, question).values_list("key", flat=True)


def mended(kind: str, query: str, *, within: QuerySet[Any, Any]) -> Mended | None:
    """What was meant by a query that found nothing: words of the nearest spelling, or of the Russian keys.

    `within` are the things, by `pk`, that the reader may find; no word that stands only in others is ever offered, so
    that the answer tells nothing of what is hidden. None when nothing comes near. Two queries.
    """
    raw = in_russian_layout(query[:LONGEST_QUERY]) or query[:LONGEST_QUERY]
    typed = words_of(raw, limit=MOST_WORDS)
    if not typed:
        return None
    near = neighbours(kind, typed)
    own = [Wanted.of(word) for word in typed]
    pairs = list(zip(own, typed, strict=True))
    wide = Question(tuple(replace(wanted, words=(*wanted.words, *near[word.surface])) for wanted, word in pairs))
    found = IndexedText.objects.filter(Exists(within.filter(pk=OuterRef("key")))).answering(kind, wide)
    texts = [frozenset(words.split()) for words in found.values_list("words", flat=True)[:_SAMPLE]]
    if not texts:
        return None
    chosen: list[Wanted] = []
    for wanted, word in pairs:
        meant = wanted if any(map(wanted.is_met_by, texts)) else _nearest(near[word.surface], texts)
        # What is shown must stand together: the next word is sought where this one was found.
        texts = [text for text in texts if meant.is_met_by(text)]
        chosen.append(meant)
    return Mended(Question(tuple(chosen)), " ".join(_as_shown(raw, typed, own, chosen)))


def neighbours(kind: str, typed: Sequence[Word]) -> dict[str, dict[str, Slips]]:
    """Known words near each typed one, with how far they are, the nearest first. One query."""
    asked = {spelling for word in typed for form in word.every for spelling in spellings(form)}
    by_form: dict[str, list[str]] = defaultdict(list)
    for form, known in WordForm.objects.filter(kind=kind, form__in=sorted(asked)).values_list("form", "word"):
        by_form[form].append(known)
    found: dict[str, dict[str, Slips]] = {}
    for word in typed:
        candidates = {known for form in word.every for spelling in spellings(form) for known in by_form[spelling]}
        slips = {known: apart for known in candidates if (apart := _slips(word, known)) is not None}
        nearest = sorted(slips, key=lambda known: (slips[known], known))[:MOST_NEIGHBOURS]
        found[word.surface] = {known: slips[known] for known in nearest}
    return found


def _slips(typed: Word, known: str) -> Slips | None:
    """How far a known word is: between the nearest of all forms («Альховой», «Ольхова»), then between the words."""
    least: int | None = None
    for form in typed.every:
        most = most_slips(form)
        for other in (known, *forms_of(known)):
            if most and (apart := slips_between(form, other, most)) <= most:
                least = apart if least is None else min(least, apart)
    return None if least is None else (least, slips_between(typed.surface, known, LONGEST_WORD))


def _nearest(slips: dict[str, Slips], texts: list[frozenset[str]]) -> Wanted:
    """Of the neighbours that stand in what was found, those with the fewest slips."""
    standing = {known: apart for known, apart in slips.items() if any(known in text for text in texts)}
    least = min(standing.values(), default=(0, 0))
    return Wanted(tuple(known for known, apart in standing.items() if apart == least))


def _as_shown(raw: str, typed: list[Word], own: list[Wanted], chosen: list[Wanted]) -> Iterator[str]:
    """The words as typed, capitals and ё included; the mended ones with a capital where a capital was."""
    written = _LETTERS.findall(raw)
    if len(written) < len(typed):
        written = [word.surface for word in typed]
    for as_typed, before, after in zip(written, own, chosen, strict=False):
        if before is after:
            yield as_typed
        else:
            options = after.words[:2]
            yield "/".join(option.capitalize() if as_typed[0].isupper() else option for option in options)
