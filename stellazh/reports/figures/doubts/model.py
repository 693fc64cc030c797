"""What a doubt is, and what it is looked for in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stellazh.reports.figures.model import Figure
from stellazh.reports.figures.scopes import Scope

MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that does not fit together, in a sentence that says what to do. A soft one is worth a look only.

    `href` is where it is put right, when that is a page of the thing itself.
    """

    code: str
    sentence: str
    href: str = ""
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A year that is looked through: its figures by code, those entered by hand by name, the same a year before.

    `used` are the codes that stand in the report's texts, `unknown` the marks there that mean nothing; `at` is now.
    """

    scope: Scope
    figures: Mapping[str, Figure]
    hand: Mapping[str, Figure]
    at: datetime
    before: Mapping[str, Figure]
    used: Collection[str] = ()
    unknown: Collection[str] = ()

    def value(self, code: str) -> int | None:
        """The number of that figure; None when it was not counted or nothing is known."""
        figure = self.figures.get(code)
        return figure.value if figure is not None else None


DoubtRule = Callable[[Asked], Iterator[Doubt]]


def named(titles: Iterable[str], count: int) -> str:
    """«Семинар», «Вебинар» и ещё 4: the first few titles of so many."""
    shown = [f"«{title}»" for title in titles][:MOST_NAMED]
    more = count - len(shown)
    return ", ".join(shown) + (f" и ещё {more}" if more > 0 else "")
