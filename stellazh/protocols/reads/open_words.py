"""Words as everybody may read them: without people's names, addresses and telephones.

In the flow of a text everybody's name is left out, of those too who agreed to be named: words say «Липиной», a consent
says who. A street or a school may bear a name: what stands after «им.» stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

HIDDEN_NAME: Final = "[имя не показано]"
HIDDEN_CONTACT: Final = "[контакт не показан]"

_SHORTEST_STEM: Final = 3
_CAPITAL: Final = r"[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+)(?:-[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+))?"
_INITIALS: Final = r"[А-ЯЁ]\s?\.[ \u00a0]?(?:[А-ЯЁ]\s?\.|[А-ЯЁ]\b)"
_PATRONYMIC: Final = (
    r"[А-ЯЁ](?:[а-яё]+ич(?:а|у|ем|ём|е)?|[а-яё]+(?:вн|ичн|инишн)(?:а|ы|е|у|ой|ою)"
    r"|[А-ЯЁ]+ИЧ(?:А|У|ЕМ|Е)?|[А-ЯЁ]+(?:ВН|ИЧН|ИНИШН)(?:А|Ы|Е|У|ОЙ|ОЮ))\b"
)
_GAP: Final = r"[ \u00a0]"
# A name after «им.», «имени», «памяти» belongs to a school or a prize.
_HONOURED: Final = re.compile(r"(?:\bим\.|\bимени|\bпамяти)\s*$", re.IGNORECASE)
_PLACE_AFTER: Final = re.compile(r"[ \u00a0](?:област|район|округ|кра[йяюе]\b|город|муниципальн|улиц)", re.IGNORECASE)
# With its dot: «с Липиной» is no village.
_PLACE_BEFORE: Final = re.compile(
    r"(?:\b(?:г|ул|пос|с|д)\.[ \u00a0]?|\b(?:город[аеу]?|сел[аоеу]|посёл(?:ок|ка|ке|ку))[ \u00a0])$", re.IGNORECASE
)
_NAMES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_CAPITAL}{_GAP}{_CAPITAL}{_GAP}{_PATRONYMIC}",
        rf"\b{_CAPITAL}{_GAP}{_PATRONYMIC}(?:{_GAP}{_CAPITAL}\b)?",
        rf"\b{_INITIALS}{_GAP}?{_CAPITAL}\b",
        rf"\b{_CAPITAL},?{_GAP}?{_INITIALS}",
        rf"(?<![А-ЯЁ]\.)(?<![А-ЯЁ]\.[ \u00a0])\b[А-ЯЁ]\.{_GAP}?{_CAPITAL}\b",
    )
)
_CONTACTS: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),
    re.compile(r"(?<!\w)@\w{3,}"),
    re.compile(r"(?<![\d-])\+?\d(?:[\s()-]{0,2}\d){9,11}(?![\d-])"),
    re.compile(r"(?<![\d-])\d{1,3}-\d{2}-\d{2}(?![\d-])"),
)
_ENDING: Final = re.compile(r"(?:ая|яя|ой|ий|ый|[аяейоьъиыую])$", re.IGNORECASE)


class Veil:
    """What hides names: those it is told of, by their surnames in any case, and whatever else reads like a name."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        stems = sorted({stem for name in names for stem in _stems(name)}, key=len, reverse=True)
        spelt = "|".join(re.escape(stem) for stem in stems)
        # A surname begins with a capital letter; the same letters in a small word are that word.
        self._known = re.compile(rf"\b(?=[А-ЯЁ])(?i:{spelt})[а-яёА-ЯЁ]{{0,4}}\b") if stems else None

    def __call__(self, text: str) -> str:
        """The text as everybody may read it."""
        if not text:
            return text
        for pattern in _CONTACTS:
            text = pattern.sub(HIDDEN_CONTACT, text)
        for pattern in _NAMES:
            text = pattern.sub(_unless_honoured, text)
        return self._known.sub(_unless_a_place, text) if self._known else text


def indexed(text: str) -> str:
    """A hidden text as it is searched: what stands for names and contacts is no word of it."""
    return text.replace(HIDDEN_NAME, " ").replace(HIDDEN_CONTACT, " ")


def _unless_honoured(found: re.Match[str]) -> str:
    return found[0] if _HONOURED.search(found.string[: found.start()]) else HIDDEN_NAME


def _unless_a_place(found: re.Match[str]) -> str:
    """«Заречная область», «г. Сосновский» are places, whoever else is called so."""
    text = found.string
    if _PLACE_AFTER.match(text, found.end()) or _PLACE_BEFORE.search(text[: found.start()]):
        return found[0]
    return _unless_honoured(found)


def _stems(name: str) -> Iterable[str]:
    """«Липина Елена Сергеевна», «Липина Е. С.», «Е. С. Липина» → «Липин». A double surname gives both halves."""
    words = [word.strip('.,;()«»"') for word in name.replace("-", " - ").split()]
    long = [word for word in words if len(word) >= _SHORTEST_STEM and word[:1].isupper()]
    has_initials = any(re.fullmatch(r"(?:[А-ЯЁ]\.?){1,2}", word) for word in words)
    # With initials every long word is of the surname; a full name begins with it.
    count = len(long) if has_initials else 2 if "-" in words[:2] else 1
    for word in long[:count]:
        stem = _ENDING.sub("", word)
        yield stem if len(stem) >= _SHORTEST_STEM else word
