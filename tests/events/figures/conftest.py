"""A year of an association: who was where, and what is asked about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Event
from stellazh.events.reads.figure_scopes import FigureScope
from tests.factories.events import EventFactory

YEAR = SchoolYear(2024)
AS_OF = date(2025, 6, 1)
ScopeOf = Callable[..., FigureScope]


def held(association: Association, on: date = date(2024, 10, 8), **values: Any) -> Event:
    """An event of two hours from 14:00 in Moscow, held at its end."""
    starts_at = datetime(on.year, on.month, on.day, 11, 0, tzinfo=UTC)
    known = {"held": True, "starts_at": starts_at, "held_at": starts_at, "school_year": SchoolYear.of(on).start}
    made: Any = EventFactory(association=association, **{**known, **values})
    return made


@pytest.fixture
def scope_of(association: Association) -> ScopeOf:
    """What is asked: the whole school year of the association and of those below, as of the summer after."""

    def make(**values: Any) -> FigureScope:
        asked = {"association": association, "with_below": True, "first": YEAR.first_day, "last": YEAR.last_day}
        return FigureScope(**{**asked, "as_of": AS_OF, **values})

    return make
