"""The same figures a year before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stellazh.reports.figures.counting import counted
from stellazh.reports.figures.model import Figure
from stellazh.reports.figures.scopes import Scope, last_year


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside itself of the year before, as of the same day."""

    label: str
    this: Figure
    last: Figure

    @property
    def difference(self) -> int | None:
        """By how much it grew, in the units of the figures; None where either is not known."""
        if self.this.value is None or self.last.value is None:
            return None
        return self.this.value - self.last.value

    @property
    def difference_words(self) -> str:
        """«+3», «−12», «0», «+0,4»; nothing where either is not known."""
        difference = self.difference
        if difference is None:
            return ""
        size = Figure("", abs(difference), ("", "", ""), self.this.as_of, decimals=self.this.decimals).number
        return f"+{size}" if difference > 0 else f"−{size}" if difference else size


def compared(scope: Scope, codes: Collection[str] | None = None, *, before: Scope | None = None) -> Sequence[Compared]:
    """These figures of the year and of the one before, in order. Twice the queries of `counted`.

    `before` is the scope to compare with, when something of it is counted already.
    """
    now, then = counted(scope, codes), counted(before or last_year(scope), codes)
    return [Compared(figure.label, figure, then[code]) for code, figure in now.items() if code in then]
