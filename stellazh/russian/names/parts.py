"""Which word of a name is what: surname, given name, patronymic. Several readings, the likeliest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import Final

from stellazh.russian.names import wording
from stellazh.russian.names.dictionary import genders_of_given, is_listed_given, is_surname
from stellazh.russian.names.lists import DAUGHTER_OF, FAR_EASTERN, PARTICLES, SON_OF, TITLES, USUAL_GIVEN
from stellazh.russian.names.model import Gender, Role
from stellazh.russian.names.surnames import looks_like_hers, looks_like_his
from stellazh.russian.names.typed import Word

S, G, P, F = Role.SURNAME, Role.GIVEN, Role.PATRONYMIC, Role.FIXED

_HIS_PATRONYMIC: Final = re.compile(
    r"(?:.{2,}(?:[оеё]вич|ьич|[тс]ыч)|ильич|кузьмич|лукич|фомич|никитич|саввич|фокич|силыч|иваныч|.+нович)"
)
_HER_PATRONYMIC: Final = re.compile(r".{2,}(?:[оеё]вна|ична|ишна)")
_GLUED_SON: Final = re.compile(r".{3,}(?:улы|уулу|оглы|оглу|угли)|.+-(?:улы|уулу|оглы|оглу|угли)")
_GLUED_DAUGHTER: Final = re.compile(r".{3,}(?:кызы|гызы|кизи)|.+-(?:кызы|гызы|кизи)")
_MOST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: a role for every word, the gender that a patronymic says, and a doubt about the order."""

    roles: tuple[Role, ...]
    gender: Gender | None = None
    doubt: str = ""


def readings_of(words: tuple[Word, ...]) -> list[Reading]:
    """All readings worth trying, at least one."""
    roles: list[Role | None] = [F if _is_unchanging(word, words) else None for word in words]
    if any(_is_title(word) for word in words):
        return [_nothing(words, wording.TITLE)]
    gender, doubt = _fathers(words, roles)
    free = [place for place, role in enumerate(roles) if role is None]
    if not free or len(free) > _MOST_WORDS:
        return [_nothing(words, doubt or (wording.MANY_WORDS if free else wording.ORDER))]
    fathers = [place for place, role in enumerate(roles) if role is P]
    if fathers and len(free) == 2:
        pair = (S, G) if free[1] < fathers[0] else (G, S)
        every = [role or F for role in roles]
        every[free[0]], every[free[1]] = pair
        return [Reading(tuple(every), gender, doubt)]
    found: list[Reading] = []
    for option in _options([words[place] for place in free], has_initials=any(word.is_initials for word in words)):
        every = [role or F for role in roles]
        for place, role in zip(free, option.roles, strict=True):
            every[place] = role
        found.append(Reading(tuple(every), option.gender or gender, doubt or option.doubt))
    return found


def _nothing(words: tuple[Word, ...], doubt: str) -> Reading:
    return Reading((F,) * len(words), doubt=doubt)


def _is_title(word: Word) -> bool:
    return word.low.rstrip(".") in TITLES and (word.text.endswith(".") or len(word.low) > 2)


def _is_unchanging(word: Word, words: tuple[Word, ...]) -> bool:
    """Initials, with dots or without («Ольхова М П»), and small words: «фон», «де»."""
    if word.is_initials:
        return True
    if len(word.low) == 1:
        return sum(len(other.low) > 1 for other in words) == 1
    is_small = word.text == word.text.lower() and any(other.text != other.text.lower() for other in words)
    return is_small and word.low in PARTICLES


def _fathers(words: tuple[Word, ...], roles: list[Role | None]) -> tuple[Gender | None, str]:
    """Mark «Рафик оглы», «Вагиф-кызы», «Серикулы»; neither the father's name nor the word after it changes."""
    gender: Gender | None = None
    for place, word in enumerate(words):
        if word.low in SON_OF or word.low in DAUGHTER_OF:
            gender = "m" if word.low in SON_OF else "f"
            if place < 2 or roles[place - 1] is not None:
                return gender, wording.FATHER_ALONE.format(word=word.text)
            roles[place] = roles[place - 1] = P
        elif place and roles[place] is None and len(words) > 2:
            if _GLUED_SON.fullmatch(word.low):
                roles[place], gender = P, "m"
            elif _GLUED_DAUGHTER.fullmatch(word.low):
                roles[place], gender = P, "f"
    return gender, ""


def patronymic_gender(word: Word) -> Gender | None:
    """The gender of a word that is built like a patronymic: «Петрович», «Петровна»; surnames in «-ович» are alike."""
    low = word.halves[-1].lower()
    if _HIS_PATRONYMIC.fullmatch(low):
        return "m"
    return "f" if _HER_PATRONYMIC.fullmatch(low) else None


def is_given(word: Word) -> bool:
    """True for a word that is known as a given name; of a double one every half, or the first or last."""
    if genders_of_given(word.low):
        return True
    return len(word.halves) > 1 and bool(given_genders(word))


def given_genders(word: Word) -> frozenset[Gender]:
    """Whose given name the word is; of «Анна-Мария» the halves agree."""
    if whole := genders_of_given(word.low):
        return whole
    found = [genders_of_given(half.lower()) for half in word.halves]
    if len(found) < 2 or not all(found):
        return frozenset()
    return frozenset.intersection(*found)


def _is_usual(word: Word) -> bool:
    return all(half.lower().replace("ё", "е") in USUAL_GIVEN for half in word.halves)


def surname_gender(word: Word) -> Gender | None:
    """The gender that the form of a surname says: «Ольхов», «Сосновская»."""
    genders = {
        "m" if looks_like_his(half.lower()) else "f" if looks_like_hers(half.lower()) else "" for half in word.halves
    }
    if "f" in genders:
        return "f"
    return "m" if looks_like_his(word.halves[-1].lower()) else None


def _options(words: list[Word], *, has_initials: bool) -> list[Reading]:
    if len(words) == 1:
        return _of_one(words[0], has_initials=has_initials)
    return (_of_two, _of_three, _of_four)[len(words) - 2](words)


def _of_one(word: Word, *, has_initials: bool) -> list[Reading]:
    gender = patronymic_gender(word)
    if gender == "f":
        return [Reading((P,), gender)]
    if has_initials or surname_gender(word):
        return [Reading((S,))]
    if len(word.low) < 3:
        return [Reading((S,), doubt=wording.ORDER)]
    return (
        [Reading((G,)), Reading((S,))]
        if is_given(word) and not _is_usual(word)
        else [Reading((G if is_given(word) else S,))]
    )


def _of_two(words: list[Word]) -> list[Reading]:
    first, second = words
    ends = patronymic_gender(second)
    if ends and is_given(first) and not patronymic_gender(first):
        if ends in given_genders(first):
            return [Reading((G, P), ends)]
        return [Reading((G, S))]
    if ends == "f":
        return [Reading((S, P), ends, wording.ORDER)]
    if patronymic_gender(first) == "f":
        return [Reading((P, S), "f", wording.ORDER)]
    surname_first, given_first = Reading((S, G)), Reading((G, S))
    if eastern := _eastern(first, second):
        return eastern
    if _is_his_surname_beside_hers(first, second) or _is_his_surname_beside_hers(second, first):
        return [surname_first, given_first]
    for test in (_is_usual, _is_surname_alone):
        if bool(test(first)) != bool(test(second)):
            is_first = bool(test(first)) == (test is _is_surname_alone)
            return [surname_first if is_first else given_first]
    if not is_given(second):
        return [given_first, surname_first] if is_given(first) else [surname_first, given_first]
    is_second_listed = is_listed_given(second.low) and not is_listed_given(first.low)
    if not is_given(first) or is_second_listed or (_is_known_surname(first) and not _is_known_surname(second)):
        return [surname_first]
    return [surname_first, given_first]


def _is_his_surname_beside_hers(his: Word, hers: Word) -> bool:
    """«Роман Аделина»: a man's given name may be a surname too, a woman's hardly ever is."""
    is_hers = given_genders(hers) == {"f"} and not _is_usual(hers) and not is_listed_given(hers.low)
    return given_genders(his) == {"m"} and is_hers


def _eastern(first: Word, second: Word) -> list[Reading]:
    """«Ван Лэй»: a name of the far East that no Russian given name makes clear."""
    is_clear = _is_usual(first) and _is_surname_alone(second)
    if first.low in FAR_EASTERN and not is_clear and not is_given(second) and not _is_known_surname(second):
        return [Reading((F, G), doubt=wording.EASTERN), Reading((S, G), doubt=wording.EASTERN)]
    if second.low in FAR_EASTERN and not is_given(second) and not is_given(first) and not _is_known_surname(first):
        return [Reading((G, S), doubt=wording.EASTERN)]
    return []


def _is_surname_alone(word: Word) -> bool:
    """Built like a surname and no given name. «-ин» alone says little: «Тинатин», «Вэймин»."""
    if surname_gender(word) is None or is_given(word):
        return False
    return not word.low.endswith(("ин", "ын", "ина", "ына")) or _is_known_surname(word)


def _is_known_surname(word: Word) -> bool:
    return any(is_surname(word.halves[-1].lower(), gender) for gender in ("m", "f"))


def _of_three(words: list[Word]) -> list[Reading]:
    genders = [patronymic_gender(word) for word in words]
    first, second, third = words
    if genders[1] and (not genders[2] or is_given(first)):
        return [Reading((G, P, S), genders[1])]
    if genders[2]:
        is_odd = (
            not is_given(second) and (_is_usual(first) or _is_surname_alone(second)) and not _is_surname_alone(first)
        )
        return [Reading((S, G, P), genders[2], wording.ORDER if is_odd else "")]
    if is_given(second) and is_given(third) and surname_gender(first):
        return [Reading((S, G, G))]
    if is_given(first) and is_given(second) and surname_gender(third) and not is_given(third):
        return [Reading((G, G, S))]
    if first.low in FAR_EASTERN:
        return [Reading((F, F, G), doubt=wording.EASTERN)]
    return [Reading((S, G, S), doubt=wording.ORDER)]


def _of_four(words: list[Word]) -> list[Reading]:
    genders = [patronymic_gender(word) for word in words]
    if genders[3] and is_given(words[1]) and is_given(words[2]):
        return [Reading((S, G, G, P), genders[3])]
    if genders[2] and is_given(words[0]) and is_given(words[1]):
        return [Reading((G, G, P, S), genders[2])]
    if genders[3]:
        return [Reading((S, S, G, P), genders[3], wording.ORDER)]
    if genders[1]:
        return [Reading((G, P, S, S), genders[1], wording.ORDER)]
    return [Reading((F,) * 4, doubt=wording.MANY_WORDS)]


def genders_of(reading: Reading, words: tuple[Word, ...]) -> tuple[list[Gender], str]:
    """The genders that a reading allows, the likeliest first, and a doubt when its parts do not agree."""
    if reading.gender:
        return [reading.gender], _disagreement(reading.gender, reading, words)
    named: frozenset[Gender] = frozenset({"m", "f"})
    for word, role in zip(words, reading.roles, strict=True):
        if role is G and (known := given_genders(word)):
            named &= known
    by_form = {surname_gender(word) for word, role in zip(words, reading.roles, strict=True) if role is S} - {None}
    if len(named) == 2 and len(by_form) == 1:
        return [gender for gender in by_form if gender], ""
    if len(named) == 1:
        gender = next(iter(named))
        return [gender], _disagreement(gender, reading, words) or _misfit(gender, reading, words)
    return (["f", "m"] if _sounds_hers(reading, words) else ["m", "f"]), ""


def _sounds_hers(reading: Reading, words: tuple[Word, ...]) -> bool:
    return any(role is G and word.low[-1] in "ая" for word, role in zip(words, reading.roles, strict=True))


def _disagreement(gender: Gender, reading: Reading, words: tuple[Word, ...]) -> str:
    """A sentence when a given name or a surname's form is of the other gender."""
    typed = list(zip(words, reading.roles, strict=True))
    for (word, role), (other, its) in product(typed, repeat=2):
        known = given_genders(word)
        is_other = its is P or (its is S and surname_gender(other) == gender)
        if role is G and is_other and known and gender not in known and _is_usual(word):
            his, hers = (word, other) if "m" in known else (other, word)
            return wording.of_two_genders(his.text, hers.text)
    return ""


def _misfit(gender: Gender, reading: Reading, words: tuple[Word, ...]) -> str:
    """A sentence when the surname's form is of the other gender than the given name."""
    for word, role in zip(words, reading.roles, strict=True):
        if role is S and surname_gender(word) not in (None, gender):
            return wording.of_form(word.text, gender)
    return ""
