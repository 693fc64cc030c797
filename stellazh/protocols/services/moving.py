"""Rows put in order: up and down by one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Way(StrEnum):
    """Whither."""

    UP = "up"
    DOWN = "down"


def neighbour_of(rows: Sequence[Row], row: Row, way: Way) -> Row | None:
    """The row before or after, or nothing at the end."""
    place = rows.index(row) + (-1 if way == Way.UP else 1)
    return rows[place] if 0 <= place < len(rows) else None


def renumber(rows: Sequence[Row], one: Row, other: Row) -> None:
    """Let the two change places and number all rows from one. Positions are no texts: versions stay as they are."""
    order = list(rows)
    first, second = order.index(one), order.index(other)
    order[first], order[second] = order[second], order[first]
    changed = []
    for number, row in enumerate(order, start=1):
        if row.position != number:  # type: ignore[attr-defined]
            row.position = number  # type: ignore[attr-defined]
            changed.append(row)
    if changed:
        type(one)._default_manager.bulk_update(changed, ["position"])  # noqa: SLF001
