"""A paper before it is a file: its lines in order, each of a kind. Word and PDF are made of the same sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias


class LineKind(StrEnum):
    """What a line is; each kind has one look in Word and the same in PDF."""

    MARK = "mark"
    CENTRED = "centred"
    TITLE = "title"
    FACT = "fact"
    CAPTION = "caption"
    HEADING = "heading"
    BODY = "body"
    NOTE = "note"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `label` stands before the text in bold. `with_next` keeps it on the page of what follows."""

    kind: LineKind
    text: str = ""
    label: str = ""
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class ListLines:
    """A real list, of dashes or of numbers that count from `first`.

    One that stands alone, as an agenda does, `is_flush` with the margin; others are indented like paragraphs.
    """

    kind: Literal["bullets", "numbers"]
    lines: Sequence[str]
    first: int = 1
    is_flush: bool = False


@dataclass(frozen=True, slots=True)
class Requisites:
    """One line with something at its beginning, middle and end: date, number, place."""

    left: str
    middle: str
    right: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """The part on the left, the line and the name at the right margin."""

    part: str
    name: str


@dataclass(frozen=True, slots=True)
class NameTable:
    """A bordered table whose head is repeated on every page; columns in `centred` are short, in `broken` words may be
    hyphenated.
    """

    caption: str
    heads: Sequence[str]
    widths_cm: Sequence[float]
    rows: Sequence[Sequence[str]]
    centred: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block: TypeAlias = Line | ListLines | Requisites | SignatureLine | NameTable | NewPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. `mark` («ПРОЕКТ») stands on every page."""

    title: str
    author: str
    subject: str
    blocks: Sequence[Block]
    mark: str = ""

    @property
    def texts(self) -> Iterator[str]:
        """Every text in order, as a reader meets it."""
        for block in self.blocks:
            match block:
                case Line():
                    yield f"{block.label} {block.text}".strip()
                case ListLines():
                    yield from block.lines
                case Requisites():
                    yield from (block.left, block.middle, block.right)
                case SignatureLine():
                    yield from (block.part, block.name)
                case NameTable():
                    yield from block.heads
                    for row in block.rows:
                        yield from row
                case NewPage():
                    pass
