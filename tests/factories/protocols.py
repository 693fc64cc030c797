"""Protocols, decisions and resolutions with boring values; traits for states."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from stellazh.protocols.enums import AddresseeClass, AddresseeKind, PartRole, ProtocolStatus, ResolutionStatus
from stellazh.protocols.models import (
    AgendaItem,
    Assignment,
    Decision,
    DecisionOwner,
    Proposal,
    Protocol,
    ProtocolPerson,
    Resolution,
    ResolutionSection,
    Speech,
)
from stellazh.russian.collation import sort_key
from tests.factories.associations import AssociationFactory
from tests.factories.people import PersonFactory

NOW = datetime(2024, 10, 8, 14, 0, tzinfo=UTC)
HELD_ON = date(2024, 10, 8)


class ProtocolFactory(DjangoModelFactory[Protocol]):
    """A draft of a meeting of 8 October 2024, without an event. `signed` gives it a number but no seal."""

    class Meta:
        model = Protocol

    association = factory.SubFactory(AssociationFactory)
    school_year = 2024
    title = factory.Sequence(lambda n: f"О чтении в школе {n}")
    meeting_words = "заседания объединения школьных библиотекарей"
    held_on = HELD_ON
    place = "Сосногорск"
    created_at = NOW
    updated_at = NOW

    class Params:
        remarks = factory.Trait(status=ProtocolStatus.REMARKS)
        signed = factory.Trait(status=ProtocolStatus.SIGNED, number=factory.Sequence(lambda n: n + 1), signed_at=NOW)


class ProtocolPersonFactory(DjangoModelFactory[ProtocolPerson]):
    """Somebody present, known to us."""

    class Meta:
        model = ProtocolPerson

    protocol = factory.SubFactory(ProtocolFactory)
    role = PartRole.PRESENT
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda made: made.person.full_name if made.person else "Вербина Ольга Ильинична")
    sort_key = factory.LazyAttribute(lambda made: sort_key(made.name))


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    protocol = factory.SubFactory(ProtocolFactory)
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"О вопросе {n}")


class SpeechFactory(DjangoModelFactory[Speech]):
    class Meta:
        model = Speech

    protocol = factory.SubFactory(ProtocolFactory)
    name = "Липина Е. С."
    text = "Рассказала о выставках."


class DecisionFactory(DjangoModelFactory[Decision]):
    """A decision of a draft; `binding` makes the protocol signed."""

    class Meta:
        model = Decision

    protocol = factory.SubFactory(ProtocolFactory)
    association = factory.LazyAttribute(
        lambda made: made.protocol.association if made.protocol else made.resolution.association
    )
    text = factory.Sequence(lambda n: f"Провести выставку {n}")

    class Params:
        binding = factory.Trait(
            protocol=factory.SubFactory(ProtocolFactory, signed=True), binding_at=NOW, number_text="1"
        )


class DecisionOwnerFactory(DjangoModelFactory[DecisionOwner]):
    """A person who answers."""

    class Meta:
        model = DecisionOwner

    decision = factory.SubFactory(DecisionFactory)
    kind = AddresseeKind.PERSON
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda made: made.person.full_name if made.person else "творческая группа")


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """An open mark of a person."""

    class Meta:
        model = Assignment

    decision = factory.SubFactory(DecisionFactory, binding=True)
    person = factory.SubFactory(PersonFactory)
    owner = factory.LazyAttribute(
        lambda made: DecisionOwnerFactory.create(decision=made.decision, person=made.person, name=made.name)
    )
    key = factory.LazyAttribute(lambda made: f"person:{made.person.pk}")
    name = factory.LazyAttribute(lambda made: made.person.full_name)
    sort_key = factory.LazyAttribute(lambda made: sort_key(made.name))
    made_at = NOW


class ResolutionFactory(DjangoModelFactory[Resolution]):
    """A resolution that collects proposals; `draft`, `adopted` and `closed` are traits."""

    class Meta:
        model = Resolution

    association = factory.SubFactory(AssociationFactory)
    school_year = 2024
    title = "Резолюция секции школьных библиотекарей"
    created_at = NOW
    updated_at = NOW

    class Params:
        draft = factory.Trait(status=ResolutionStatus.DRAFT)
        adopted = factory.Trait(status=ResolutionStatus.ADOPTED, adopted_on=date(2024, 8, 27))
        closed = factory.Trait(
            status=ResolutionStatus.CLOSED, adopted_on=date(2024, 8, 27), closed_on=date(2025, 8, 26)
        )


class ResolutionSectionFactory(DjangoModelFactory[ResolutionSection]):
    class Meta:
        model = ResolutionSection

    resolution = factory.SubFactory(ResolutionFactory)
    position = factory.Sequence(lambda n: n)
    heading = "Школьным библиотекам"
    addressee_class = AddresseeClass.LIBRARIES


class PointFactory(DjangoModelFactory[Decision]):
    """A point of a resolution's draft."""

    class Meta:
        model = Decision

    section = factory.SubFactory(ResolutionSectionFactory)
    resolution = factory.LazyAttribute(lambda made: made.section.resolution)
    association = factory.LazyAttribute(lambda made: made.section.resolution.association)
    text = factory.Sequence(lambda n: f"обновлять страницу библиотеки {n}")


class ProposalFactory(DjangoModelFactory[Proposal]):
    class Meta:
        model = Proposal

    resolution = factory.SubFactory(ResolutionFactory)
    addressee_class = AddresseeClass.LIBRARIES
    text = factory.Sequence(lambda n: f"проводить выставки {n}")
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda made: made.person.full_name)
    made_at = NOW


def everything_of(protocol: Protocol) -> dict[str, Any]:
    """What a test compares to see that nothing of a protocol changed."""
    return {
        "protocol": Protocol.objects.filter(pk=protocol.pk).values().get(),
        "people": list(protocol.people.values()),
        "agenda": list(protocol.agenda.values()),
        "speeches": list(protocol.speeches.values()),
        "decisions": list(protocol.decisions.values()),
    }
