"""The tables that blocks of a report are drawn with, from rows.

A row of one cell is a heading across the whole table: the section of a plan, the addressees of a resolution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from stellazh.reports.enums import BlockKind
from stellazh.reports.figures import Scope
from stellazh.reports.reads.annual.content_model import ContentTable
from stellazh.reports.reads.annual.tables.below import below_tables
from stellazh.reports.reads.annual.tables.comparison import comparison_tables
from stellazh.reports.reads.annual.tables.events import event_tables
from stellazh.reports.reads.annual.tables.plan_fact import plan_fact_tables
from stellazh.reports.reads.annual.tables.resolution import resolution_tables
from stellazh.reports.reads.annual.tables.territories import territory_tables

TableMaker = Callable[[Scope], Sequence[ContentTable]]
TABLES: Final[Mapping[BlockKind, TableMaker]] = {
    BlockKind.EVENTS: event_tables,
    BlockKind.PLAN_FACT: plan_fact_tables,
    BlockKind.TERRITORIES: territory_tables,
    BlockKind.COMPARISON: comparison_tables,
    BlockKind.RESOLUTION: resolution_tables,
    BlockKind.BELOW: below_tables,
}


def tables_of(kind: BlockKind, scope: Scope) -> Sequence[ContentTable]:
    """The tables of a block of that kind; none for prose."""
    make = TABLES.get(kind)
    return make(scope) if make is not None else ()
