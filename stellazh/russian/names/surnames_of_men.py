"""Men's surnames in a consonant, «-й» or a soft sign."""

from __future__ import annotations

import re
from typing import Final

from stellazh.russian.names import wording
from stellazh.russian.names.dictionary import adjective_genitive, genders_of_given, is_surname, is_word, noun_genitive
from stellazh.russian.names.lists import FAR_EASTERN, FLEETING_SURNAMES, FOREIGN_IN, SOFT_NOUNS
from stellazh.russian.names.model import (
    ADJECTIVE,
    ADJECTIVE_AFTER_K,
    ADJECTIVE_AFTER_TS,
    ADJECTIVE_SOFT,
    ENDING_IY,
    FIXED,
    HARD,
    HUSHED,
    POSSESSIVE,
    SOFT,
    Change,
)

_VOWEL: Final = re.compile("[аеёиоуыэюя]")
# A woman of these families has another ending: «-айте», «-ене», «-иня».
_LITHUANIAN: Final = ("аускас", "айтис", "ьюлис", "юнас", "енас", "иньш", "ньш", "акис", "идис")
_SKIY: Final = ("ский", "цкий", "зкий", "жский")
_OY_ADJECTIVE: Final = ("ской", "цкой", "овой", "евой", "ной", "той")


def his_in_consonant(word: str) -> Change:
    """The change of a man's surname that ends in a consonant, «-й» or «-ь»."""
    if word[-1] == "й":
        return _in_y(word)
    if word[-1] == "ь":
        return _in_soft_sign(word)
    if word[-1] in "ъ'’ʼ`":
        return FIXED.doubted(wording.of_foreign(word.capitalize()))
    if word.endswith("их"):
        return _in_ikh(word)
    if _is_possessive(word):
        return _possessive(word)
    if word[-2:] in ("ец", "ок", "ек", "ёк"):
        return _fleeting(word)
    return _checked(word, _plain(word))


def is_his_form(word: str) -> bool:
    """True for forms that only men bear: «Ольхов», «Рябинин», «Сосновский», «Белый», «Береговой»."""
    if word.endswith(("ий", "ый", "ой")):
        return word.endswith((*_SKIY, "ый")) or _is_adjective(word) or (word.endswith("ой") and _sounds_adjective(word))
    if word.endswith(_LITHUANIAN) and len(word) > 6:
        return True
    return _is_possessive(word) and word not in FOREIGN_IN


def _syllables(word: str) -> int:
    return len(_VOWEL.findall(word))


def _is_possessive(word: str) -> bool:
    return word.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(word) > 3 and _syllables(word) > 1


def _possessive(word: str) -> Change:
    if noun_genitive(word) and not is_surname(word, "m"):
        return _checked(word, HARD.doubted(wording.of_stress(word.capitalize()), "instrumental"))
    if word in FOREIGN_IN:
        return HARD
    if word.endswith(("ин", "ын")) and not is_surname(word, "m") and not is_surname(word + "а", "f"):
        return POSSESSIVE.doubted(wording.of_stress(word.capitalize()), "instrumental") if len(word) < 6 else POSSESSIVE
    return POSSESSIVE


def _plain(word: str) -> Change:
    if word[-1] not in "жшчщц":
        return HARD
    if word.endswith("ич") and _syllables(word) > 1 and not noun_genitive(word):
        return HUSHED
    stressed, unstressed = is_word(word + "ом"), is_word(word + "ем")
    if stressed != unstressed:
        return HARD if stressed else HUSHED
    return HUSHED.doubted(wording.of_stress(word.capitalize()), "instrumental")


def _checked(word: str, change: Change) -> Change:
    """A surname that is a common word too: «Орёл», «Лоб», «Рысь» go another way as words."""
    genitive = noun_genitive(word) if len(word) > 2 else ""
    plain = change.applied(word, "genitive").replace("ё", "е")
    if not genitive or genitive == plain:
        return change
    if word in FAR_EASTERN:
        return change.doubted(wording.of_vowel(word.capitalize()))
    if genitive.endswith(("а", "я")) and genitive[0] == plain[0]:
        return _after(word, genitive).doubted(wording.of_vowel(word.capitalize()))
    return change.doubted(wording.of_noun(word.capitalize()))


def _after(word: str, genitive: str) -> Change:
    """The change that gives this genitive: «Орёл», «орла»."""
    same = 0
    while same < min(len(word), len(genitive)) and word[same].replace("ё", "е") == genitive[same]:
        same += 1
    stem = genitive[same:-1]
    if genitive[-1] == "я":
        ends = ("я", "ю", "я", "ем", "е")
    else:
        ends = ("а", "у", "а", "ем" if genitive[-2] in "жшчщц" else "ом", "е")
    a, b, c, d, e = (stem + end for end in ends)
    return Change(len(word) - same, (a, b, c, d, e))


def _fleeting(word: str) -> Change:
    """«Кузнец» keeps its vowel, «Заяц» as a word loses it, «Кравец» does either."""
    if genitive := noun_genitive(word):
        return _checked(word, _plain(word)) if genitive != word else HARD
    if _syllables(word) == 1 or word.endswith("бек"):
        return _plain(word)
    doubt = wording.of_vowel(word.capitalize())
    if not word.endswith("ец"):
        return HARD.doubted(doubt)
    before = word[-3]
    if _VOWEL.match(before):
        return Change(2, ("йца", "йцу", "йца", "йцем", "йце")).doubted(doubt)
    soft = "ь" if before == "л" else ""
    return Change(2, (f"{soft}ца", f"{soft}цу", f"{soft}ца", f"{soft}цем", f"{soft}це")).doubted(doubt)


def _in_ikh(word: str) -> Change:
    if word.endswith(("рих", "лих")) or genders_of_given(word):
        return HARD
    return HARD.doubted(wording.of_foreign(word.capitalize()))


def _in_soft_sign(word: str) -> Change:
    if word in FLEETING_SURNAMES or (
        word.endswith(("ень", "оть")) and _syllables(word) > 1 and not noun_genitive(word)
    ):
        return SOFT.doubted(wording.of_vowel(word.capitalize()))
    if word[-2] in "жшчщ":
        return Change(1, HUSHED.endings).doubted(wording.of_noun(word.capitalize()))
    return _checked(word, SOFT)


def _is_adjective(word: str) -> bool:
    return adjective_genitive(word).endswith(("ого", "его"))


def _adjective(word: str) -> Change:
    if word[-3] == "ц":
        return ADJECTIVE_AFTER_TS if word.endswith(("ый", "ий")) else ADJECTIVE
    if word[-3] in "гкх":
        return ADJECTIVE_AFTER_K
    if word[-3] in "жшчщ" and word.endswith("ой"):
        return ADJECTIVE_AFTER_K
    return ADJECTIVE_SOFT if word.endswith("ий") else ADJECTIVE


def _in_y(word: str) -> Change:
    if word.endswith((*_SKIY, "ый")):
        return _adjective(word) if not word.endswith("цкий") else ADJECTIVE_AFTER_K
    if word.endswith("ий"):
        return _in_iy(word)
    if word.endswith("ой"):
        return _in_oy(word)
    if word in FLEETING_SURNAMES:
        return SOFT.doubted(wording.of_vowel(word.capitalize()))
    return _checked(word, SOFT)


def _in_iy(word: str) -> Change:
    doubt = wording.of_adjective(word.capitalize())
    if word in SOFT_NOUNS or genders_of_given(word):
        return ENDING_IY
    if _syllables(word) == 1 or len(word) < 4:
        return ENDING_IY.doubted(wording.of_iya(word.capitalize()), "prepositional")
    genitive = adjective_genitive(word)
    if genitive.endswith("ьего"):
        stem = Change(2, ("ьего", "ьему", "ьего", "ьим", "ьем"))
        return stem if word == "третий" else ENDING_IY.doubted(doubt)
    if genitive:
        return _adjective(word)
    if word[-3] in "гкх":
        return ADJECTIVE_AFTER_K.doubted(doubt) if len(word) < 6 else ADJECTIVE_AFTER_K
    if word[-3] in "нжшчщ":
        return ENDING_IY.doubted(doubt)
    return ENDING_IY


def _sounds_adjective(word: str) -> bool:
    return (
        word.endswith(_OY_ADJECTIVE) and not word.endswith("иной") and _syllables(word) > 1 and not noun_genitive(word)
    )


def _in_oy(word: str) -> Change:
    doubt = wording.of_adjective(word.capitalize())
    if noun_genitive(word) and not _is_adjective(word):
        return _checked(word, SOFT)
    if _is_adjective(word):
        return _adjective(word)
    if _syllables(word) == 1:
        return SOFT
    if _sounds_adjective(word):
        return _adjective(word)
    return (SOFT if word.endswith(("бой", "дой", "пой", "гой", "кой")) else _adjective(word)).doubted(doubt)
