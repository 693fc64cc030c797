"""What the tests of an event's life need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.events.models import Event
from stellazh.events.services import EventFields
from stellazh.workplans.models import Plan, PlanItem
from tests.factories.events import EventFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory

# 8 October 2024, a Tuesday, 14:00–16:00 in Moscow.
STARTS, ENDS = datetime(2024, 10, 8, 11, 0, tzinfo=UTC), datetime(2024, 10, 8, 13, 0, tzinfo=UTC)
AFTER = datetime(2024, 10, 8, 15, 0, tzinfo=UTC)


def fields(**changes: Any) -> EventFields:
    """An event of two hours in the library; what is asked for is another."""
    return EventFields(**{"title": "Читаем вместе", "starts_at": STARTS, "ends_at": ENDS, "place": "Зал", **changes})


@pytest.fixture
def event(association: Association) -> Event:
    """An announced event of `association`."""
    made: Any = EventFactory(association=association, title="Читаем вместе", place="Зал")
    return made


@pytest.fixture
def draft(association: Association) -> Event:
    """A draft of `association`."""
    made: Any = EventFactory(association=association, draft=True, title="Круг чтения", place="Зал")
    return made


@pytest.fixture
def plan(association: Association) -> Plan:
    """An approved plan of `association` for 2024/2025."""
    made: Any = PlanFactory(association=association, approved=True)
    return made


@pytest.fixture
def item(plan: Plan) -> PlanItem:
    """An item of the plan on 8 October 2024."""
    made: Any = PlanItemFactory(
        plan=plan, title="Читаем вместе", form="seminar", term_raw="8 октября 2024 г. в 15:00", term_kind="date",
        start=STARTS.date(), end=STARTS.date(), place="Центральная библиотека", format="mixed", audience="библиотекари",
    )  # fmt: skip
    return made
