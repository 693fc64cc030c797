"""An event of `association` with registrations in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.events.models import CheckInCode, Event
from stellazh.events.services import attendances as services
from stellazh.people.models import Person
from tests.factories.events import STARTS, EventFactory


@pytest.fixture
def now() -> datetime:
    """An hour into the event."""
    return STARTS + timedelta(hours=1)


@pytest.fixture
def event(association: Association) -> Event:
    made: Any = EventFactory(association=association)
    return made


@pytest.fixture
def code(event: Event, head: Person, at: datetime) -> CheckInCode:
    """Open from the event's start for an hour and a half."""
    return services.open_check_in(
        event.pk,
        label="Начало",
        coming_as="",
        opens_at=STARTS,
        closes_at=STARTS + timedelta(minutes=90),
        by=head,
        at=at,
    )
