"""The shelf of the year: what `{% year_shelf %}` draws. Filled by whoever knows the plan; knows no models itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from stellazh.common.numerals import agree

BookState = Literal["done", "planned", "late", "cancelled"]
STATE_WORDS: dict[str, str] = {
    "done": "проведено",
    "planned": "запланировано",
    "late": "просрочено",
    "cancelled": "отменено",
}
SPINES = range(1, 9)
SIZES = range(21)
# The size of a book grows as the square root of its participants; 400 people fill the shelf's height.
FULL_HEIGHT_PARTICIPANTS = 400


def book_size(participants: int | None) -> int:
    """The height of a book, 0…20, for a count of participants; 0 when it is unknown.

    It grows as the square root, so that a meeting of 12 is not a speck beside a conference of 300.
    """
    if not participants or participants < 0:
        return 0
    return max(1, min(20, round(20 * math.sqrt(participants / FULL_HEIGHT_PARTICIPANTS))))


@dataclass(frozen=True, slots=True)
class Book:
    """One item of the year. `spine` (1…8) is the colour of its direction, `size` (0…20) its height, 0 when unknown.

    Raises:
        ValueError: the spine, the size or the state is none of the known ones.
    """

    href: str
    title: str
    spine: int
    size: int
    state: BookState
    direction: str
    when: str

    def __post_init__(self) -> None:
        if self.spine not in SPINES or self.size not in SIZES or self.state not in get_args(BookState):
            raise ValueError(f"«{self.title}»: no such book: spine {self.spine}, size {self.size}, state {self.state}")

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class ShelfMonth:
    """One month: `label` «сен» is shown, `long_label` «Сентябрь 2024» is read aloud."""

    label: str
    long_label: str
    is_now: bool
    books: tuple[Book, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Twelve months from September to August and the names of the colours, as (spine, direction)."""

    label: str
    months: tuple[ShelfMonth, ...]
    legend: tuple[tuple[int, str], ...]

    def books(self) -> Iterator[Book]:
        for month in self.months:
            yield from month.books

    @property
    def summary(self) -> str:
        """«На полке 52 дела: проведено 20, запланировано 29, просрочено 3.»"""
        states = [book.state for book in self.books()]
        if not states:
            return "Полка пока пуста: первая книга появится вместе с первым пунктом плана."
        parts = [f"{words} {states.count(state)}" for state, words in STATE_WORDS.items() if state in states]
        return f"На полке {len(states)} {agree(len(states), 'дело', 'дела', 'дел')}: {', '.join(parts)}."
