"""The days of a decision's term: as in plans, and counted from the meeting where the words say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from stellazh.protocols.models import Decision
from stellazh.russian.delays import delay_end
from stellazh.russian.terms import TermKind
from stellazh.workplans.services.terms import TermColumns, read_term


def read_days(raw: str, school_year: int, *, held_on: date) -> TermColumns:
    """Read the wording: «в течение двух недель» is a deadline two weeks after `held_on`. Never refuses."""
    columns = read_term(raw, school_year)
    if columns.term_kind != TermKind.UNKNOWN:
        return columns
    end = delay_end(raw, held_on)
    return columns if end is None else replace(columns, term_kind=TermKind.DEADLINE.value, end=end)


def put_days(decision: Decision, school_year: int, *, held_on: date) -> None:
    """Give the decision the days of its wording; stores nothing."""
    columns = read_days(decision.term_raw, school_year, held_on=held_on)
    decision.term_kind, decision.starts_on, decision.due_on = columns.term_kind, columns.start, columns.end
