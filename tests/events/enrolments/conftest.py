"""What tests of registration share."""

from __future__ import annotations

import pytest

from stellazh.associations.models import Association
from stellazh.events.models import Event
from tests.factories.events import EventFactory


@pytest.fixture
def event(association: Association) -> Event:
    """An announced event of `association` that anybody may register for."""
    made: Event = EventFactory(association=association)
    return made
