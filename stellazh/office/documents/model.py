"""The uniform shape of an opened paper. Rows and columns count from 0; texts are cleaned and never hold markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class DocumentKind(StrEnum):
    """What the file turned out to be inside."""

    WORD = "docx"
    EXCEL = "xlsx"
    HTML = "html"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `text` keeps forced line breaks as newlines; `marker` is the list sign Word or a browser draws
    before it («1.», «а)», «-»), which is not a part of the typed text. `heading_level` is 1 to 9, or 0.
    """

    text: str
    marker: str = ""
    heading_level: int = 0
    style: str = ""

    @property
    def visible(self) -> str:
        """The text with its marker, as it stands on paper."""
        if self.marker and self.text:
            return f"{self.marker} {self.text}"
        return self.marker or self.text

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that are not empty; the marker stands before the first of them."""
        return tuple(line for part in self.visible.split("\n") if (line := part.strip()))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as drawn: a merged cell exists once, at its upper left corner, and knows how far it reaches."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...] = ()
    row_span: int = 1
    column_span: int = 1

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines of all paragraphs that are not empty, with their list markers."""
        return tuple(line for paragraph in self.paragraphs for line in paragraph.lines)

    @property
    def text(self) -> str:
        """The lines joined by newlines."""
        return "\n".join(self.lines)

    @property
    def flat(self) -> str:
        """The lines joined by single spaces."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Table:
    """A grid of `row_count` × `column_count`. Places no cell covers are simply absent."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    @cached_property
    def _starting(self) -> dict[int, tuple[Cell, ...]]:
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return {row: tuple(sorted(cells, key=lambda cell: cell.column)) for row, cells in rows.items()}

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell drawn over this place, wherever it starts; None outside the grid and in its gaps."""
        return self._covering.get((row, column))

    def starting_in(self, row: int) -> tuple[Cell, ...]:
        """The cells whose upper edge lies in this row, from left to right. A cell merged downwards is read once."""
        return self._starting.get(row, ())

    def texts(self) -> list[list[str]]:
        """The grid as flat texts, each merged cell at its corner only; for tests and previews."""
        grid = [[""] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A body of blocks in reading order: the whole of a Word file, or one sheet of a workbook."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """An opened paper. `filename` is what the sender called it and decides nothing."""

    kind: DocumentKind
    filename: str
    parts: tuple[DocumentPart, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all parts, one after another."""
        return tuple(block for part in self.parts for block in part.blocks)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to read: no text in any paragraph or cell."""
        return not any(lines_of(self.blocks))


def lines_of(blocks: Iterable[Block]) -> Iterable[str]:
    """The lines of blocks that are not empty, in reading order, cells from left to right and row by row."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.lines
        else:
            for row in range(block.row_count):
                for cell in block.starting_in(row):
                    yield from cell.lines
