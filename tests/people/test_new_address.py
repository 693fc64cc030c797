"""Another address to sign in with: proved by a letter, confirmed by the person signed in, told to the former one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.links.models import SecretLink
from stellazh.links.services import LinkIsSpent
from stellazh.mail.models import OutgoingMail
from stellazh.people import services
from stellazh.people.links import NEW_ADDRESS, PASSWORD_RESET
from stellazh.people.models import Person
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.factories.people import PASSWORD, PersonFactory

ClientFor = Callable[..., Client]
NEW = "lipina.new@example.org"


def ask(person: Person, at: datetime, email: str = NEW) -> OutgoingMail:
    services.ask_for_new_address(person.pk, email=email, by=person, at=at)
    return OutgoingMail.objects.filter(kind=NEW_ADDRESS).latest("pk")


def token_of(mail: OutgoingMail) -> str:
    found = re.search(r"/account/address/([\w-]{43})/", mail.text)
    assert found, mail.text
    return found[1]


def confirmed(client: Client) -> Client:
    """A client whose person has just shown who they are."""
    session = client.session
    session["confirmed_at"] = clock.now().isoformat()
    session.save()
    return client


def test_asking_writes_to_the_new_address_and_changes_nothing(member: Person, at: datetime) -> None:
    before = member.email

    mail = ask(member, at, " Lipina.New@Example.org ")

    member.refresh_from_db()
    link = SecretLink.objects.get(purpose=NEW_ADDRESS)
    assert (mail.to_address, member.email) == (NEW, before)
    assert (link.label, link.owner_id, link.expires_at) == (NEW, str(member.pk), at + timedelta(days=1))
    assert services.address_behind(token_of(mail), by=member, at=at) == NEW


def test_confirming_changes_the_address_and_tells_the_former_one(member: Person, at: datetime) -> None:
    before, later = member.email, at + timedelta(hours=3)
    services.request_password_reset(before or "", at=at)
    token = token_of(ask(member, at))

    services.confirm_new_address(token, by=member, at=later)

    member.refresh_from_db()
    assert member.email == NEW
    assert deeds(member)[-1] == (
        "person_address_set",
        str(member.pk),
        {"Электронная почта": [before, NEW]},
    )
    told = OutgoingMail.objects.get(subject="Адрес для входа заменён")
    assert told.to_address == before
    # The letter to the former address no longer sets a password.
    assert not SecretLink.objects.live_at(later).filter(purpose__in=(PASSWORD_RESET, NEW_ADDRESS)).exists()


def test_link_confirms_once_within_a_day(member: Person, at: datetime) -> None:
    token = token_of(ask(member, at))
    late = at + timedelta(days=1)

    nothing_changes(lambda: services.confirm_new_address(token, by=member, at=late), LinkIsSpent)
    services.confirm_new_address(token, by=member, at=at)

    nothing_changes(lambda: services.confirm_new_address(token, by=member, at=at), LinkIsSpent)


@pytest.mark.django_db(transaction=True)
def test_link_confirmed_in_two_windows_at_once_counts_once(member: Person, at: datetime) -> None:
    token = token_of(ask(member, at))

    found = at_once(lambda: str(services.confirm_new_address(token, by=member, at=at).email))

    assert sorted(found) == ["LinkIsSpent", NEW]


def test_link_counts_only_in_the_hands_of_who_asked(member: Person, head: Person, at: datetime) -> None:
    token = token_of(ask(member, at))

    for actor in (head, System("проверка")):
        nothing_changes(
            lambda actor=actor: services.confirm_new_address(token, by=actor, at=at),  # type: ignore[misc]
            LinkIsSpent,
        )
    assert services.address_behind(token, by=head, at=at) == ""


def test_another_address_ends_the_link_of_the_first(member: Person, at: datetime) -> None:
    first = token_of(ask(member, at))
    second = token_of(ask(member, at, "lipina.other@example.org"))

    nothing_changes(lambda: services.confirm_new_address(first, by=member, at=at), LinkIsSpent)

    assert services.confirm_new_address(second, by=member, at=at).email == "lipina.other@example.org"


def test_address_of_somebody_else_leaves_the_same_traces(member: Person, head: Person, at: datetime) -> None:
    card: Any = PersonFactory(without_account=True, email="known@example.org")
    # A letter before: one delivery is under way whatever comes.
    ask(head, at, "olkhova.new@example.org")
    rows = []
    for address in (NEW, head.email or "", card.email):
        before = fingerprint()
        ask(member, at, address)
        after = fingerprint()
        # The first asking has no link to take back.
        SecretLink.objects.filter(purpose=NEW_ADDRESS).delete()
        rows.append({name: count - before.get(name, 0) for name, count in after.items()})
    letters = list(OutgoingMail.objects.filter(about=f"person:{member.pk}").order_by("pk"))

    assert rows[0] == rows[1] == rows[2]
    assert len({(letter.subject, letter.kind) for letter in letters}) == 1
    assert ["/account/address/" in letter.text for letter in letters] == [True, False, False]
    assert "уже записан за другой карточкой" in letters[1].text


def test_address_taken_meanwhile_is_refused_and_the_link_stays(member: Person, at: datetime) -> None:
    token = token_of(ask(member, at))
    other: Any = PersonFactory(email=NEW)

    nothing_changes(lambda: services.confirm_new_address(token, by=member, at=at), services.EmailIsTaken)

    Person.objects.filter(pk=other.pk).update(email=None)
    assert services.confirm_new_address(token, by=member, at=at).email == NEW


def test_asking_refusals(member: Person, head: Person, at: datetime) -> None:
    def asks(by: Any, email: str) -> Callable[[], None]:
        return lambda: services.ask_for_new_address(member.pk, email=email, by=by, at=at)

    for actor in (head, System("проверка")):
        nothing_changes(asks(actor, NEW), PermissionRefused)
    nothing_changes(asks(member, (member.email or "").upper()), services.AddressIsTheSame)


def test_letters_are_counted_by_person_and_by_address(member: Person, head: Person, at: datetime) -> None:
    for number in range(6):
        ask(member, at, f"new{number}@example.org")
    for _ in range(4):
        ask(head, at)

    nothing_changes(lambda: ask(member, at, "new7@example.org"), services.MustWait)
    nothing_changes(lambda: ask(head, at), services.MustWait)
    assert ask(member, at + timedelta(hours=1), "new7@example.org").to_address == "new7@example.org"


def test_page_asks_who_it_is_then_sends_the_letter(member: Person, client_for: ClientFor) -> None:
    client, url = client_for(member), reverse("people:address_change")

    asked = client.get(url)
    client.post(reverse("people:confirm"), {"password": PASSWORD, "next": url})
    sent = client.post(url, {"email": NEW}, follow=True)

    assert asked["Location"] == f"{reverse('people:confirm')}?next=%2Faccount%2Faddress%2F"
    assert f"Письмо со ссылкой отправлено на {NEW}" in sent.content.decode()
    assert OutgoingMail.objects.get().to_address == NEW


def test_page_answers_alike_for_free_and_taken_addresses(member: Person, head: Person, client_for: ClientFor) -> None:
    client = confirmed(client_for(member))
    answers = []
    for email in (NEW, head.email):
        answer = client.post(reverse("people:address_change"), {"email": email}, follow=True)
        answers.append((answer.status_code, answer.content.decode().replace(email or "", "адрес")))

    assert [status for status, _ in answers] == [200, 200]
    assert all("Письмо со ссылкой отправлено на адрес" in text for _, text in answers)


def test_page_refuses_the_present_address_beside_the_field(member: Person, client_for: ClientFor) -> None:
    answer = confirmed(client_for(member)).post(reverse("people:address_change"), {"email": member.email})

    assert answer.status_code == 422
    assert "С этим адресом вы и входите." in answer.content.decode()


def test_opening_the_link_changes_nothing_until_the_button_is_pressed(member: Person, client_for: ClientFor) -> None:
    url = reverse("people:address_confirm", args=[token_of(ask(member, clock.now()))])
    client = client_for(member)

    shown = client.get(url)
    member.refresh_from_db()
    before = member.email
    done = client.post(url, follow=True)

    member.refresh_from_db()
    assert NEW in shown.content.decode()
    assert (before == NEW, member.email) == (False, NEW)
    assert f"теперь вы входите с адресом {NEW}" in done.content.decode()
    assert client.get(reverse("pages:desk")).status_code == 200


def test_link_leads_guests_to_signing_in_and_others_nowhere(
    member: Person, head: Person, client_for: ClientFor
) -> None:
    url = reverse("people:address_confirm", args=[token_of(ask(member, clock.now()))])

    guest, other = client_for().get(url), client_for(head).post(url)

    member.refresh_from_db()
    assert guest["Location"] == f"{reverse('people:sign_in')}?next={url}"
    assert (other.status_code, member.email == NEW) == (410, False)
    assert "Ссылка больше не действует" in other.content.decode()
