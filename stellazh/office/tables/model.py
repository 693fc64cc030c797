"""What a table is to whoever reads it: sheets of rows of texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One sheet. `rows[0]` is the row that Excel calls 1; blank rows are empty tuples, the rest may differ in length.

    A merged cell stands in every place it covers. `warnings` are sentences about what could not be read.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max(map(len, self.rows), default=0)

    @property
    def is_empty(self) -> bool:
        return not any(self.rows)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The sheets with something in them, in the order of the file. `notes` are sentences about the file as a whole."""

    sheets: tuple[TableSheet, ...]
    notes: tuple[str, ...] = ()
