"""An event of 8 October 2024 with two registered people and a list of its room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.events.models import Enrolment, Event, RoomList
from stellazh.events.services import room_lists
from stellazh.people.models import Person
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

ON = date(2024, 10, 8)
TEXT = (
    "Имя;Почта;Вход;Выход\n"
    "Озерова Нина;;14:00;15:05\n"
    "iPhone Вера;;14:00;15:30\n"
    "Мимо Прохожий;;14:00;15:00\n"
    "Android;kalinina@example.org;14:00;14:05\n"
)
Bring = Callable[..., RoomList]


@pytest.fixture
def event(association: Association) -> Event:
    made: Any = EventFactory(association=association)
    return made


@pytest.fixture
def nina(event: Event) -> Enrolment:
    """Registered; the list names her in full."""
    person: Any = PersonFactory(family_name="Озерова", given_name="Нина", patronymic="Львовна")
    made: Any = EnrolmentFactory(event=event, person=person, organisation_name="МБОУ школа № 5")
    return made


@pytest.fixture
def vera(event: Event) -> Enrolment:
    """Registered; the list knows her telephone."""
    person: Any = PersonFactory(family_name="Берестова", given_name="Вера")
    made: Any = EnrolmentFactory(event=event, person=person)
    return made


@pytest.fixture
def guest(event: Event) -> Enrolment:
    """A guest, known to the room by her address."""
    made: Any = EnrolmentFactory(
        event=event, guest=True, guest_email="kalinina@example.org", name="Калинина Ольга Игоревна"
    )
    return made


@pytest.fixture
def bring(event: Event, head: Person, at: datetime) -> Bring:
    """Bring a list to the event; the head does unless told otherwise."""

    def deed(text: str = TEXT, *, by: Actor = head, on: date = ON, least_minutes: int = 0) -> RoomList:
        return room_lists.bring_room_list(
            event.pk, content=text.encode(), name="комната.csv", on=on, least_minutes=least_minutes, by=by, at=at
        )

    return deed
