"""Erased is erased: through a second card, a letter to another address, a merge that is undone, nothing comes back."""

from __future__ import annotations

from datetime import datetime

import pytest
from allauth.socialaccount.models import SocialAccount

from stellazh.associations.models import Association
from stellazh.links.models import SecretLink
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import queue_mail
from stellazh.members.models import Card, Post
from stellazh.people.models import Merge, Person, PersonSession
from stellazh.people.services import erasure, merging
from stellazh.people.services.new_address import ask_for_new_address
from stellazh.people.services.persons import EmailIsTaken, set_email
from stellazh.people.services.sessions import begin_session
from tests.checks import nothing_changes
from tests.factories.members import CardFactory, MembershipFactory, PostFactory
from tests.factories.people import PersonFactory


@pytest.fixture
def double(association: Association) -> Person:
    """A second card of `member` with an address nobody signs in with."""
    person = PersonFactory(family_name="Липина", email="second@example.org", password="")
    MembershipFactory(person=person, association=association)
    return person


def merged(survivor: Person, absorbed: Person, *, by: Person, at: datetime) -> Merge:
    merge = merging.merge_people(survivor.pk, absorbed.pk, by=by, at=at)
    if survivor.has_account and absorbed.has_account:
        merging.confirm_merge(merge.pk, by=survivor, at=at)
        merging.confirm_merge(merge.pk, by=absorbed, at=at)
    merge.refresh_from_db()
    return merge


def test_card_that_gave_itself_up_is_emptied_with_the_one_that_stayed(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    CardFactory(person=member, phone="+7 921 000-00-01")
    CardFactory(person=double, phone="+7 921 000-00-02")
    place = PostFactory(person=member).organisation
    PostFactory(person=double, organisation=place)
    merged(member, double, by=head, at=at)

    erasure.erase_person(member.pk, by=member, at=at)

    assert list(Card.objects.values_list("phone", flat=True)) == []
    assert not Post.objects.exists()


def test_ways_in_of_the_other_card_go_too(head: Person, member: Person, association: Association, at: datetime) -> None:
    twin = PersonFactory(family_name="Липина", email="twin@example.org")
    MembershipFactory(person=twin, association=association)
    SocialAccount.objects.create(user=twin, provider="region", uid="17", extra_data={"label": "twin@example.org"})
    begin_session(twin, session_key="k" * 32, way="password", device="Firefox", place="192.0.2.9", at=at)
    queue_mail(to="twin@example.org", subject="Липина В.И.", text="Здравствуйте!", kind="x", by=head, at=at)
    merged(member, twin, by=head, at=at)

    erasure.erase_person(member.pk, by=member, at=at)

    assert not SocialAccount.objects.exists()
    assert not PersonSession.objects.filter(person=twin).exists()
    assert not OutgoingMail.objects.filter(to_address="twin@example.org").exists()


def test_undoing_a_merge_does_not_wake_an_erased_card(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    merge = merged(member, double, by=head, at=at)
    erasure.erase_person(double.pk, by=erasure.ERASING, at=at)

    with pytest.raises(merging.TooLateToUndo):
        merging.undo_merge(merge.pk, by=head, at=at)

    double.refresh_from_db()
    assert (double.email, double.is_active, double.archived_at is not None) == (None, False, True)


def test_address_is_not_kept_in_a_merge_that_was_undone(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    merge = merged(member, double, by=head, at=at)
    merging.undo_merge(merge.pk, by=head, at=at)

    erasure.erase_person(double.pk, by=erasure.ERASING, at=at)

    merge.refresh_from_db()
    assert "second@example.org" not in str(merge.moved)


def test_merge_whose_address_was_given_away_is_parted_without_it(
    head: Person, member: Person, double: Person, at: datetime
) -> None:
    merge = merged(member, double, by=head, at=at)
    newcomer = PersonFactory(email="second@example.org")

    stayed = merging.undo_merge(merge.pk, by=head, at=at)

    double.refresh_from_db()
    assert (stayed, double.email, double.is_active) == (1, None, True)
    assert newcomer.email == "second@example.org"


def test_letters_to_the_address_in_the_card_are_forgotten(head: Person, association: Association, at: datetime) -> None:
    person = PersonFactory(family_name="Липина", without_account=True)
    CardFactory(person=person, contact_email="home@example.org")
    queue_mail(
        to="home@example.org", subject="До 1 октября", text="Здравствуйте, Вера Ильинична!", kind="x",
        about=f"person:{person.pk}", by=head, at=at,
    )  # fmt: skip

    erasure.erase_person(person.pk, by=erasure.ERASING, at=at)

    assert not OutgoingMail.objects.filter(to_address="home@example.org").exists()
    assert not OutgoingMail.objects.filter(text__contains="Вера").exists()


def test_address_that_was_to_be_the_new_one_is_forgotten(member: Person, at: datetime) -> None:
    ask_for_new_address(member.pk, email="next@example.org", by=member, at=at)

    erasure.erase_person(member.pk, by=member, at=at)

    assert not SecretLink.objects.filter(label__contains="next@example.org").exists()
    assert not OutgoingMail.objects.filter(to_address="next@example.org").exists()


def test_address_of_another_is_not_taken(member: Person, double: Person, at: datetime) -> None:
    nothing_changes(lambda: set_email(member.pk, email="second@example.org", by=member, at=at), EmailIsTaken)
