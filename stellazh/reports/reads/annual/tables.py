"""The tables that blocks of a report are drawn with, from rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stellazh.reports.enums import BlockKind
from stellazh.reports.figures import Scope
from stellazh.reports.reads.annual.content_model import ContentTable

TableMaker = Callable[[Scope], Sequence[ContentTable]]
TABLES: Mapping[BlockKind, TableMaker] = {}


def tables_of(kind: BlockKind, scope: Scope) -> Sequence[ContentTable]:
    """The tables of a block of that kind; none for prose."""
    make = TABLES.get(kind)
    return make(scope) if make is not None else ()
