"""A report before it is a file: its lines in order, each of a kind. Word and PDF are made of the same sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of the paper: its lines stand in the middle, one under another, and are one heading."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Centred:
    """A line in the middle: the day of the figures."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part, known to the navigation of Word and to screen readers."""

    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A paragraph of prose with its first line indented."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A real list of dashes."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Aside:
    """Lines of a small size beside the text: appendices, where figures come from. `label` stands above in bold."""

    label: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A bordered table whose heading row is repeated on every page. `numbers` are columns set to the right edge,
    a row of one cell is a heading across all of them; `total` is the last row, set apart.
    """

    caption: str
    heads: Sequence[str]
    widths_cm: Sequence[float]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int]
    total: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The post at the left in its lines, the line to sign on and the name at the right of the last of them."""

    post: Sequence[str]
    name: str


Block: TypeAlias = Title | Centred | Heading | Body | Bullets | Aside | Grid | Signature


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """The whole paper. `mark` («ЧЕРНОВИК») stands on every page."""

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
                case Title() | Bullets():
                    yield from block.lines
                case Centred() | Heading() | Body():
                    yield block.text
                case Aside():
                    yield block.label
                    yield from block.lines
                case Grid():
                    yield block.caption
                    yield from block.heads
                    for row in block.rows:
                        yield from row
                    yield from block.total
                    yield block.note
                case Signature():
                    yield from (*block.post, block.name)
