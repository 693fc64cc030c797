"""Columns of a table without headings, told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from stellazh.office.documents import Table
from stellazh.russian.persons import OwnerKind, read_owners
from stellazh.russian.terms import TermKind, parse_term
from stellazh.workplans.reading.headings import Role, role_of
from stellazh.workplans.reading.tables import Header

_NUMBER: Final = re.compile(r"^№?\s*\d{1,3}\s*[.)]?$")
_SHARE: Final = 0.6
_LEAST_ROWS: Final = 3
_NO_DATE: Final = frozenset({TermKind.UNKNOWN, TermKind.NONE, TermKind.TIME})
_ANY_YEAR: Final = 2000


def guess_header(table: Table) -> Header | None:
    """Roles by content: numbers, dates, names; the longest texts are the activities. None without dates."""
    if table.row_count < _LEAST_ROWS or not 2 <= table.column_count <= 12:
        return None
    columns = [_texts(table, column) for column in range(table.column_count)]
    roles = [_role(texts) for texts in columns]
    free = [column for column, role in enumerate(roles) if role is Role.UNKNOWN and columns[column]]
    if Role.TERM not in roles or not free:
        return None
    longest = max(free, key=lambda column: sum(map(len, columns[column])) / len(columns[column]))
    roles[longest] = Role.TITLE
    first = _first_row(table)
    return Header(tuple(roles), tuple("" for _ in roles), 0, first)


def _first_row(table: Table) -> int:
    """Row 0, unless words of headings stand there although too few of them were known."""
    top = [cell.flat for cell in table.starting_in(0)]
    return int(any(role_of(text) not in (Role.UNKNOWN, Role.DIRECTION, Role.TITLE) and len(text) < 40 for text in top))


def _texts(table: Table, column: int) -> list[str]:
    cells = (table.covering(row, column) for row in range(table.row_count))
    return [
        cell.text
        for cell in cells
        if cell is not None and cell.column == column and cell.column_span == 1 and cell.lines
    ]


def _role(texts: Sequence[str]) -> Role:
    if not texts:
        return Role.UNKNOWN
    if _most(texts, lambda text: bool(_NUMBER.match(text))):
        return Role.NUMBER
    if _most(
        texts, lambda text: len(text) < 80 and parse_term(text.replace("\n", " "), _ANY_YEAR).kind not in _NO_DATE
    ):
        return Role.TERM
    if _most(texts, _names_somebody):
        return Role.OWNERS
    return Role.UNKNOWN


def _names_somebody(text: str) -> bool:
    owners = read_owners(text) if len(text) < 200 else ()
    return bool(owners) and owners[0].kind in (OwnerKind.PERSON, OwnerKind.GROUP)


def _most(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(holds(text) for text in texts) >= _SHARE * len(texts)
