"""A protocol that may be signed, and those who were there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.protocols.models import Protocol
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    SpeechFactory,
)

MakeWhole = Callable[..., Protocol]


def whole_protocol(association: Association, head: Person, member: Person, **fields: Any) -> Protocol:
    """Everything that a signature asks for: who led and wrote, a question, a word, a decision with an owner."""
    protocol = ProtocolFactory.create(association=association, **fields)
    ProtocolPersonFactory.create(protocol=protocol, person=head, role="chair")
    ProtocolPersonFactory.create(protocol=protocol, person=member, role="secretary")
    ProtocolPersonFactory.create(protocol=protocol, person=head, role="present")
    ProtocolPersonFactory.create(protocol=protocol, person=member, role="present", position=1)
    item = AgendaItemFactory.create(protocol=protocol, title="О неделе книги")
    SpeechFactory.create(protocol=protocol, item=item)
    decision = DecisionFactory.create(protocol=protocol, item=item, text="Провести неделю книги")
    DecisionOwnerFactory.create(decision=decision, person=member, name="Липина Е. С.")
    return protocol


@pytest.fixture
def make_whole(association: Association, head: Person, member: Person) -> MakeWhole:
    """A new protocol of `association`, on a day of October 2024."""

    def make(day: int = 8, **fields: Any) -> Protocol:
        return whole_protocol(association, head, member, held_on=date(2024, 10, day), **fields)

    return make


@pytest.fixture
def whole(make_whole: MakeWhole) -> Protocol:
    return make_whole()
