"""People in running text: «Фамилия И.О.», «И.О. Фамилия», full names, with the faults of real plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from stellazh.russian.persons.honoured import is_celebrated, is_famous
from stellazh.russian.persons.morphology import is_known, may_be
from stellazh.russian.persons.surnames import SurnameLook, is_woman_or_man, may_be_nominative, surname_look

_DASH: Final = "-\u2010\u2011\u2013"
# Letters of the Latin keyboard that look the same: «Ольхова B.И.».
_LATIN: Final = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_CAPITAL: Final = "А-ЯЁABCEHKMOPTXY"
_NAME: Final = rf"[А-ЯЁ][а-яё]+(?:[{_DASH}][А-ЯЁ][а-яё]+)?"
_SHOUTED: Final = rf"[А-ЯЁ]{{3,}}(?:[{_DASH}][А-ЯЁ]{{3,}})?"

_DOTTED: Final = re.compile(
    rf"(?<![А-ЯЁA-Z№])(?P<a>[{_CAPITAL}])\s?[.,]\s?(?:(?P<b>[{_CAPITAL}])(?:\s?\.|(?![\w.])))"
    rf"|(?<![\w№])(?P<c>[{_CAPITAL}])\s(?P<d>[{_CAPITAL}])\."
    rf"|(?<![А-ЯЁA-Z№.])(?P<e>[{_CAPITAL}])\.(?![{_CAPITAL}]\b)"
)
_UNDOTTED: Final = re.compile(rf"(?P<name>{_NAME})\s+(?P<a>[А-ЯЁ])\s?(?P<b>[А-ЯЁ])(?![\w.])")
_BEFORE: Final = re.compile(rf"(?<![\w])(?P<name>{_NAME}|{_SHOUTED})\.?,?\s{{0,3}}$")
_AFTER: Final = re.compile(rf"[ \t]{{0,2}}(?P<name>{_NAME})(?![\w])")
_INITIALS_NEXT: Final = re.compile(rf"\s{{0,2}}[{_CAPITAL}]\s?[.,]\s?[{_CAPITAL}]?")
_PATRONYMIC: Final = r"[А-ЯЁ][а-яё]+(?:ович|евич|ьич|мич|кич|фич|нич|овна|евна|ична|инична)"
_FULL: Final = re.compile(
    rf"(?<![\w])(?:(?P<s1>{_NAME})\s+(?P<f1>[А-ЯЁ][а-яё]+)\s+(?P<p1>{_PATRONYMIC})"
    rf"|(?P<f2>[А-ЯЁ][а-яё]+)\s+(?P<p2>{_PATRONYMIC})\s+(?P<s2>{_NAME}))(?![\w])"
)
# Two capitals after a word are rarely initials: «Школа ОУ», «Сценарий МО».
_ABBREVIATIONS: Final = re.compile(r"ОУ|ОО|ШБ|МО|ИО|РФ|СО|ГО|УО|РБ|ОВ|ИТ|ТО|ОД|ЕГ|ВР|УВ|НЕ|МБ|МУ|ОМ|ПК|ЦБ|ОШ|СП|ВК|УР")
_POSTS_BEFORE: Final = re.compile(
    r"(?:отв\w*\.?|библиотекар[ьи]|педагог\w*|методист\w?|руководител[ьи]|директор\w?|библиотекой|учител[ья]|специалист\w?)"
    r"[\s:–—-]*$",
    re.IGNORECASE,
)
_LOWER_BEFORE: Final = re.compile(r"[а-яё]\s*$")
_POST_AFTER: Final = re.compile(
    r"\s*[-–—]\s*(?:зав|педагог|библиотекар|методист|руководител|учител|директор|специалист)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One person named in a text, at `text[start:end]`. `initials` are «В.И.», or «В.» when only one is given.

    `name` is the canonical «Фамилия И.О.». `is_acting` is False for those who are only spoken of: a name in an oblique
    case, a writer, a jubilee, «им. …». `is_doubtful`: «методика И.О. Фамилия» may be hers or by her.
    """

    start: int
    end: int
    as_written: str
    surname: str
    initials: str
    is_acting: bool = True
    is_doubtful: bool = False

    @property
    def name(self) -> str:
        return f"{self.surname} {self.initials}"


def find_persons(text: str) -> tuple[PersonMention, ...]:
    """The people who act in a text, in order: nominative names, without writers, jubilees and «им. …».

    Missing dots, blanks, stray commas and Latin look-alikes in initials are forgiven; the canonical name has none.
    """
    return tuple(mention for mention in find_mentions(text) if mention.is_acting)


def find_mentions(text: str) -> tuple[PersonMention, ...]:
    """Everybody named in a text, also those who are only spoken of, in order and without overlaps."""
    found: list[PersonMention] = []
    for mention in sorted(_candidates(text), key=lambda mention: (mention.start, -mention.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return tuple(_beside_others(text, found))


def _beside_others(text: str, found: list[PersonMention]) -> Iterator[PersonMention]:
    """A doubtful name next to one that surely acts is of the same list: «И.О. Фамилия, Фамилия И.О.»."""
    for place, mention in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        if mention.is_doubtful and (
            (before is not None and before.is_acting and not text[before.end : mention.start].strip(" ,;\n"))
            or (after is not None and after.is_acting and not text[mention.end : after.start].strip(" ,;\n"))
        ):
            yield replace(mention, is_acting=True, is_doubtful=False)
        else:
            yield mention


def _candidates(text: str) -> Iterator[PersonMention]:
    taken = 0
    for match in _FULL.finditer(text):
        if mention := _full_name(text, match):
            yield mention
    for match in _DOTTED.finditer(text):
        if match.start() < taken:
            continue
        if mention := _initialled(text, match, taken):
            taken = mention.end
            yield mention
    for match in _UNDOTTED.finditer(text):
        if mention := _without_dots(text, match):
            yield mention


def _full_name(text: str, match: re.Match[str]) -> PersonMention | None:
    surname, first, patronymic = (match["s1"], match["f1"], match["p1"]) if match["s1"] else (
        match["s2"], match["f2"], match["p2"]
    )  # fmt: skip
    if match["s1"] and may_be(first, "Surn") and not may_be(first, "Name") and may_be(surname, "Name"):
        surname, first = first, surname
    if is_known(first) and not may_be(first, "Name") and surname_look(surname) is SurnameLook.NO:
        return None
    return _mention(text, match.start(), match.end(), surname, f"{first[0]}.{patronymic[0]}.")


def _initialled(text: str, match: re.Match[str], taken: int) -> PersonMention | None:
    letters = [match[group] for group in "abcde" if match[group]]
    initials = "".join(f"{letter}." for letter in letters).translate(_LATIN)
    before = _BEFORE.search(text, taken, match.start()) if taken <= match.start() else None
    if before is not None and before.end() != match.start():
        before = None
    after = _AFTER.match(text, match.end())
    if after is not None and _INITIALS_NEXT.match(text, after.end()):
        # The next word has initials of its own: «Ольхова В.И. Липина Н.Б.» without a comma.
        after = None if before is not None else after
    look_before = _look(before, is_single=len(letters) == 1, has_rival=after is not None)
    look_after = surname_look(after["name"]) if after is not None else SurnameLook.NO
    if before is not None and look_before >= max(look_after, SurnameLook.MAYBE):
        return _mention(text, before.start("name"), match.end(), before["name"], initials)
    if after is not None and look_after > SurnameLook.NO and (len(letters) > 1 or look_after is SurnameLook.YES):
        return _mention(text, match.start(), after.end(), after["name"], initials, initials_first=True)
    return None


def _look(before: re.Match[str] | None, *, is_single: bool, has_rival: bool) -> SurnameLook:
    if before is None:
        return SurnameLook.NO
    look = surname_look(before["name"].capitalize() if before["name"].isupper() else before["name"])
    if before["name"].isupper() or is_single:
        return look if look is SurnameLook.YES else SurnameLook.NO
    # A surname may be any word at all («Мороз В.И.», «Картина Н.Б.»), as long as nothing else claims the initials.
    return look if has_rival else max(look, SurnameLook.MAYBE)


def _without_dots(text: str, match: re.Match[str]) -> PersonMention | None:
    letters = match["a"] + match["b"]
    if _ABBREVIATIONS.fullmatch(letters) or surname_look(match["name"]) is not SurnameLook.YES:
        return None
    return _mention(text, match.start(), match.end(), match["name"], f"{match['a']}.{match['b']}.")


def _may_act(surname: str, before: str) -> bool:
    """«Крамской» is a man's name at the head of a phrase, after a small word rather a woman's in another case."""
    if is_woman_or_man(surname):
        return not _LOWER_BEFORE.search(before) or bool(_POSTS_BEFORE.search(before))
    return may_be_nominative(surname)


def _mention(
    text: str, start: int, end: int, surname: str, initials: str, *, initials_first: bool = False
) -> PersonMention:
    written = canonical_surname(surname)
    before = text[:start]
    is_acting = _may_act(written, before) and not is_celebrated(before, initials_first=initials_first)
    if is_acting and is_famous(written, initials) and not _POST_AFTER.match(text, end):
        is_acting = False
    is_doubtful = False
    if is_acting and initials_first and _LOWER_BEFORE.search(before) and not _POSTS_BEFORE.search(before):
        # «методика Н.Н. Кленовой», «выставка В.И. Озерова»: somebody's, not by somebody.
        is_doubtful = bool(re.search(r"(?:[ая]|ого|его|ой|ей|у|ю|ым|им)$", written))
    return PersonMention(
        start, end, text[start:end], written, initials, is_acting and not is_doubtful, is_doubtful=is_doubtful
    )


def canonical_surname(surname: str) -> str:
    """A surname with plain hyphens and only its first letters capital: «РИМСКАЯ–КОРСАКОВА» → «Римская-Корсакова»."""
    halves = re.split(rf"[{_DASH}]", surname.strip())
    return "-".join(half[:1].upper() + half[1:].lower() for half in halves if half)
