"""Double surnames: each half changes by itself, if it is a surname by itself."""

from __future__ import annotations

from stellazh.russian.names import wording
from stellazh.russian.names.dictionary import is_surname, noun_genitive
from stellazh.russian.names.lists import DAUGHTER_OF, FIXED_HALVES, SON_OF
from stellazh.russian.names.model import FIXED, Change, Gender
from stellazh.russian.names.surnames import looks_like_hers, looks_like_his, surname

_SURE_FIRST = ("ович", "евич")


def surname_halves(halves: tuple[str, ...], gender: Gender) -> tuple[Change, ...]:
    """The change of every half of a surname, in small letters."""
    last = surname(halves[-1], gender)
    if len(halves) == 1:
        return (last,)
    whole = "-".join(half.capitalize() for half in halves)
    if halves[-1] in SON_OF | DAUGHTER_OF:
        return tuple(FIXED.doubted(wording.of_foreign(whole)) for _ in halves)
    return (*(_first(half, gender, wording.of_halves(whole)) for half in halves[:-1]), last)


def _first(half: str, gender: Gender, doubt: str) -> Change:
    if half in FIXED_HALVES or len(half) == 1:
        return FIXED
    change = surname(half, gender)
    if change is FIXED:
        return FIXED
    if gender == "f":
        if change.endings == FIXED.endings or looks_like_hers(half):
            return change
        return change if noun_genitive(half) and len(half) > 4 else change.doubted(doubt)
    is_sure = looks_like_his(half) or half.endswith(_SURE_FIRST) or is_surname(half, "m")
    return change if is_sure else change.doubted(doubt)
