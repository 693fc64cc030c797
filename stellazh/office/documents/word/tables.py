"""The grid of a Word table: who covers which place, each merged cell once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from stellazh.office.documents.limits import COLUMN_LIMIT, Meter
from stellazh.office.documents.model import Cell, Paragraph, Table
from stellazh.office.documents.word.names import MAIN, child_value, number
from stellazh.office.documents.xml import local_name

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


@dataclass(slots=True)
class _Open:
    """A cell being built; rows may still be added below it."""

    row: int
    column: int
    span: int
    paragraphs: tuple[Paragraph, ...]
    height: int = 1


def unwrapped(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of this name, also those inside content controls and marks of review."""
    for child in parent:
        tag = local_name(child)
        if tag == name:
            yield child
        elif tag in _WRAPPERS:
            yield from unwrapped(child, name)


def read_grid(
    table: etree._Element, read_cell: Callable[[etree._Element], tuple[Paragraph, ...]], meter: Meter
) -> Table:
    """Read `gridSpan`, `gridBefore`, `gridAfter`, `vMerge` and the old `hMerge`. Rows removed by review are left out.

    Raises:
        UnreadablePaper: more rows, columns or cells than any plan has.
    """
    done: list[_Open] = []
    above: dict[int, _Open] = {}
    row_index = width = 0
    for row in unwrapped(table, "tr"):
        properties = row.find(f"{MAIN}trPr")
        if properties is not None and properties.find(f"{MAIN}del") is not None:
            continue
        column = _bounded(child_value(properties, "gridBefore"), 0)
        here: dict[int, _Open] = {}
        last: _Open | None = None
        for element in unwrapped(row, "tc"):
            meter.add_cell()
            shape = element.find(f"{MAIN}tcPr")
            span = _bounded(child_value(shape, "gridSpan"), 1)
            upper = above.get(column)
            if child_value(shape, "hMerge") == "continue" and last is not None:
                last.span += span
            elif _continues(shape) and upper is not None:
                upper.height += 1
                here[column] = last = upper
            else:
                last = _Open(row_index, column, span, read_cell(element))
                done.append(last)
                here[column] = last
            column += span
            meter.check_table(row_index + 1, column)
        width = max(width, column)
        above = here
        row_index += 1
    cells = tuple(
        Cell(part.row, part.column, part.paragraphs, row_span=part.height, column_span=part.span) for part in done
    )
    return Table(cells, row_index, width)


def _bounded(text: str | None, default: int) -> int:
    # One more than the limit is enough for the table to be refused.
    return min(max(number(text, default), default), COLUMN_LIMIT + 1)


def _continues(shape: etree._Element | None) -> bool:
    merge = child_value(shape, "vMerge")
    return merge is not None and merge != "restart"
