"""Words that may be offered instead of a misspelt one: those of titles as they are, those of texts by dictionary form.

Of a text count its first thousand words, no numbers, and only what a dictionary knows or what looks like a surname,
each under a few spellings: so long files do not fill the list with their own slips. Whether a word is offered to a
reader is decided by what she may find, not by this list.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django.db.models import F

from stellazh.russian.lemmas import forms_of, without_ending, words_of
from stellazh.russian.persons.morphology import is_known
from stellazh.textindex.models import WordForm
from stellazh.textindex.neighbours import BEGINNING, spellings
from stellazh.textindex.services import learn_words, spellings_of

KIND: Final = "search"
MOST_WORDS_OF_TEXT: Final = 1_000
LONGEST_LEARNT: Final = 25
# Signs that hold a thousand words and more, so that a long text is not read to its end for the first of them.
_SIGNS: Final = 12_000
_AT_ONCE: Final = 500


def words_to_learn(title: str, text: str) -> dict[str, set[str]]:
    """Words of letters, four to twenty-five, with their spellings: of titles two slips away, of texts one."""
    found = {
        form: _one_slip(form)
        for word in words_of(text[:_SIGNS], limit=MOST_WORDS_OF_TEXT)
        if (form := _of_text(word.surface))
    }
    found.update((word.surface, spellings_of(word)) for word in words_of(title) if _is_learnt(word.surface))
    return found


@lru_cache(maxsize=32_768)
def _of_text(surface: str) -> str:
    """Under which word a word of a text is learnt; empty when it is not.

    The dictionary takes «Ольхова» for an adjective, so what looks like a surname is learnt as it is.
    """
    forms = forms_of(surface)
    form = forms[0] if forms and not without_ending(surface) else surface
    return form if _is_learnt(form) and (without_ending(surface) or is_known(surface)) else ""


@lru_cache(maxsize=8_192)
def _one_slip(word: str) -> set[str]:
    return {one for one in spellings(word) if len(one) >= min(len(word), BEGINNING) - 1}


def _is_learnt(word: str) -> bool:
    return 4 <= len(word) <= LONGEST_LEARNT and word.isalpha()


def learn(entries: Iterable[tuple[str, str]]) -> None:
    """Learn the words of these titles and texts that are not known yet."""
    found: dict[str, set[str]] = {}
    for title, text in entries:
        found.update(words_to_learn(title, text))
    if found:
        learn_words(KIND, found)


def forget_others(used: set[str]) -> int:
    """Forget the words that no entry gives any more; how many."""
    known = set(WordForm.objects.filter(kind=KIND, form=F("word")).values_list("word", flat=True))
    unused = sorted(known - used)
    for start in range(0, len(unused), _AT_ONCE):
        WordForm.objects.filter(kind=KIND, word__in=unused[start : start + _AT_ONCE]).delete()
    return len(unused)
