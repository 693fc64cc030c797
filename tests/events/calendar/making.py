"""Events of the days around now, for pages that read the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Enrolment, Event
from tests.factories.events import EnrolmentFactory, EventFactory


def soon(days: float = 7) -> datetime:
    """That many days from now, on the hour."""
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def make_event(association: Association, title: str = "Читаем вместе", *, days: float = 7, **fields: Any) -> Event:
    """An announced public event that begins in `days` days."""
    starts_at = fields.pop("starts_at", soon(days))
    year = SchoolYear.of(clock.day_of(starts_at)).start
    made: Any = EventFactory(association=association, title=title, starts_at=starts_at, school_year=year, **fields)
    return made  # type: ignore[no-any-return]


def enrol(event: Event, person: Any, **fields: Any) -> Enrolment:
    """A registration of the person."""
    made: Any = EnrolmentFactory(event=event, person=person, **fields)
    return made  # type: ignore[no-any-return]
