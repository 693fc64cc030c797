"""Words that may be offered instead of a misspelt one: those of titles as they are, those of texts by dictionary form.

A text gives its first thousand words only and no numbers, so that long files do not fill the list with their slips.
Whether a word is offered to a reader is decided by what she may find, not by this list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import F

from stellazh.russian.lemmas import Word, forms_of, without_ending, words_of
from stellazh.textindex.models import WordForm
from stellazh.textindex.services import learn_words

KIND: Final = "search"
MOST_WORDS_OF_TEXT: Final = 1_000
LONGEST_LEARNT: Final = 25
# Signs that hold a thousand words and more, so that a long text is not read to its end for the first of them.
_SIGNS: Final = 12_000
_AT_ONCE: Final = 500


def words_to_learn(title: str, text: str) -> dict[str, Word]:
    """Words of letters, four to twenty-five, by themselves."""
    found: dict[str, Word] = {}
    for word in words_of(title):
        if _is_learnt(word.surface):
            found[word.surface] = word
    for word in words_of(text[:_SIGNS], limit=MOST_WORDS_OF_TEXT):
        # The dictionary takes «Ольхова» for an adjective: what looks like a surname is learnt as it is.
        form = word.forms[0] if word.forms and not without_ending(word.surface) else word.surface
        if form not in found and _is_learnt(form):
            found[form] = Word(form, forms_of(form))
    return found


def _is_learnt(word: str) -> bool:
    return 4 <= len(word) <= LONGEST_LEARNT and word.isalpha()


def learn(entries: Iterable[tuple[str, str]]) -> None:
    """Learn the words of these titles and texts that are not known yet."""
    found: dict[str, Word] = {}
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
