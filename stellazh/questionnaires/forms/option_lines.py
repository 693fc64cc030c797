"""Options typed one a line, with places after a dash: «Мастерская переплёта — 12 мест»."""

from __future__ import annotations

import re

from stellazh.questionnaires.values import OptionFields

_BULLET = re.compile(r"^\s*[-–—•*·]\s+")
_WORD = r"(?:мест[ао]?|чел(?:овека?|\.)?)"
_PLACES = re.compile(
    rf"^(?P<label>.*?\S)(?:\s*\(\s*|\s*[;|\t]\s*|\s*:\s*|\s+[-–—]\s*)(?P<count>\d{{1,7}})\s*(?P<word>{_WORD})?\s*\)?\s*$",
    re.IGNORECASE,
)


def read_options(text: str) -> tuple[OptionFields, ...]:
    """An option for each line that says something; the same words twice are one.

    A number at the end, after a dash, a colon, a semicolon, a tab or in brackets, is how many places there are. After
    words that end with a number it must be named: «Группа 5 — 9» is a label, «Группа 5 — 9 мест» has nine places.
    """
    found: dict[str, OptionFields] = {}
    for line in text.splitlines():
        typed = _BULLET.sub("", line).strip()
        if not typed:
            continue
        option = _option(typed)
        found.setdefault(option.label.casefold(), option)
    return tuple(found.values())


def _option(line: str) -> OptionFields:
    match = _PLACES.match(line)
    if match is None or (match["label"][-1].isdigit() and not match["word"]):
        return OptionFields(" ".join(line.split()))
    return OptionFields(" ".join(match["label"].split()), int(match["count"]))
