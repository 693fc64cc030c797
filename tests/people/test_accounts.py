"""Invitations, passwords, keys: each way in, each refusal."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.links.services import LinkIsSpent
from stellazh.mail.models import OutgoingMail
from stellazh.people import services
from stellazh.people.models import Person
from tests.factories.associations import AssociationFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PASSWORD, PersonFactory

STRONG = "лампа-над-столом-5"


@pytest.fixture
def newcomer(association: Association) -> Person:
    person = PersonFactory(without_account=True, family_name="Берестова")
    MembershipFactory(person=person, association=association)
    return person


def token_of_last_letter() -> str:
    letter = OutgoingMail.objects.latest("pk")
    found = re.search(r"/(?:invitation|password/new)/([\w-]+)/", letter.text)
    assert found, letter.text
    return found[1]


def invite(person: Person, email: str, *, by: Person, at: datetime) -> str:
    services.set_email(person.pk, email=email, by=by, at=at)
    services.invite_person(person.pk, by=by, at=at)
    return token_of_last_letter()


def test_invitation_makes_an_account(newcomer: Person, head: Person, at: datetime) -> None:
    token = invite(newcomer, "Berestova@Example.org", by=head, at=at)

    person = services.accept_invitation(token, password=STRONG, at=at + timedelta(days=1))

    assert person.email == "berestova@example.org"
    assert person.check_password(STRONG)
    assert [entry.action for entry in AuditEntry.objects.about(person).order_by("pk")] == [
        "person_address_set",
        "person_invited",
        "account_made",
    ]


def test_invitation_works_once(newcomer: Person, head: Person, at: datetime) -> None:
    token = invite(newcomer, "berestova@example.org", by=head, at=at)
    services.accept_invitation(token, password=STRONG, at=at)

    with pytest.raises(LinkIsSpent):
        services.accept_invitation(token, password="другой-пароль-88", at=at)

    newcomer.refresh_from_db()
    assert newcomer.check_password(STRONG)


def test_invitation_goes_out_of_date(newcomer: Person, head: Person, at: datetime) -> None:
    token = invite(newcomer, "berestova@example.org", by=head, at=at)

    with pytest.raises(LinkIsSpent):
        services.accept_invitation(token, password=STRONG, at=at + timedelta(days=15))


def test_second_invitation_ends_the_first(newcomer: Person, head: Person, at: datetime) -> None:
    first = invite(newcomer, "berestova@example.org", by=head, at=at)
    services.invite_person(newcomer.pk, by=head, at=at)

    with pytest.raises(LinkIsSpent):
        services.accept_invitation(first, password=STRONG, at=at)


def test_stranger_does_not_invite(newcomer: Person, stranger: Person, at: datetime) -> None:
    with pytest.raises(PermissionRefused):
        services.invite_person(newcomer.pk, by=stranger, at=at)

    assert OutgoingMail.objects.count() == 0


def test_address_of_another_is_refused(newcomer: Person, head: Person, at: datetime) -> None:
    PersonFactory(email="taken@example.org")

    with pytest.raises(services.EmailIsTaken):
        services.set_email(newcomer.pk, email=" TAKEN@example.org ", by=head, at=at)


def test_address_of_somebody_who_signs_in_is_their_own(member: Person, head: Person, at: datetime) -> None:
    with pytest.raises(DomainError, match="только он сам"):
        services.set_email(member.pk, email="new@example.org", by=head, at=at)


@pytest.mark.parametrize("password", ["короткий", "1234567890123", "password12"])
def test_weak_password_is_refused_and_link_stays(newcomer: Person, head: Person, at: datetime, password: str) -> None:
    token = invite(newcomer, "berestova@example.org", by=head, at=at)

    with pytest.raises(services.PasswordIsWeak):
        services.accept_invitation(token, password=password, at=at)

    assert services.accept_invitation(token, password=STRONG, at=at).has_account


def test_reset_letter_goes_only_to_who_signs_in(member: Person, newcomer: Person, at: datetime) -> None:
    services.request_password_reset("nobody@example.org", at=at)
    services.request_password_reset((member.email or "").upper(), at=at)

    assert [letter.to_address for letter in OutgoingMail.objects.all()] == [member.email]


def test_reset_sets_a_new_password(member: Person, at: datetime) -> None:
    services.request_password_reset(member.email or "", at=at)

    services.reset_password(token_of_last_letter(), password=STRONG, at=at)

    member.refresh_from_db()
    assert member.check_password(STRONG)


def test_names_changed_meanwhile_show_both_texts(head: Person, member: Person, at: datetime) -> None:
    seen = member.version
    services.update_person(
        member.pk, expected_version=seen, fields=services.PersonFields("Липина-Зорина", "Вера"), by=head, at=at
    )

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_person(
            member.pk, expected_version=seen, fields=services.PersonFields("Липина", "Вера", "И"), by=head, at=at
        )

    assert clash.value.theirs == {"Фамилия": "Липина-Зорина", "Отчество": ""}
    assert clash.value.mine == {"Фамилия": "Липина", "Отчество": "И"}


def test_account_without_invitation_is_opened_by_the_system_only(newcomer: Person, head: Person, at: datetime) -> None:
    services.set_email(newcomer.pk, email="b@example.org", by=head, at=at)

    with pytest.raises(DomainError, match="только сама система"):
        services.open_account(newcomer.pk, password=STRONG, by=head, at=at)
    services.open_account(newcomer.pk, password=STRONG, by=System("проверка"), at=at)

    newcomer.refresh_from_db()
    assert newcomer.has_account


def test_key_carries_its_owner_until_revoked(member: Person, head: Person, at: datetime) -> None:
    issued = services.issue_token(member, label="Сайт школы", by=member, at=at)

    assert services.person_of_token(issued.token, at=at) == member
    with pytest.raises(DomainError):
        services.revoke_token(issued.link.pk, by=head, at=at)
    services.revoke_token(issued.link.pk, by=member, at=at)
    assert services.person_of_token(issued.token, at=at) is None


def test_key_of_another_is_not_issued(member: Person, head: Person, at: datetime) -> None:
    with pytest.raises(DomainError):
        services.issue_token(member, label="Чужой", by=head, at=at)


def test_invitation_page_changes_nothing_by_itself(
    newcomer: Person, head: Person, client_for: Callable[..., Client]
) -> None:
    # The page reads the clock itself, so the letter is of today.
    token = invite(newcomer, "berestova@example.org", by=head, at=clock.now())
    address = reverse("people:invitation", args=[token])

    # The mail scanner of the recipient's server opens every link, some of them twice.
    for _ in range(2):
        assert client_for().get(address).status_code == 200
    newcomer.refresh_from_db()
    assert not newcomer.has_account
    answer = client_for().post(address, {"password": STRONG, "again": STRONG})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("pages:desk")


def test_invitation_page_of_a_guessed_link_says_what_to_do(client_for: Callable[..., Client]) -> None:
    answer = client_for().get(reverse("people:invitation", args=["x" * 43]))

    assert answer.status_code == 410
    assert "прислать приглашение ещё раз" in answer.content.decode()


def test_forgotten_password_answers_alike(member: Person, client_for: Callable[..., Client]) -> None:
    address = reverse("people:password_forgotten")

    known = client_for().post(address, {"email": member.email})
    unknown = client_for().post(address, {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_other_sessions_end_with_a_new_password(member: Person, client_for: Callable[..., Client]) -> None:
    here, elsewhere = client_for(member), client_for(member)

    here.post(reverse("people:password_change"), {"current": PASSWORD, "password": STRONG, "again": STRONG})

    assert here.get(reverse("people:account")).status_code == 200
    assert elsewhere.get(reverse("people:account")).status_code == 302


def test_people_without_names_are_not_made(at: datetime, db: None) -> None:
    with pytest.raises(services.NameIsEmpty):
        services.create_person(fields=services.PersonFields("   "), by=System("проверка"), at=at)

    assert Person.objects.count() == 0


def test_head_elsewhere_does_not_edit_a_member(member: Person, at: datetime) -> None:
    other_head = PersonFactory()
    AssociationFactory()

    with pytest.raises(PermissionRefused):
        services.update_person(
            member.pk, expected_version=1, fields=services.PersonFields("Чужая"), by=other_head, at=at
        )
