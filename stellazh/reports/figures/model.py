"""What a figure is, how it is written, and the list it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, overload

from stellazh.reports.figures.scopes import Scope
from stellazh.russian.numerals import agree, counted

Forms = tuple[str, str, str]
Counts = Mapping[str, int | None]
Cell = str | int | date | None

NOTHING_KNOWN = "нет данных"
NO_FORMS: Forms = ("", "", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted thing as of a day. `value` is None when nothing is known: no plan, no answers, no resolution.

    With `decimals` the value is in tenths or hundredths: 47 with one decimal is 4,7. `forms` go with 1, 2–4 and 5;
    `genitive` with 1 and with the others after «из» and «более». A figure entered by hand says its `source`, and may
    lead there (`href`).
    """

    code: str
    value: int | None
    forms: Forms
    as_of: date
    label: str = ""
    genitive: tuple[str, str] | None = None
    decimals: int = 0
    is_by_hand: bool = False
    source: str = ""
    href: str = ""

    @property
    def number(self) -> str:
        """«327», «4,7»; «нет данных» when nothing is known."""
        if self.value is None:
            return NOTHING_KNOWN
        if self.decimals:
            sign = "-" if self.value < 0 else ""
            whole, part = divmod(abs(self.value), 10**self.decimals)
            return f"{sign}{whole},{part:0{self.decimals}}"
        return counted(self.value, *NO_FORMS).strip(" ")

    @property
    def words(self) -> str:
        """«11 мероприятий»; the number alone where the thing has no forms."""
        return self._with(*self.forms)

    @property
    def genitive_words(self) -> str:
        """«27 муниципалитетов» as after «из», «более», «около»: 21 is «21 муниципалитета»."""
        one, many = self.genitive or (self.forms[1], self.forms[2])
        # A part of a whole governs the genitive singular in any case: «из 4,7 балла».
        return self._with(one, one if self.decimals else many, many)

    def _with(self, one: str, few: str, many: str) -> str:
        if self.value is None:
            return NOTHING_KNOWN
        noun = few if self.decimals else agree(self.value, one, few, many)
        return f"{self.number} {noun}".strip(" ")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line behind a figure, as wide as its headings; `href` is the page of the thing, `person_id` whom it names:
    whoever takes the list out has looked at her card."""

    cells: tuple[Cell, ...]
    href: str = ""
    person_id: int | None = field(default=None, compare=False)


class LazyRows(Sequence[FigureRow]):
    """Rows of a queryset, fetched by the page: its length is one query, a slice is what `lines` needs for it."""

    def __init__(self, found: Any, lines: Callable[[Sequence[Any]], Sequence[FigureRow]]) -> None:
        self._found, self._lines = found, lines
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._found.count()
        return self._count

    @overload
    def __getitem__(self, place: int) -> FigureRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[FigureRow]: ...

    def __getitem__(self, place: int | slice) -> FigureRow | Sequence[FigureRow]:
        if isinstance(place, slice):
            return self._lines(list(self._found[place]))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._lines([self._found[place % len(self)]])[0]


@dataclass(frozen=True, slots=True)
class FigureList:
    """What stands behind a figure. `rows` may be lazy: `Paginator(found.rows, 50)` fetches a page.

    `elsewhere` is the page of another app that shows the same with its own filters.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[FigureRow]
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class FigureSource:
    """What counts several figures together, in as few queries as it can. `counts` names each by its code."""

    code: str
    counts: Callable[[Scope], Counts]


@dataclass(frozen=True, slots=True)
class FigureRule:
    """One thing that is counted.

    `name` is how a text calls it («{{ мероприятия }}»), `group` the heading in the picker. `needs` is the capability
    at the association without which the list stays shut, empty when anybody who reads the report may open it; with
    `below` it must reach below too. `shows_people` says that the list names people. `counts_rows` is false where the
    figure is not the length of its list: a mean.
    """

    code: str
    name: str
    label: str
    forms: Forms
    group: str
    source: FigureSource
    rows: Callable[[Scope], FigureList] | None = None
    needs: str = ""
    below: bool = False
    shows_people: bool = False
    genitive: tuple[str, str] | None = None
    decimals: int = 0
    counts_rows: bool = True

    def count(self, scope: Scope) -> int | None:
        """The number alone; counted with the others of its source, once in a scope."""
        return scope.once(f"counts of {self.source.code}", lambda: self.source.counts(scope)).get(self.code)

    def figure(self, scope: Scope) -> Figure:
        """The number with its words and its day."""
        return Figure(
            self.code, self.count(scope), self.forms, scope.day, self.label, self.genitive, self.decimals
        )  # fmt: skip
