"""Two years of an association, and what is asked about the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Attendance, Event
from stellazh.reports.reads.year import YearAsked
from tests.events.figures.conftest import held
from tests.factories.events import AttendanceFactory

THIS, BEFORE = date(2024, 10, 8), date(2023, 10, 10)
AskedOf = Callable[..., YearAsked]


def came(event: Event, **values: Any) -> Attendance:
    made: Any = AttendanceFactory(event=event, **values)
    return made


def held_on(association: Association, on: date, **values: Any) -> Event:
    """An event that ended on that day."""
    return held(association, on, **values)


@pytest.fixture
def asked_of(association: Association) -> AskedOf:
    """2024/2025 of the association and of those below, in the summer after."""

    def make(**values: Any) -> YearAsked:
        known = {"association": association, "year": SchoolYear(2024), "with_below": True, "today": date(2025, 6, 1)}
        return YearAsked(**{**known, "may_name": True, **values})

    return make
