"""What the tests of writing a protocol need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.events.models import Event
from stellazh.people.models import Person
from stellazh.protocols.models import AgendaItem, Protocol, Speech
from tests.factories.events import EventFactory
from tests.factories.protocols import AgendaItemFactory, ProtocolFactory, SpeechFactory

# During the meeting of 8 October 2024, 14:00–16:00 in Moscow.
WRITING = datetime(2024, 10, 8, 11, 30, tzinfo=UTC)


@pytest.fixture
def event(association: Association) -> Event:
    """A meeting announced by `association`."""
    made: Any = EventFactory(association=association, title="Читаем вместе", place="г. Сосногорск, школа № 5", number=2)
    return made


@pytest.fixture
def protocol(association: Association, head: Person) -> Protocol:
    """A draft of `association`."""
    made: Any = ProtocolFactory(association=association)
    return made


@pytest.fixture
def item(protocol: Protocol) -> AgendaItem:
    made: Any = AgendaItemFactory(protocol=protocol, position=1, title="О чтении летом")
    return made


@pytest.fixture
def speech(protocol: Protocol, item: AgendaItem) -> Speech:
    made: Any = SpeechFactory(protocol=protocol, item=item, position=1)
    return made
