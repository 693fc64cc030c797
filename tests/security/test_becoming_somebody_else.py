"""Nobody becomes somebody else by way of a card, a list or an invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.common.errors import PermissionRefused
from stellazh.links.models import SecretLink
from stellazh.mail.models import OutgoingMail
from stellazh.members.models import Membership
from stellazh.members.services import MemberFields, add_member
from stellazh.people.models import Person
from stellazh.people.services import archive_person, invite_person, set_email
from tests.factories.associations import GrantFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory


@pytest.fixture
def card(association: Association) -> Person:
    """A member of `association` who does not sign in yet."""
    person = PersonFactory(family_name="Озерова", without_account=True)
    MembershipFactory(person=person, association=association)
    return person


def let_in(person: Person, association: Association, *, by: Person, at: datetime) -> Membership:
    return add_member(
        association.pk, person_id=person.pk, fields=MemberFields(), from_on=date(2024, 9, 1), by=by, at=at
    )


def test_member_of_another_list_gets_no_address_from_whoever_let_them_in(
    card: Person, neighbour: Association, stranger: Person, at: datetime
) -> None:
    let_in(card, neighbour, by=stranger, at=at)

    with pytest.raises(PermissionRefused):
        set_email(card.pk, email="mine@example.org", by=stranger, at=at)

    card.refresh_from_db()
    assert card.email is None


def test_page_of_inviting_changes_no_address_of_another_list(
    card: Person,
    neighbour: Association,
    stranger: Person,
    at: datetime,
    client_for: Callable[[Person | None], Client],
) -> None:
    Person.objects.filter(pk=card.pk).update(email="ozerova@example.org")
    membership = let_in(card, neighbour, by=stranger, at=at)
    address = reverse("members:member_invite", args=[neighbour.code, membership.pk])

    client_for(stranger).post(address, {"email": "mine@example.org"})

    card.refresh_from_db()
    assert card.email == "ozerova@example.org"
    assert [letter.to_address for letter in OutgoingMail.objects.all()] == ["ozerova@example.org"]


def test_methodist_writes_no_address_for_the_head(
    card: Person, association: Association, methodist: Person, at: datetime
) -> None:
    GrantFactory(person=card, role=Role.HEAD, association=association)

    with pytest.raises(PermissionRefused):
        set_email(card.pk, email="mine@example.org", by=methodist, at=at)


def test_head_writes_the_address_of_her_deputy(
    card: Person, association: Association, head: Person, at: datetime
) -> None:
    GrantFactory(person=card, role=Role.DEPUTY, association=association)

    set_email(card.pk, email="ozerova@example.org", by=head, at=at)

    card.refresh_from_db()
    assert card.email == "ozerova@example.org"


def test_whoever_appoints_heads_writes_the_address_of_one(
    card: Person, association: Association, region_head: Person, at: datetime
) -> None:
    GrantFactory(person=card, role=Role.HEAD, association=association)

    set_email(card.pk, email="ozerova@example.org", by=region_head, at=at)

    card.refresh_from_db()
    assert card.email == "ozerova@example.org"


def test_role_that_begins_later_counts(card: Person, region: Association, head: Person, at: datetime) -> None:
    GrantFactory(person=card, role=Role.METHODIST, association=region, from_on=date(2099, 1, 1))

    with pytest.raises(PermissionRefused):
        set_email(card.pk, email="mine@example.org", by=head, at=at)


def test_letters_to_an_earlier_address_open_nothing(card: Person, head: Person, at: datetime) -> None:
    set_email(card.pk, email="mistyped@example.org", by=head, at=at)
    invite_person(card.pk, by=head, at=at)

    set_email(card.pk, email="ozerova@example.org", by=head, at=at)

    assert SecretLink.objects.about(card).live_at(at).count() == 0


def test_somebody_let_in_is_not_shut_out_of_the_system(
    region_head: Person, neighbour: Association, stranger: Person, at: datetime
) -> None:
    let_in(region_head, neighbour, by=stranger, at=at)

    with pytest.raises(PermissionRefused):
        archive_person(region_head.pk, by=stranger, at=at)

    region_head.refresh_from_db()
    assert (region_head.is_active, region_head.archived_at) == (True, None)


def test_card_of_another_list_is_not_put_away(
    card: Person, neighbour: Association, stranger: Person, at: datetime
) -> None:
    let_in(card, neighbour, by=stranger, at=at)

    with pytest.raises(PermissionRefused):
        archive_person(card.pk, by=stranger, at=at)
