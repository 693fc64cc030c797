"""How far something is: marks counted by state, and the share that is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stellazh.protocols.enums import DoneState, UnfoldTo
from stellazh.russian.numerals import agree

# What a point is worth once somebody has closed it as a whole.
_CLOSED: Final = {DoneState.DONE: 100, DoneState.PARTLY: 50, DoneState.NOT_DONE: 0}
# «18 из 27 муниципалитетов», «18 из 21 муниципалитета».
_KEPT_FOR: Final = {
    UnfoldTo.MUNICIPALITY: ("муниципалитета", "муниципалитетов"),
    UnfoldTo.SCHOOL: ("школы", "школ"),
    UnfoldTo.ASSOCIATION: ("объединения", "объединений"),
    UnfoldTo.ORGANISATION: ("организации", "организаций"),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks by state; `late` are those open ones whose term has passed. Withdrawn ones count nowhere."""

    done: int = 0
    partly: int = 0
    not_done: int = 0
    withdrawn: int = 0
    open: int = 0
    late: int = 0

    def __add__(self, other: Marks) -> Marks:
        return Marks(
            self.done + other.done,
            self.partly + other.partly,
            self.not_done + other.not_done,
            self.withdrawn + other.withdrawn,
            self.open + other.open,
            self.late + other.late,
        )

    @property
    def total(self) -> int:
        """Marks that count."""
        return self.done + self.partly + self.not_done + self.open

    @property
    def answered(self) -> int:
        """Those that somebody has answered for good."""
        return self.done + self.partly + self.not_done

    @property
    def percent(self) -> int | None:
        """The share that is done, a part counting for a half; 100 only when all is. None without marks that count."""
        return (self.done * 100 + self.partly * 50) // self.total if self.total else None

    @property
    def suggested(self) -> DoneState:
        """What the marks say of the whole."""
        if not self.total:
            return DoneState.WITHDRAWN if self.withdrawn else DoneState.NOT_DONE
        if self.done == self.total:
            return DoneState.DONE
        return DoneState.PARTLY if self.done or self.partly else DoneState.NOT_DONE

    @property
    def word(self) -> str:
        """«исполнено», «3 из 5», «нет ответа», «просрочено»: what stands in a cell of a table."""
        if not self.total:
            return "снято" if self.withdrawn else ""
        if self.total > 1 and 0 < self.done < self.total:
            return f"{self.done} из {self.total}"
        if self.done == self.total:
            return "исполнено"
        if self.partly:
            return "частично"
        if self.not_done == self.total:
            return "не исполнено"
        return "просрочено" if self.late else "в работе"

    @property
    def tone(self) -> str:
        """The colour beside the word."""
        if not self.total:
            return ""
        if self.done == self.total:
            return "ok"
        if self.late or self.not_done == self.total:
            return "bad"
        return "warn" if self.done or self.partly else ""


def marks_of(counts: Iterable[tuple[str, int, int]]) -> Marks:
    """Marks of triples: state, how many, how many of these are late."""
    found = dict.fromkeys(DoneState.values, 0)
    late = 0
    for state, count, overdue in counts:
        found[state] += count
        late += overdue
    return Marks(late=late, **found)


def point_percent(state: str, *, is_closed_by_hand: bool, marks: Marks) -> int | None:
    """How far a point is: as closed, or else as its marks say. None when it is off control."""
    if is_closed_by_hand or not marks.total:
        return None if state == DoneState.WITHDRAWN else _CLOSED.get(DoneState(state), 0)
    return marks.percent


def mean(percents: Iterable[int | None]) -> int | None:
    """The mean of those there are, rounded down; every point weighs the same."""
    known = [percent for percent in percents if percent is not None]
    return sum(known) // len(known) if known else None


def done_words(unfold_to: str, marks: Marks) -> str:
    """«18 из 27 муниципалитетов»; nothing when there is one mark for all."""
    forms = _KEPT_FOR.get(UnfoldTo(unfold_to))
    if forms is None or not marks.total:
        return ""
    return f"{marks.done} из {marks.total} {agree(marks.total, forms[0], forms[1], forms[1])}"
