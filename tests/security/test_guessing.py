"""Guessing passwords, asking for letters: what patience and silence are worth against somebody who hurries."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from stellazh.common.errors import DomainError
from stellazh.jobs.models import Job
from stellazh.mail.models import OutgoingMail
from stellazh.people.devices import place_of
from stellazh.people.models import Person, SignInTrouble
from stellazh.people.services import MustWait, SignInRefused, request_password_reset, sign_in_person
from stellazh.people.services.sign_in import forget_troubles
from tests.factories.people import PASSWORD, PersonFactory

TRIES_AT_ONCE = 24


def attempt(email: str, password: str, at: datetime, place: str = "10.0.0.9") -> Person:
    return sign_in_person(email=email, password=password, place=place, is_known_device=False, at=at)


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_sent_at_once_are_counted_one_by_one(at: datetime) -> None:
    PersonFactory(email="lipina@example.org")
    together = threading.Barrier(TRIES_AT_ONCE)

    def guess(number: int) -> str:
        together.wait()
        try:
            attempt("lipina@example.org", f"догадка {number}", at)
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(TRIES_AT_ONCE) as threads:
        found = sorted(threads.map(guess, range(TRIES_AT_ONCE)))

    # Five free tries and the one that begins the waiting.
    assert found == ["MustWait"] * (TRIES_AT_ONCE - 6) + ["SignInRefused"] * 6


def test_right_password_is_no_wrong_try_of_the_place(member: Person, at: datetime) -> None:
    for _ in range(40):
        attempt(member.email or "", PASSWORD, at)

    assert list(SignInTrouble.objects.values_list("failures", "blocked_until")) == [(0, None)]


def test_own_account_does_not_lift_the_wait_of_the_place(member: Person, head: Person, at: datetime) -> None:
    for number in range(31):
        with pytest.raises(SignInRefused):
            attempt(f"nobody-{number}@example.org", "не тот", at)
    sign_in_person(email=member.email or "", password=PASSWORD, place="10.0.0.9", is_known_device=True, at=at)

    with pytest.raises(MustWait):
        attempt(head.email or "", "догадка", at)


def test_stranger_fills_nobodys_mailbox(member: Person, at: datetime) -> None:
    for minute in range(30):
        request_password_reset(member.email or "", at=at + timedelta(minutes=minute))

    assert OutgoingMail.objects.count() == 3
    request_password_reset(member.email or "", at=at + timedelta(minutes=61))
    assert OutgoingMail.objects.count() == 4


def test_asking_for_a_letter_does_the_same_for_known_and_unknown(
    member: Person, client_for: Callable[..., Client]
) -> None:
    address = reverse("people:password_forgotten")

    client_for().post(address, {"email": member.email})
    client_for().post(address, {"email": "nobody@example.org"})

    assert list(Job.objects.order_by("pk").values_list("name", flat=True)) == ["people.send_reset_letter"] * 2
    assert OutgoingMail.objects.count() == 0


def test_one_place_asks_for_few_letters(client_for: Callable[..., Client], db: None) -> None:
    address, client = reverse("people:password_forgotten"), client_for()

    codes = [client.post(address, {"email": f"person-{number}@example.org"}).status_code for number in range(22)]

    assert codes == [302] * 21 + [422]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_whole_network_of_a_client_is_one_place(address: str, place: str) -> None:
    assert place_of(RequestFactory().get("/", REMOTE_ADDR=address)) == place


def test_wrong_tries_are_forgotten_after_a_day(at: datetime, db: None) -> None:
    with pytest.raises(SignInRefused):
        attempt("nobody@example.org", "не тот", at)
    fresh = at + timedelta(days=2)
    with pytest.raises(SignInRefused):
        attempt("other@example.org", "не тот", fresh, place="198.51.100.2")

    assert forget_troubles(at=fresh) == 2
    assert SignInTrouble.objects.count() == 2
