"""How given names and patronymics change."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stellazh.russian.names import wording
from stellazh.russian.names.dictionary import genders_of_given
from stellazh.russian.names.lists import (
    HERS_FIXED,
    HERS_IYA,
    HERS_THIRD,
    HIS_IYA,
    HIS_KEEPING,
    HIS_WAVERING,
)
from stellazh.russian.names.model import (
    ENDING_A,
    ENDING_A_AFTER_K,
    ENDING_A_AFTER_SH,
    ENDING_A_AFTER_TS,
    ENDING_IY,
    ENDING_IYA,
    ENDING_YA,
    FIXED,
    HARD,
    HUSHED,
    SOFT,
    THIRD,
    Change,
    Gender,
)

VOWELS: Final = "аеёиоуыэюя"
_IRREGULAR: Final = {
    "лев": Change(2, ("ьва", "ьву", "ьва", "ьвом", "ьве")),
    "павел": Change(2, ("ла", "лу", "ла", "лом", "ле")),
    "гавел": Change(2, ("ла", "лу", "ла", "лом", "ле")).doubted(wording.of_given("Гавел")),
    "петр": Change(3, ("етра", "етру", "етра", "етром", "етре")),
    "илья": Change(1, ("и", "е", "ю", "ёй", "е")),
}
# «Ильичом», «Лукичом»: the stress is on the ending.
_STRESSED_ICH: Final = ("ильич", "кузьмич", "лукич", "фомич")


def patronymic(word: str, gender: Gender) -> Change:
    """«Петрович», «Петровна», of two halves the last: «Абдул-Хамидовна»."""
    if gender == "f":
        return ENDING_A
    return HARD if word.endswith(_STRESSED_ICH) else HUSHED


@lru_cache(maxsize=8192)
def given(word: str, gender: Gender) -> Change:
    """A given name without a hyphen, in small letters."""
    if (irregular := _IRREGULAR.get(word.replace("ё", "е"))) and gender == "m":
        return irregular
    if word[-1] in "ая":
        return _in_a(word, gender)
    if word[-1] in VOWELS:
        is_wavering = gender == "m" and word in HIS_WAVERING
        return FIXED.doubted(wording.of_given(word.capitalize())) if is_wavering else FIXED
    return _his(word) if gender == "m" else _hers(word)


def _his(word: str) -> Change:
    if word.endswith("ий") and len(word) > 3:
        return ENDING_IY
    if word[-1] in "йь":
        return SOFT
    if (
        word.endswith(("ек", "ёк", "ок", "ец"))
        and not word.endswith("бек")
        and sum(letter in VOWELS for letter in word) > 1
    ):
        return HARD if word in HIS_KEEPING else HARD.doubted(wording.of_given(word.capitalize()))
    return HUSHED if word[-1] in "жшчщц" else HARD


def _hers(word: str) -> Change:
    if word in HERS_THIRD:
        return THIRD
    if word[-1] != "ь" or word in HERS_FIXED:
        return FIXED
    change = FIXED if word.endswith("ль") else THIRD
    return change.doubted(wording.of_given(word.capitalize()))


def _in_a(word: str, gender: Gender) -> Change:
    doubt = wording.of_given(word.capitalize())
    if word.endswith(("аа", "еа", "иа", "оа", "уа", "эа", "юа", "йа")):
        return FIXED if word.endswith(("уа", "иа")) else FIXED.doubted(doubt)
    if word.endswith("ия"):
        if word in (HERS_IYA if gender == "f" else HIS_IYA):
            return ENDING_IYA
        unsure = wording.of_iya(word.capitalize())
        return ENDING_IYA.doubted(unsure, "dative").doubted(unsure, "prepositional").doubted(unsure, "instrumental")
    change = in_a(word)
    return change.doubted(doubt) if gender == "m" and word in HIS_WAVERING else change


def in_a(word: str) -> Change:
    """A word in «-а» or «-я» that goes like «рука», «няня»."""
    if word[-1] == "я":
        return ENDING_IYA if word.endswith("ия") else ENDING_YA
    before = word[-2:-1]
    if before in "гкх":
        return ENDING_A_AFTER_K
    if before in "жшчщ":
        return ENDING_A_AFTER_SH
    return ENDING_A_AFTER_TS if before == "ц" else ENDING_A


def given_halves(halves: tuple[str, ...], gender: Gender) -> tuple[Change, ...]:
    """«Анна-Мария» changes twice, «Абдул-Хамид» at its end; of other men's double names the first half is doubtful."""
    last = given(halves[-1], gender)
    if len(halves) == 1:
        return (last,)
    whole = "-".join(half.capitalize() for half in halves)
    firsts: list[Change] = []
    for half in halves[:-1]:
        change = given(half, gender)
        if half in ("абд", "абдул", "абдель", "аль", "эль", "абу") or change is FIXED:
            firsts.append(FIXED)
        elif gender == "f" and "f" in genders_of_given(half):
            firsts.append(change)
        else:
            firsts.append(FIXED.doubted(wording.of_given_halves(whole)))
    return (*firsts, last)
