"""A protocol signed for good, with decisions for different addressees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, PartRole, SpeechKind
from stellazh.protocols.models import Decision, Protocol
from stellazh.protocols.services.signing import sign_protocol
from tests.factories.associations import OrganisationFactory
from tests.factories.members import PostFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    SpeechFactory,
)

AT = datetime(2024, 10, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def school(association: Association, member: Person) -> Organisation:
    """Where `member` works."""
    found = OrganisationFactory.create(
        kind=OrganisationKind.SCHOOL, short_name="МБОУ СОШ № 5", territory=association.territory
    )
    PostFactory.create(person=member, organisation=found)
    return found


@pytest.fixture
def other_school(association: Association) -> Organisation:
    return OrganisationFactory.create(
        kind=OrganisationKind.SCHOOL, short_name="МБОУ СОШ № 8", territory=association.territory
    )


@pytest.fixture
def meeting(association: Association, head: Person, member: Person) -> Protocol:
    """A draft ready to be signed: a chair, a secretary, one question with a speech."""
    protocol = ProtocolFactory.create(association=association)
    ProtocolPersonFactory.create(protocol=protocol, person=head, role=PartRole.CHAIR)
    ProtocolPersonFactory.create(protocol=protocol, person=member, role=PartRole.SECRETARY)
    ProtocolPersonFactory.create(protocol=protocol, person=head)
    ProtocolPersonFactory.create(protocol=protocol, person=member, position=1)
    item = AgendaItemFactory.create(protocol=protocol, title="О неделе книги")
    SpeechFactory.create(protocol=protocol, item=item, kind=SpeechKind.HEARD, name="Липина Е. С.", text="Доложила.")
    return protocol


def add_decision(protocol: Protocol, text: str, kind: AddresseeKind, **fields: Any) -> Decision:
    """A decision of the protocol's first question with one owner."""
    decision = DecisionFactory.create(
        protocol=protocol, item=protocol.agenda.first(), position=protocol.decisions.count(), text=text
    )
    given = {"person": None, "name": text} | fields
    if kind == AddresseeKind.CLASS:
        given = {"addressee_class": AddresseeClass.LIBRARIANS} | given
    DecisionOwnerFactory.create(decision=decision, kind=kind, **given)
    return decision


@pytest.fixture
def signed(meeting: Protocol, head: Person, member: Person) -> Protocol:
    """Signed: one decision for all librarians, one for `member`, one for a group."""
    add_decision(meeting, "Провести неделю", AddresseeKind.CLASS)
    add_decision(meeting, "Собрать отчёты", AddresseeKind.PERSON, person=member)
    add_decision(meeting, "Подготовить сценарий", AddresseeKind.GROUP, name="творческая группа")
    sign_protocol(meeting.pk, by=head, at=AT)
    return Protocol.objects.select_related("association__territory").get(pk=meeting.pk)
