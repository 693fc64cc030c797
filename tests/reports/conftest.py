"""A plan in force and the way from a board to one of its cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from stellazh.associations.models import Association
from stellazh.reports.enums import KeptPaper
from stellazh.reports.reads import Cell, board
from stellazh.workplans.models import Plan
from tests.factories.workplans import PlanFactory, PlanItemFactory

CellAt = Callable[..., Cell]


def moment(month: int, day: int, hour: int = 9, *, year: int = 2024) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def plan(association: Association) -> Plan:
    plan = PlanFactory(association=association, approved=True)
    plan.grifs.create(kind="approved", on=date(2024, 9, 5))
    PlanItemFactory(plan=plan, start=date(2024, 9, 1), end=date(2024, 10, 31))
    return plan


@pytest.fixture
def cell_at(region: Association, association: Association) -> CellAt:
    """The cell of `association` on the region's board at a moment."""

    def find(kind: KeptPaper, month: date | None, at: datetime, *, year: int = 2024) -> Cell:
        shown = board(region, school_year=year, at=at)
        row = next(row for row in shown.rows if row.association.pk == association.pk)
        return row.cells[kind, month]

    return find
