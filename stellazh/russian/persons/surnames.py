"""How much a capitalised word looks like a surname, and whether it stands in the nominative."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from stellazh.russian.persons.morphology import is_known, is_likely, may_be

_SUFFIX: Final = re.compile(
    r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая|ой)|енко|[ая]нко|[чщ]?ук|юк|[ыи]х|[оеё]вич|[аи]вич|ян|янц|дзе|швили|"
    r"[оеё]вская|[оеё]вский|ец|[ая]го|ово|аев|ая|ко|ич|ман|берг|штейн|ло|[иы]лина?)$"
)
_OBLIQUE: Final = re.compile(
    r"(?:[оеё]в(?:у|ой|ым|ыми|ых)|[иы]н(?:у|ой|ым|ыми|ых)|[сц]к(?:ого|ому|им|ими|их|ую)|енк(?:ой|е)|[иы]ч(?:а|у|ем))$"
)
_ADJECTIVAL_GENITIVE: Final = re.compile(r"[сц]кой$")


class SurnameLook(IntEnum):
    """NO: an ordinary word; MAYBE: nothing speaks against it; YES: known as a surname or built like one."""

    NO = 0
    MAYBE = 1
    YES = 2


def surname_look(word: str) -> SurnameLook:
    """Judge one word, capitalised or not; of a double surname both halves are judged and the better one counts."""
    if "-" in word:
        return max(surname_look(half) for half in word.split("-") if half) if word.strip("-") else SurnameLook.NO
    if len(word) < 2:
        return SurnameLook.NO
    if may_be(word, "Surn"):
        return SurnameLook.YES
    has_suffix = bool(_SUFFIX.search(word.casefold()))
    if not is_known(word):
        return SurnameLook.YES if has_suffix else SurnameLook.MAYBE
    # «Ольхова» is a short adjective to the dictionary, «Седых» a long one; «Викторина» is only a thing.
    if has_suffix and (may_be(word, "ADJS") or may_be(word, "ADJF")) and not is_likely(word, "NOUN"):
        return SurnameLook.YES
    return SurnameLook.MAYBE if may_be(word, "NOUN", "anim", "nomn") else SurnameLook.NO


def may_be_nominative(surname: str) -> bool:
    """False for «Астафьеву», «Сосновскую»; True when the form can name somebody as the subject."""
    word = surname.rpartition("-")[2]
    if may_be(word, "Surn", "nomn"):
        return True
    return not _OBLIQUE.search(word.casefold())


def is_woman_or_man(surname: str) -> bool:
    """True for «…ской»: a man's name, or a woman's in an oblique case; the dictionary does not tell."""
    word = surname.rpartition("-")[2]
    return bool(_ADJECTIVAL_GENITIVE.search(word.casefold())) and not may_be(word, "Surn", "masc", "nomn")
