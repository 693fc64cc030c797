"""Blocks of approval above the title of a plan: who considered, agreed and approved it, when, by which paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from stellazh.workplans.reading.model import Grif, GrifKind

_HEAD: Final = re.compile(
    r"^[\s«\"]*(рассмотрен[оаы]?|согласован[оаы]?|утвержда[юе]т?|утвержд[её]н[оаы]?|принят[оаы]?)(?![а-яё])[\s»\":.]*",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"«?\s*_*\s*\d{0,2}\s*_*\s*»\s*(?:_{2,}|[а-яё]+)\s*(?:20\d\d|20_+|20\s)\s*(?:г\.?|года)?|"
    r"\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?:\s*г\.?)?|\d{1,2}\s+[а-яё]{3,8}\s+20\d\d\s*(?:г\.?|года)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"(?:протокол\w*|приказ\w*|распоряжени\w*|постановлени\w*)[^№\d]{0,60}№\s*([\w/.-]*\w)", re.IGNORECASE
)
_NUMBER_LAST: Final = re.compile(r"№\s*([\w/-]*\w)")
_LINES_LIMIT: Final = 8


def starts_grif(line: str) -> bool:
    """True for «УТВЕРЖДАЮ» and its kind at the head of a line, not for «Утверждение плана»."""
    match = _HEAD.match(line)
    return match is not None and (len(line) < 60 or line[match.start(1) : match.end(1)].isupper())


def read_grifs(cells: Iterable[Iterable[str]]) -> tuple[Grif, ...]:
    """The blocks in groups of lines (a cell, or the lines above the title), in order."""
    found: list[Grif] = []
    for lines in cells:
        block: list[str] = []
        for line in lines:
            if starts_grif(line):
                found.extend(_grif(block))
                block = [line]
            elif not line:
                # An empty line stands where the title or another part of the passport was.
                found.extend(_grif(block))
                block = []
            elif block and len(block) < _LINES_LIMIT:
                block.append(line)
        found.extend(_grif(block))
    return tuple(found)


def _grif(block: list[str]) -> tuple[Grif, ...]:
    if not block or (match := _HEAD.match(block[0])) is None:
        return ()
    text = "\n".join(part for part in (block[0][match.end() :].strip(), *block[1:]) if part)
    date_raw = _DATE.search(text)
    number = _NUMBER.search(text) or _NUMBER_LAST.search(text)
    written = date_raw[0].strip() if date_raw and re.search(r"\d", date_raw[0]) else ""
    return (Grif(_kind(match[1].casefold()), text, written, number[1] if number else ""),)


def _kind(word: str) -> GrifKind:
    if word.startswith(("рассмотр", "принят")):
        return GrifKind.CONSIDERED
    if word.startswith("соглас"):
        return GrifKind.AGREED
    return GrifKind.APPROVING if word.startswith("утвержда") else GrifKind.APPROVED
