"""Places while everything moves at one moment: ways of coming, capacity, withdrawals, decisions, calling off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.services import cancel_event, enrolments, update_event
from stellazh.events.services.enrolments import Decision, EnrolmentChange
from stellazh.events.services.fields import EventFields
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.events.enrolments.rushing import rush
from tests.factories.associations import GrantFactory
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

AT = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
State = EnrolmentState
Deed = Callable[[], object]


def keeper(association: Association) -> Person:
    person: Person = PersonFactory()
    GrantFactory(person=person, role=Role.HEAD, association=association)
    return person


def moving(row: Enrolment, coming_as: ComingAs) -> Deed:
    change = EnrolmentChange(coming_as)
    return lambda: enrolments.change_enrolment(
        row.pk, expected_version=row.version, change=change, by=row.person, at=AT
    )


def coming(event: Event, person: Person, coming_as: str = "") -> Deed:
    return lambda: enrolments.enrol(event.pk, person_id=person.pk, coming_as=coming_as, by=person, at=AT)


def held(event: Event, coming_as: str) -> int:
    return event.enrolments.coming().filter(coming_as=coming_as).count()


@pytest.mark.django_db(transaction=True)
def test_those_who_move_into_the_room_and_those_who_come_share_its_places() -> None:
    event: Event = EventFactory(format=ItemFormat.MIXED, capacity=3, capacity_online=6)
    online = [EnrolmentFactory(event=event, coming_as=ComingAs.ONLINE) for _ in range(6)]
    newcomers = PersonFactory.create_batch(8)

    rush(
        [
            *(moving(row, ComingAs.ONSITE) for row in online),
            *(coming(event, person, ComingAs.ONSITE) for person in newcomers[:4]),
            *(coming(event, person, ComingAs.ONLINE) for person in newcomers[4:]),
        ]
    )

    assert held(event, ComingAs.ONSITE) == 3
    assert held(event, ComingAs.ONLINE) <= 6
    waiting_online = event.enrolments.filter(state=State.WAITING, coming_as=ComingAs.ONLINE).count()
    assert not waiting_online or held(event, ComingAs.ONLINE) == 6


@pytest.mark.django_db(transaction=True)
def test_capacity_changed_among_the_tries_is_kept_from_then_on() -> None:
    event: Event = EventFactory(capacity=2)
    head = keeper(event.association)
    fields = replace(EventFields.of(event), capacity=5)
    people = PersonFactory.create_batch(12)

    found = rush(
        [
            *(coming(event, person) for person in people[:6]),
            lambda: update_event(event.pk, expected_version=event.version, fields=fields, by=head, at=AT),
            *(coming(event, person) for person in people[6:]),
        ]
    )

    assert set(found) == {"done"}
    assert (event.enrolments.coming().count(), event.enrolments.filter(state=State.WAITING).count()) == (5, 7)


@pytest.mark.django_db(transaction=True)
def test_one_decision_taken_by_two_and_a_withdrawal_leave_one_truth() -> None:
    event: Event = EventFactory(capacity=1)
    head = keeper(event.association)
    first = EnrolmentFactory(event=event)
    waiting = [EnrolmentFactory(event=event, waiting=True) for _ in range(3)]
    asked = EnrolmentFactory(event=event, state=State.PENDING)

    rush(
        [
            lambda: enrolments.withdraw_enrolment(first.pk, by=first.person, at=AT),
            *(
                lambda: enrolments.decide_enrolments(event.pk, [asked.pk], decision=Decision.CONFIRM, by=head, at=AT)
                for _ in range(3)
            ),
            lambda: enrolments.withdraw_enrolment(waiting[0].pk, by=waiting[0].person, at=AT),
        ]
    )

    asked.refresh_from_db()
    assert event.enrolments.coming().count() == 1
    assert asked.state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_a_place_at_an_event_that_is_called_off_at_that_moment() -> None:
    event: Event = EventFactory(capacity=1)
    head = keeper(event.association)
    first = EnrolmentFactory(event=event)
    second = EnrolmentFactory(event=event, waiting=True)

    found = rush(
        [
            lambda: cancel_event(event.pk, reason="Заболела ведущая", by=head, at=AT),
            lambda: enrolments.withdraw_enrolment(first.pk, by=first.person, at=AT),
            *(coming(event, person) for person in PersonFactory.create_batch(4)),
        ]
    )

    assert set(found) <= {"done", "EnrolmentClosed", "PermissionRefused"}
    second.refresh_from_db()
    assert event.enrolments.coming().count() <= 1
