"""A meeting of the municipal association: three present, a question, a decision."""

from __future__ import annotations

import pytest

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import AgendaItem, Decision, Protocol, ProtocolPerson
from tests.factories.protocols import AgendaItemFactory, DecisionFactory, ProtocolFactory, ProtocolPersonFactory


@pytest.fixture
def protocol(association: Association) -> Protocol:
    """A draft of `association`."""
    return ProtocolFactory.create(association=association)


@pytest.fixture
def item(protocol: Protocol) -> AgendaItem:
    """Its first question."""
    return AgendaItemFactory.create(protocol=protocol, position=1, title="О месячнике школьных библиотек")


@pytest.fixture
def decision(protocol: Protocol, item: AgendaItem) -> Decision:
    """A decision of the question."""
    return DecisionFactory.create(protocol=protocol, item=item, position=1, text="Провести выставку")


@pytest.fixture
def present(protocol: Protocol, head: Person, methodist: Person, member: Person) -> list[ProtocolPerson]:
    """Three who are there and have a vote."""
    return [
        ProtocolPersonFactory.create(protocol=protocol, role=PartRole.PRESENT, person=person, position=place)
        for place, person in enumerate((head, methodist, member), start=1)
    ]
