"""What one cell shows, when paragraphs and further tables stand inside it."""

from __future__ import annotations

from dataclasses import replace

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.limits import CELL_CHARACTER_LIMIT, TOO_MUCH
from stellazh.office.documents.model import Block, Cell, Paragraph


def in_cell(blocks: tuple[Block, ...]) -> tuple[Paragraph, ...]:
    """What a cell shows: its paragraphs, and each row of a table inside it as one line.

    Raises:
        UnreadablePaper: more text than any cell of a plan has.
    """
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(replace(block, text=block.text.replace("\t", " ")))
        else:
            rows = (block.starting_in(row) for row in range(block.row_count))
            paragraphs.extend(Paragraph(line) for row in rows if (line := _row_line(row)))
    if sum(len(paragraph.text) for paragraph in paragraphs) > CELL_CHARACTER_LIMIT:
        raise UnreadablePaper(TOO_MUCH)
    return tuple(paragraphs)


def _row_line(row: tuple[Cell, ...]) -> str:
    return " ".join(cell.flat for cell in row if cell.lines)
