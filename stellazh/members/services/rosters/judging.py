"""What becomes of each row: entered, added to a card, left, or asked about. The same rows give the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from stellazh.members.enums import ImportKind, RowDecision
from stellazh.members.models import ImportRow, RosterImport

Cells = Mapping[str, str]
REPEATS = "Полностью повторяет строку {row}."
ALSO_IN = "О том же — строка {row}."


@dataclass(slots=True)
class Judgement:
    """The answer about one row. `key` is the person or the organisation it is about, if that is known."""

    number: int
    cells: Cells
    decision: str = RowDecision.CREATE
    key: int | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_decided: bool = False

    def refuse(self, problem: str) -> Judgement:
        """The row cannot be taken in."""
        self.decision = RowDecision.BAD
        self.problems.insert(0, problem)
        return self

    def put_into(self, row: ImportRow, kind: str) -> ImportRow:
        """The row with this answer; it is not saved."""
        row.cells, row.problems, row.candidates = dict(self.cells), self.problems, self.candidates
        row.decision, row.is_decided = str(self.decision), self.is_decided
        row.person_id = self.key if kind == ImportKind.PEOPLE else None
        row.organisation_id = self.key if kind == ImportKind.SCHOOLS else None
        return row


class Judge(Protocol):
    """Knows everybody, or every school, that rows of one list can be about."""

    def prepare(self, rows: Sequence[tuple[int, Cells]]) -> None:
        """Look at all rows to come: what is asked of the database for all of them is asked once."""

    def note(self, number: int, cells: Cells) -> None:
        """Let rows that follow be compared with this one, which makes somebody, or some school, new."""

    def judge(self, number: int, cells: Cells) -> Judgement:
        """The answer about the next row; rows that follow are compared with it too."""

    def settle(self, judgements: Sequence[Judgement]) -> None:
        """Tell those that add something from those that say what is known."""


def judge_all(judge: Judge, rows: Sequence[tuple[int, Cells]], *, lot: int) -> Iterator[list[Judgement]]:
    """The answers about all rows, in lots, in the order of the file."""
    judge.prepare(rows)
    for start in range(0, len(rows), lot):
        judgements = [judge.judge(number, cells) for number, cells in rows[start : start + lot]]
        judge.settle(judgements)
        yield judgements


def earlier_rows(roster: RosterImport, number: int) -> Iterable[ImportRow]:
    """The rows above that make somebody new: one judged again is compared with them, as it was at first."""
    return roster.rows.filter(number__lt=number, decision=RowDecision.CREATE).only("number", "cells").order_by("number")
