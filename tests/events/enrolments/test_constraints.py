"""What the database itself refuses of registrations."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from stellazh.events.enums import EnrolmentState
from stellazh.events.models import Event
from stellazh.people.models import Person
from tests.factories.events import EnrolmentFactory


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"name": ""}, "enrolment_has_name"),
        ({"state": EnrolmentState.WAITING}, "enrolment_waiting_has_its_turn"),
    ],
)
def test_a_row_without_name_or_turn_is_refused(event: Event, values: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        EnrolmentFactory(event=event, **values)


def test_a_person_stands_once_in_an_event(event: Event, member: Person) -> None:
    EnrolmentFactory(event=event, person=member)
    EnrolmentFactory(person=member)

    with pytest.raises(IntegrityError):
        EnrolmentFactory(event=event, person=member)


def test_an_address_stands_once_in_an_event(event: Event) -> None:
    EnrolmentFactory(event=event, guest=True, guest_email="")
    EnrolmentFactory(event=event, guest=True, guest_email="")
    EnrolmentFactory(event=event, guest=True, guest_email="anna@example.org")

    with pytest.raises(IntegrityError):
        EnrolmentFactory(event=event, guest=True, guest_email="anna@example.org")
