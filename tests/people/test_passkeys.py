"""Passkeys: whose finger opens what. The ceremony in a real browser stands in journeys/test_passkeys.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from stellazh.common.actor import System
from stellazh.people.models import Person, PersonSession
from stellazh.people.services import MustWait, archive_person
from stellazh.people.services.passkeys import (
    MOST_PASSKEYS,
    PasskeyDoesNotFit,
    Question,
    TooManyPasskeys,
    add_passkey,
    ask_for_key,
    ask_for_new_key,
    person_of_passkey,
    remove_passkey,
    rename_passkey,
)
from stellazh.people.services.ways_in import LastWayIn, NotYourAccount
from tests.checks import at_once, deeds, nothing_changes
from tests.people.outside import is_signed_in, sign_in
from tests.people.software_key import SoftwareKey, as_browser

PLACE = "10.0.0.9"


def added(person: Person, key: SoftwareKey, at: datetime, name: str = "Телефон") -> Authenticator:
    asked = ask_for_new_key(person, at=at)
    return add_passkey(
        person.pk, name=name, credential=key.make(as_browser(asked.options)), state=asked.state, by=person, at=at
    )


def who(key: SoftwareKey, at: datetime, question: Question | None = None, place: str = PLACE) -> Person:
    asked = question or ask_for_key(at=at)
    return person_of_passkey(key.use(as_browser(asked.options)), state=asked.state, place=place, at=at)


@pytest.fixture
def key() -> SoftwareKey:
    return SoftwareKey()


def test_key_is_its_persons(member: Person, head: Person, key: SoftwareKey, at: datetime) -> None:
    added(head, SoftwareKey(), at)
    row = added(member, key, at)

    assert who(key, at + timedelta(minutes=1)) == member
    row.refresh_from_db()
    assert row.last_used_at == at + timedelta(minutes=1)
    assert deeds(member) == [("passkey_added", str(member.pk), {})]


def test_key_makes_an_account(member: Person, key: SoftwareKey, at: datetime) -> None:
    member.set_unusable_password()
    member.save()
    added(member, key, at)

    member.refresh_from_db()
    assert member.has_account
    assert Person.objects.with_account().filter(pk=member.pk).exists()


def test_key_is_added_by_its_own_person_only(member: Person, head: Person, key: SoftwareKey, at: datetime) -> None:
    asked = ask_for_new_key(member, at=at)
    answer = key.make(as_browser(asked.options))

    nothing_changes(
        lambda: add_passkey(member.pk, name="Чужой", credential=answer, state=asked.state, by=head, at=at),
        NotYourAccount,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        SoftwareKey(is_verified=False),
        SoftwareKey(origin="https://evil.example"),
        SoftwareKey(origin="http://localhost"),
    ],
    ids=["without a finger", "at another site", "at another port"],
)
def test_key_that_proves_nothing_is_not_kept(member: Person, wrong: SoftwareKey, at: datetime) -> None:
    with pytest.raises(PasskeyDoesNotFit):
        added(member, wrong, at)

    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-1)])
def test_late_answer_is_refused(member: Person, key: SoftwareKey, at: datetime, late: timedelta) -> None:
    asked = ask_for_new_key(member, at=at)
    answer = key.make(as_browser(asked.options))

    with pytest.raises(PasskeyDoesNotFit, match="слишком много времени"):
        add_passkey(member.pk, name="Т", credential=answer, state=asked.state, by=member, at=at + late)


def test_answer_to_another_question_is_refused(member: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)
    one, other = ask_for_key(at=at), ask_for_key(at=at)

    with pytest.raises(PasskeyDoesNotFit):
        person_of_passkey(key.use(as_browser(one.options)), state=other.state, place=PLACE, at=at)
    with pytest.raises(PasskeyDoesNotFit):
        person_of_passkey(key.use(as_browser(one.options)), state=None, place=PLACE, at=at)


def test_same_key_is_not_added_twice(member: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)

    with pytest.raises(PasskeyDoesNotFit, match="уже добавлен"):
        added(member, key, at)


def test_keys_have_an_end(member: Person, at: datetime) -> None:
    for _ in range(MOST_PASSKEYS):
        added(member, SoftwareKey(), at)

    with pytest.raises(TooManyPasskeys):
        added(member, SoftwareKey(), at)


def test_removed_key_opens_nothing(member: Person, key: SoftwareKey, at: datetime) -> None:
    row = added(member, key, at)

    assert remove_passkey(row.pk, by=member, at=at) == "Телефон"

    member.refresh_from_db()
    assert not member.has_other_way
    with pytest.raises(PasskeyDoesNotFit):
        who(key, at)


def test_last_way_in_stays(member: Person, key: SoftwareKey, at: datetime) -> None:
    row = added(member, key, at)
    member.refresh_from_db()
    member.set_unusable_password()
    member.save()

    nothing_changes(lambda: remove_passkey(row.pk, by=member, at=at), LastWayIn, match="единственный способ")
    added(member, SoftwareKey(), at)
    remove_passkey(row.pk, by=member, at=at)

    assert Authenticator.objects.count() == 1


def test_key_of_another_is_not_touched(member: Person, head: Person, key: SoftwareKey, at: datetime) -> None:
    row = added(member, key, at)

    nothing_changes(lambda: remove_passkey(row.pk, by=head, at=at), NotYourAccount)
    nothing_changes(lambda: rename_passkey(row.pk, name="Мой", by=head, at=at), NotYourAccount)


def test_key_is_renamed(member: Person, key: SoftwareKey, at: datetime) -> None:
    row = added(member, key, at)

    rename_passkey(row.pk, name="  Рабочий   компьютер ", by=member, at=at)

    row.refresh_from_db()
    assert row.data["name"] == "Рабочий компьютер"
    assert deeds(member)[-1][2] == {"Ключ доступа": ["Телефон", "Рабочий компьютер"]}


def test_archived_person_does_not_come_in(member: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)
    archive_person(member.pk, by=System("проверка"), at=at)

    with pytest.raises(PasskeyDoesNotFit):
        who(key, at)


def test_place_that_tries_much_waits(member: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)
    for _ in range(31):
        with pytest.raises(PasskeyDoesNotFit):
            who(SoftwareKey(user_handle=b"zz"), at)

    with pytest.raises(MustWait):
        who(key, at)
    assert who(key, at, place="10.0.0.10") == member


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_take_both_last_keys(at: datetime) -> None:
    from tests.factories.people import PersonFactory

    person = PersonFactory(password="")
    rows = [added(person, SoftwareKey(), at).pk for _ in range(2)]

    def take() -> str:
        import threading

        return remove_passkey(rows[threading.current_thread().name == "bob"], by=person, at=at)

    assert sorted(at_once(take)) == ["LastWayIn", "Телефон"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "{",
        "[]",
        "null",
        '{"response": {}}',
        '{"response": {"userHandle": "!!!"}}',
        '{"response": {"userHandle": "enp6enp6enp6enp6enp6enp6enp6enp6enp6"}}',
        '{"response": {"userHandle": 7}}',
        '{"response": [1]}',
        "[" * 10_000,
        '{"id": "AA", "rawId": "AA", "response": {"userHandle": "MQ", "clientDataJSON": "AA", "signature": "AA"}}',
    ],
)
def test_nonsense_is_refused_calmly(db: None, member: Person, nonsense: str) -> None:
    client = Client()
    client.post(reverse("people:passkey_ask"))

    answer = client.post(reverse("people:passkey_sign_in"), {"credential": nonsense}, follow=True)

    assert "Ключ не подошёл" in answer.content.decode()
    assert not is_signed_in(client)


def answered(client: Client, view: str, key: SoftwareKey, ask: str, name: str = "", **sent: str) -> Any:
    """Do the ceremony as the page's script does it."""
    asked = client.post(reverse(ask)).json()
    said = key.make(asked) if ask == "people:passkey_new" else key.use(asked)
    return client.post(reverse(view), {"credential": json.dumps(said), "name": name, **sent})


def test_key_is_added_and_signs_in_by_the_pages(member: Person, key: SoftwareKey) -> None:
    here = sign_in(member)
    saved = answered(here, "people:passkey_add", key, "people:passkey_new", "Телефон")
    elsewhere = Client()

    entered = answered(elsewhere, "people:passkey_sign_in", key, "people:passkey_ask", next=reverse("people:account"))

    assert (saved.status_code, saved["Location"]) == (302, reverse("people:security"))
    assert (entered.status_code, entered["Location"]) == (302, reverse("people:account"))
    assert is_signed_in(elsewhere)
    assert [row.way for row in PersonSession.objects.order_by("pk")] == ["password", "passkey"]


def test_session_of_a_guest_is_short_and_of_a_person_long(member: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)
    client = Client()
    said = key.use(client.post(reverse("people:passkey_ask")).json())
    asked = client.session.get_expiry_age()

    client.post(reverse("people:passkey_sign_in"), {"credential": json.dumps(said)})

    assert (asked, client.session.get_expiry_age()) == (15 * 60, 30 * 24 * 60 * 60)


def test_answer_is_worth_something_once(member: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)
    client = Client()
    said = json.dumps(key.use(client.post(reverse("people:passkey_ask")).json()))

    client.post(reverse("people:passkey_sign_in"), {"credential": said})
    client.post(reverse("people:sign_out"))
    client.post(reverse("people:passkey_sign_in"), {"credential": said})

    assert not is_signed_in(client)


def test_adding_asks_first_who_it_is(member: Person, client_for: Callable[..., Client]) -> None:
    client = client_for(member)

    page = client.get(reverse("people:passkey_add"))
    question = client.post(reverse("people:passkey_new"))

    confirm = reverse("people:confirm")
    assert page["Location"] == f"{confirm}?next=%2Faccount%2Fsecurity%2Fpasskeys%2Fnew%2F"
    assert question["Location"] == f"{confirm}?next=%2Faccount%2Fsecurity%2F"


def test_key_confirms_who_it_is(member: Person, head: Person, key: SoftwareKey, at: datetime) -> None:
    added(member, key, at)
    others = SoftwareKey()
    added(head, others, at)
    client = Client()
    client.force_login(member)

    refused = answered(client, "people:confirm", others, "people:passkey_ask")
    done = answered(client, "people:confirm", key, "people:passkey_ask", next=reverse("people:codes_on"))

    assert (refused.status_code, done.status_code) == (422, 302)
    assert done["Location"] == reverse("people:codes_on")
    assert client.get(done["Location"]).status_code == 200


def test_question_names_the_site_and_wants_a_finger(db: None, settings: Settings) -> None:
    settings.SITE_URL = "https://stellazh.example.org"

    asked = Client().post(reverse("people:passkey_ask")).json()["publicKey"]

    assert (asked["rpId"], asked["userVerification"]) == ("stellazh.example.org", "required")


def test_pages_of_a_key_of_another_are_not_there(member: Person, head: Person, key: SoftwareKey, at: datetime) -> None:
    row = added(head, key, at)
    client = sign_in(member)

    for name in ("people:passkey_rename", "people:passkey_remove"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404
        assert client.post(reverse(name, args=[row.pk]), {"name": "Мой"}).status_code == 404


def test_key_is_renamed_and_removed_by_the_pages(member: Person, key: SoftwareKey, at: datetime) -> None:
    row = added(member, key, at)
    client = sign_in(member)

    client.post(reverse("people:passkey_rename", args=[row.pk]), {"name": "Ноутбук"})
    asked = client.get(reverse("people:passkey_remove", args=[row.pk])).content.decode()
    done = client.post(reverse("people:passkey_remove", args=[row.pk]), follow=True).content.decode()

    assert "Убрать ключ «Ноутбук»?" in asked
    assert "Ключ «Ноутбук» убран" in done


def test_page_counts_the_same_queries_for_one_key_and_three(
    member: Person, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(member)
    address = reverse("people:security")
    added(member, SoftwareKey(), at)
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    added(member, SoftwareKey(), at)
    added(member, SoftwareKey(), at)
    sign_in(member)
    sign_in(member)

    with django_assert_num_queries(7):
        client.get(address)
