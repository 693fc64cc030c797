"""Whoever takes a known person into one more list gets no more of the card by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.test import Client

from stellazh.associations.models import Association
from stellazh.common.verdict import PermissionRefused
from stellazh.members import services
from stellazh.members.enums import Level
from stellazh.members.visibility import nearness
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, update_person
from tests.checks import nothing_changes
from tests.factories.members import CardFactory

PHONE = "+7 900 000-00-77"


def _taken(person: Person, into: Association, by: Person, at: datetime) -> None:
    services.add_member(
        into.pk, person_id=person.pk, fields=services.MemberFields(), from_on=date(1990, 1, 1), by=by, at=at
    )


def test_a_second_list_shows_its_head_no_more_than_those_above_see(
    client_for: Callable[..., Client],
    member: Person,
    neighbour: Association,
    stranger: Person,
    head: Person,
    at: datetime,
) -> None:
    CardFactory(person=member, phone=PHONE)

    _taken(member, neighbour, stranger, at)

    assert (nearness(stranger, member), nearness(head, member)) == (Level.REGION, Level.HEAD)
    assert PHONE not in client_for(stranger).get(f"/people/{member.pk}/").content.decode()
    assert PHONE not in client_for(stranger).get("/people/?columns=phone").content.decode()
    assert PHONE in client_for(head).get(f"/people/{member.pk}/").content.decode()


def test_a_second_list_gives_its_head_no_right_to_rename(
    member: Person, neighbour: Association, stranger: Person, at: datetime
) -> None:
    _taken(member, neighbour, stranger, at)

    nothing_changes(
        lambda: update_person(
            member.pk, expected_version=member.version, fields=PersonFields("Другая"), by=stranger, at=at
        ),
        PermissionRefused,
    )


def test_when_the_first_place_ends_the_next_one_is_home(
    member: Person, neighbour: Association, stranger: Person, head: Person, at: datetime
) -> None:
    _taken(member, neighbour, stranger, at)

    services.end_membership(member.memberships.earliest("pk").pk, last_day=at.date(), by=head, at=at)

    assert nearness(stranger, member) == Level.HEAD
