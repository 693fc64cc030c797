"""Plain text of a protocol as paragraphs and lists: a line is a paragraph, «- …» and «1. …» are lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

BlockKind = Literal["paragraph", "bullets", "numbers"]

_BULLET: Final = re.compile(r"[-–—•*]\s+(?=\S)")
# A year or a house is no point of a list: «2024. …».
_NUMBER: Final = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph, or one list of several lines; a numbered list counts from `first`."""

    kind: BlockKind
    lines: tuple[str, ...]
    first: int = 1


def text_blocks(text: str) -> tuple[TextBlock, ...]:
    """The text cut into blocks; empty lines part nothing and are dropped. A number out of turn begins a new list."""
    blocks: list[TextBlock] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        kind, words, number = _read(line)
        last = blocks[-1] if blocks else None
        goes_on = last is not None and last.kind == kind != "paragraph"
        if goes_on and last is not None and (kind == "bullets" or last.first + len(last.lines) == number):
            blocks[-1] = TextBlock(kind, (*last.lines, words), last.first)
        else:
            blocks.append(TextBlock(kind, (words,), number))
    return tuple(blocks)


def _read(line: str) -> tuple[BlockKind, str, int]:
    if found := _BULLET.match(line):
        return "bullets", line[found.end() :], 1
    if found := _NUMBER.match(line):
        return "numbers", line[found.end() :], int(found[1])
    return "paragraph", line, 1
