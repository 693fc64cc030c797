"""The author's wording of a term and what the reading of it gives to the columns of an item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from stellazh.russian.terms import Term, parse_term
from stellazh.workplans.models import PlanItem


@dataclass(frozen=True, slots=True)
class TermColumns:
    """What is stored of a reading. `months` are the first days of named months as ISO texts."""

    term_kind: str
    start: date | None
    end: date | None
    time: time | None
    months: list[str]


def read_term(raw: str, school_year: int) -> TermColumns:
    """Read the wording within the school year that opens in that calendar year. Never refuses: unread is a kind too."""
    return term_columns(parse_term(raw, school_year))


def term_columns(term: Term) -> TermColumns:
    """The columns of a reading."""
    return TermColumns(
        term_kind=term.kind.value,
        start=term.start,
        end=term.end,
        time=term.time,
        months=[month.isoformat() for month in term.months],
    )


def put_term(item: PlanItem, raw: str, school_year: int) -> None:
    """Give the item its wording and the reading of it; stores nothing."""
    columns = read_term(raw, school_year)
    item.term_raw = raw
    item.term_kind = columns.term_kind
    item.start, item.end = columns.start, columns.end
    item.time, item.months = columns.time, columns.months
