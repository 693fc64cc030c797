"""The tables of a plan: where the headings are, which rows hold activities, which continue a table above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stellazh.office.documents import Cell, Table
from stellazh.workplans.reading.headings import Role, is_header, is_month_heading, normalised, role_of, roles_of

_SEARCH_ROWS: Final = 25


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table. `first_row` is the first row below them, `top_row` their own first row."""

    roles: tuple[Role, ...]
    headings: tuple[str, ...]
    top_row: int
    first_row: int

    @property
    def is_matrix(self) -> bool:
        return Role.TITLE not in self.roles and self.roles.count(Role.DIRECTION) >= 2

    @property
    def is_turned(self) -> bool:
        """True when the months head the columns and the directions the rows."""
        return sum(is_month_heading(heading) for heading in self.headings) >= 3

    def columns(self, role: Role) -> tuple[int, ...]:
        return tuple(column for column, known in enumerate(self.roles) if known is role)

    def has(self, role: Role) -> bool:
        return role in self.roles


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One table of the plan with its headings, its own or those of the table it continues."""

    table: Table
    header: Header
    index: int
    first_row: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings. `own` are the lines of the cells that begin in this row, by column; `above` those of
    cells merged down from a row above."""

    table: int
    index: int
    own: dict[int, tuple[str, ...]]
    above: dict[int, tuple[str, ...]]
    spans: dict[int, int]
    column_count: int

    def lines(self, columns: tuple[int, ...]) -> tuple[str, ...]:
        """The row's own lines in these columns."""
        return tuple(line for column in columns for line in self.own.get(column, ()))

    def text(self, columns: tuple[int, ...]) -> str:
        return " ".join(self.lines(columns))

    def inherited(self, columns: tuple[int, ...]) -> str:
        """The text of cells merged down into this row, "" where the row has cells of its own."""
        return " ".join(line for column in columns for line in self.above.get(column, ()))

    @property
    def filled(self) -> tuple[int, ...]:
        """Columns whose cells begin here and are not empty."""
        return tuple(column for column, lines in self.own.items() if lines)

    @property
    def all_text(self) -> str:
        return " ".join(line for column in sorted(self.own) for line in self.own[column])


def find_header(table: Table) -> Header | None:
    """The headings of a plan's table, also when split over two rows or standing below a title inside the table."""
    for row in range(min(table.row_count, _SEARCH_ROWS)):
        for bottom in _possible_bottoms(table, row):
            headings = [_heading(table, row, bottom, column) for column in range(table.column_count)]
            if _is_month_header(headings):
                roles = tuple(Role.UNKNOWN for _ in headings)
                return Header(roles, tuple(headings), row, bottom + 1)
            roles = roles_of(headings)
            if is_header(roles):
                return Header(roles, tuple(headings), row, bottom + 1)
    return None


def _is_month_header(headings: list[str]) -> bool:
    return sum(is_month_heading(heading) for heading in headings) >= 3


def _possible_bottoms(table: Table, row: int) -> Iterator[int]:
    """The last row of headings that begin in `row`: two rows when merged cells or broken-off words say so."""
    cells = [cell for cell in table.starting_in(row) if cell.lines]
    if len(cells) < 2:
        return
    deepest = max(cell.row_span for cell in cells)
    if 2 <= deepest <= 3 and row + deepest < table.row_count:
        yield row + deepest - 1
    elif row + 2 < table.row_count and _completes(table, row):
        yield row + 1
    yield row


def _completes(table: Table, row: int) -> bool:
    """True when the next row only ends the headings' words or names the parts of a wide heading."""
    below = [cell for cell in table.starting_in(row + 1) if cell.lines]
    wide = [cell for cell in table.starting_in(row) if cell.column_span > 1 and cell.lines]
    if any(len(cell.flat) > 60 for cell in below) or not below:
        return False
    if wide and len(wide) < len(table.starting_in(row)):
        covered = {column for cell in wide for column in range(cell.column, cell.column + cell.column_span)}
        if all(cell.column in covered for cell in below):
            return True
    return all(cell.flat[0].islower() and not any(sign.isdigit() for sign in cell.flat) for cell in below)


def _heading(table: Table, top: int, bottom: int, column: int) -> str:
    """The heading over one column; of a wide heading parted below only the lower part counts when it says enough."""
    cells: list[Cell] = []
    for row in range(top, bottom + 1):
        cell = table.covering(row, column)
        if cell is not None and cell.lines and cell not in cells:
            cells.append(cell)
    if len(cells) > 1 and cells[0].column_span > 1:
        lower = " ".join(cell.flat for cell in cells[1:])
        if role_of(lower) is not Role.UNKNOWN or role_of(cells[0].flat) in (Role.DIRECTION, Role.SECTION, Role.TITLE):
            return lower
    return " ".join(cell.flat for cell in cells)


def rows_below(part: PlanTable) -> Iterator[Row]:
    """The rows of activities: without empty rows, rows of column numbers and repeated headings."""
    expected = [normalised(heading) for heading in part.header.headings]
    for index in range(part.first_row, part.table.row_count):
        row = _row(part, index)
        if not row.filled or _is_column_numbers(row) or _repeats(row, expected):
            continue
        yield row


def _row(part: PlanTable, index: int) -> Row:
    own: dict[int, tuple[str, ...]] = {}
    above: dict[int, tuple[str, ...]] = {}
    spans: dict[int, int] = {}
    for column in range(part.table.column_count):
        cell = part.table.covering(index, column)
        if cell is None or cell.column != column:
            continue
        if cell.row == index:
            own[column] = cell.lines
            spans[column] = cell.column_span
        elif cell.row >= part.first_row:
            above[column] = cell.lines
    return Row(part.index, index, own, above, spans, part.table.column_count)


def _is_column_numbers(row: Row) -> bool:
    """«1 | 2 | 3 | 4» under the headings, however many columns there are."""
    texts = [" ".join(row.own[column]).strip(" .()") for column in row.filled]
    # Sorted, because people move columns together with their numbers.
    return len(texts) > 1 and sorted(texts) == sorted(str(number) for number in range(1, len(texts) + 1))


def _repeats(row: Row, expected: list[str]) -> bool:
    """Headings printed again on the next page."""
    texts = {column: normalised(" ".join(row.own[column])) for column in row.filled}
    if len(texts) < 2:
        return False
    same = sum(column < len(expected) and text == expected[column] for column, text in texts.items())
    if same >= 2 and same >= len(texts) - 1:
        return True
    return is_header(roles_of([texts.get(column, "") for column in range(row.column_count)])) and all(
        len(text) < 40 and not any(sign.isdigit() for sign in text) for text in texts.values()
    )


def section_text(row: Row) -> str:
    """The text of a row with one filled cell that spans (nearly) the whole table, or "" for any other row."""
    if len(row.filled) != 1:
        return ""
    column = row.filled[0]
    reach = row.spans[column]
    is_wide = reach >= 2 and column + reach >= row.column_count - (reach > 2)
    return " ".join(row.own[column]) if is_wide else ""
