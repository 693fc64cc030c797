"""Keeping texts for search. Who may see what they are about is the caller's to ask, when the keys are used.

Nothing here is a deed of somebody's: the rows follow what they were made of, within its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import F

from stellazh.russian.lemmas import Word, words_of
from stellazh.textindex.models import IndexedText, WordForm
from stellazh.textindex.neighbours import most_slips, spellings

MOST_WORDS_OF_TEXT: Final = 20_000
_AT_ONCE: Final = 500

T = TypeVar("T")


def put_text(kind: str, key: int, text: str) -> None:
    """Let the thing be found by the words of `text`, and by no others."""
    put_texts(kind, {key: text})


@transaction.atomic
def put_texts(kind: str, texts: Mapping[int, str]) -> None:
    """Let each of these things be found by the words of its text, in a few statements for each five hundred.

    What is kept already and has not changed is left alone.
    """
    for keys in _lots(sorted(texts)):
        found = {key: words_of(texts[key], limit=MOST_WORDS_OF_TEXT) for key in keys}
        wanted = {key: " ".join(dict.fromkeys(form for word in found[key] for form in word.every)) for key in keys}
        kept = dict(IndexedText.objects.filter(kind=kind, key__in=keys).values_list("key", "words"))
        changed = [key for key in keys if kept.get(key) != wanted[key]]
        if changed:
            IndexedText.objects.bulk_create(
                [IndexedText(kind=kind, key=key, words=wanted[key]) for key in changed],
                update_conflicts=True,
                unique_fields=["kind", "key"],
                update_fields=["words"],
            )
            words = {word.surface: word for key in changed for word in found[key]}
            learn_words(kind, {surface: spellings_of(word) for surface, word in words.items() if most_slips(surface)})


@transaction.atomic
def drop_texts(kind: str, keys: Iterable[int]) -> None:
    """Let these things no longer be found. Their words are forgotten by the next `forget_unused_words`."""
    for some in _lots(keys):
        IndexedText.objects.filter(kind=kind, key__in=some).delete()


@transaction.atomic
def drop_others(kind: str, keys: Iterable[int]) -> int:
    """Let nothing of that kind be found but these things; how many were dropped. For an index made anew."""
    kept = set(keys)
    others = [key for key in IndexedText.objects.filter(kind=kind).values_list("key", flat=True) if key not in kept]
    drop_texts(kind, others)
    return len(others)


@transaction.atomic
def forget_unused_words(kind: str) -> int:
    """Forget words that stand in no text of that kind any more, erased people's names among them; how many."""
    used: set[str] = set()
    for words in IndexedText.objects.filter(kind=kind).values_list("words", flat=True).iterator(chunk_size=2_000):
        used.update(words.split())
    known = set(WordForm.objects.filter(kind=kind, form=F("word")).values_list("word", flat=True))
    unused = sorted(known - used)
    for some in _lots(unused):
        WordForm.objects.filter(kind=kind, word__in=some).delete()
    return len(unused)


def spellings_of(word: Word) -> set[str]:
    """What a word is to be found by when it is misspelt: spellings near it and near its other forms."""
    return {spelling for one in word.every for spelling in spellings(one)}


def learn_words(kind: str, words: Mapping[str, set[str]]) -> None:
    """Write down words not known yet under their spellings. Somebody else may be writing the same ones."""
    for some in _lots(sorted(words)):
        known = set(WordForm.objects.filter(kind=kind, form__in=some, word=F("form")).values_list("word", flat=True))
        WordForm.objects.bulk_create(
            [
                WordForm(kind=kind, form=form, word=surface)
                for surface in some
                if surface not in known
                for form in sorted(words[surface])
            ],
            ignore_conflicts=True,
            batch_size=2_000,
        )


def _lots(things: Iterable[T]) -> Iterator[list[T]]:
    source = iter(things)
    while lot := list(islice(source, _AT_ONCE)):
        yield lot
