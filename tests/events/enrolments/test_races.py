"""The last place is never sold twice: sixty-four tries at one moment, withdrawals among them, double clicks."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from stellazh.common.actor import Guest
from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.services import enrolments
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.events.enrolments.rushing import rush
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.members import text_in_force
from tests.factories.people import PersonFactory

AT = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
TRIES = 64
State = EnrolmentState


def trying(event: Event, person: Person, place: int, **how: Any) -> Callable[[], object]:
    # The clocks of those who try say nothing of who is first.
    at = AT + timedelta(milliseconds=(place * 37) % TRIES)
    return lambda: enrolments.enrol(event.pk, person_id=person.pk, by=person, at=at, **how)


def counted(event: Event) -> Counter[str]:
    return Counter(event.enrolments.values_list("state", flat=True))


def is_strictly_queued(event: Event) -> bool:
    turns = list(event.enrolments.waiting_in_order().values_list("queued_at", flat=True))
    return all(before < after for before, after in pairwise(turns))


@pytest.mark.django_db(transaction=True)
def test_sixty_four_at_once_leave_exactly_the_capacity_and_a_queue() -> None:
    event: Event = EventFactory(capacity=20)
    people = PersonFactory.create_batch(TRIES)

    found = rush([trying(event, person, place) for place, person in enumerate(people)])

    assert found == ["done"] * TRIES
    assert counted(event) == {State.CONFIRMED: 20, State.WAITING: TRIES - 20}
    assert is_strictly_queued(event)
    # Whoever is in the queue came under the lock after everybody who holds a place.
    waiting = event.enrolments.waiting_in_order()
    held = event.enrolments.coming()
    assert max(held.values_list("pk", flat=True)) < min(waiting.values_list("pk", flat=True))
    assert list(waiting.values_list("pk", flat=True)) == sorted(waiting.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_sixty_four_at_once_without_a_waiting_list_leave_exactly_the_capacity() -> None:
    event: Event = EventFactory(capacity=7, has_waiting_list=False)
    people = PersonFactory.create_batch(TRIES)

    found = rush([trying(event, person, place) for place, person in enumerate(people)])

    assert Counter(found) == {"done": 7, "NoPlacesLeft": TRIES - 7}
    assert counted(event) == {State.CONFIRMED: 7}


@pytest.mark.django_db(transaction=True)
def test_guests_and_both_ways_of_coming_at_once_keep_both_capacities() -> None:
    text = text_in_force()
    event: Event = EventFactory(capacity=5, capacity_online=9, format=ItemFormat.MIXED, takes_guests=True)
    people = PersonFactory.create_batch(16)

    def guest(number: int, coming_as: str) -> Callable[[], object]:
        return lambda: enrolments.enrol_guest(
            event.pk,
            fields=enrolments.GuestFields("Тополева Анна Петровна", f"guest{number}@example.org"),
            consent_text_id=text.pk,
            place=f"10.0.0.{number}",
            coming_as=coming_as,
            by=Guest(),
            at=AT,
        )

    ways = [ComingAs.ONSITE, ComingAs.ONLINE]
    deeds = [trying(event, person, place, coming_as=ways[place % 2]) for place, person in enumerate(people)]
    deeds += [guest(number, ways[number % 2]) for number in range(16)]
    found = rush(deeds)

    assert found == ["done"] * 32
    rows = Counter(event.enrolments.values_list("coming_as", "state"))
    assert rows == {
        (ComingAs.ONSITE, State.CONFIRMED): 5,
        (ComingAs.ONSITE, State.WAITING): 11,
        (ComingAs.ONLINE, State.CONFIRMED): 9,
        (ComingAs.ONLINE, State.WAITING): 7,
    }
    assert is_strictly_queued(event)


@pytest.mark.django_db(transaction=True)
def test_withdrawals_among_the_tries_fill_every_freed_place_in_turn() -> None:
    event: Event = EventFactory(capacity=10)
    held = [EnrolmentFactory(event=event) for _ in range(10)]
    newcomers = PersonFactory.create_batch(24)

    def withdrawing(row: Enrolment) -> Callable[[], object]:
        return lambda: enrolments.withdraw_enrolment(row.pk, by=row.person, at=AT)

    deeds = [trying(event, person, place) for place, person in enumerate(newcomers)]
    found = rush([*deeds[:12], *(withdrawing(row) for row in held[:6]), *deeds[12:]])

    assert found == ["done"] * 30
    assert counted(event) == {State.CONFIRMED: 10, State.WAITING: 18, State.WITHDRAWN: 6}
    made = event.enrolments.exclude(pk__in=[row.pk for row in held])
    in_order = list(made.order_by("pk").values_list("state", flat=True))
    assert in_order == [State.CONFIRMED] * 6 + [State.WAITING] * 18


@pytest.mark.django_db(transaction=True)
def test_double_clicks_at_once_make_one() -> None:
    event: Event = EventFactory(capacity=10)
    person, key = PersonFactory(), uuid.uuid4()

    found = rush([trying(event, person, place, submission_key=key) for place in range(8)])

    assert found == ["done"] * 8
    assert counted(event) == {State.CONFIRMED: 1}


@pytest.mark.django_db(transaction=True)
def test_one_person_at_once_without_a_key_makes_one() -> None:
    event: Event = EventFactory()
    person = PersonFactory()

    found = rush([trying(event, person, place) for place in range(4)])

    assert Counter(found) == {"done": 1, "AlreadyEnrolled": 3}
    assert counted(event) == {State.CONFIRMED: 1}
