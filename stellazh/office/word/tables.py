"""Tables: fixed widths, header rows repeated on every page, rows kept whole, a caption for those who cannot see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stellazh.office.word import styles
from stellazh.office.word.elements import Element, element, twips


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over `span` columns, with its paragraphs."""

    paragraphs: Sequence[Element]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a header row is repeated on each page, a whole row is never torn between two pages.

    A row higher than a page must not be whole: some programs cut off what does not fit.
    """

    cells: Sequence[Cell]
    is_header: bool = False
    whole: bool = True


def table(
    widths_cm: Sequence[float],
    rows: Iterable[Row],
    *,
    caption: str = "",
    description: str = "",
    bordered: bool = True,
    align: str = "left",
    first_column_heads: bool = False,
) -> Element:
    """A table of fixed column widths, not yet placed anywhere.

    `caption` and `description` are its alternative text, unseen on paper. A table without borders is only a frame for
    blocks standing side by side. `align` is left, center or right. With `first_column_heads` the first cell of a row
    says what the row is about, for those who hear the table. Two tables need a paragraph between them, or Word makes
    them one.
    """
    properties = element("w:tblPr")
    if bordered:
        properties.append(element("w:tblStyle", val=styles.TABLE_GRID))
    properties.append(element("w:tblW", w=twips(sum(widths_cm)), type="dxa"))
    properties.append(element("w:jc", val=align))
    properties.append(element("w:tblLayout", type="fixed"))
    properties.append(_look(first_row=bordered and not first_column_heads, first_column=first_column_heads))
    if caption:
        properties.append(element("w:tblCaption", val=caption))
    if description:
        properties.append(element("w:tblDescription", val=description))
    grid = element("w:tblGrid", *(element("w:gridCol", w=twips(width)) for width in widths_cm))
    return element("w:tbl", properties, grid, *(_row_element(row, widths_cm) for row in rows))


def _look(*, first_row: bool, first_column: bool) -> Element:
    if first_column:
        return element("w:tblLook", val="0080", firstColumn="1")
    return element("w:tblLook", val="0020", firstRow="1") if first_row else element("w:tblLook", val="0000")


def _row_element(row: Row, widths_cm: Sequence[float]) -> Element:
    properties = element("w:trPr")
    if row.whole:
        properties.append(element("w:cantSplit"))
    if row.is_header:
        properties.append(element("w:tblHeader"))
    made = element("w:tr", properties) if len(properties) else element("w:tr")
    column = 0
    for cell in row.cells:
        made.append(_cell_element(cell, sum(widths_cm[column : column + cell.span])))
        column += cell.span
    return made


def _cell_element(cell: Cell, width_cm: float) -> Element:
    properties = element("w:tcPr", element("w:tcW", w=twips(width_cm), type="dxa"))
    if cell.span > 1:
        properties.append(element("w:gridSpan", val=str(cell.span)))
    # A cell without any paragraph makes the whole file unreadable for Word.
    return element("w:tc", properties, *(cell.paragraphs or [element("w:p")]))
