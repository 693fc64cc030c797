"""Signing in: what a guesser meets, and what a forgetful librarian on her own computer does not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.common.errors import DomainError
from stellazh.people.devices import place_of
from stellazh.people.models import Person, SignInTrouble
from stellazh.people.services import MustWait, SignInRefused, sign_in_person
from tests.factories.people import PASSWORD


def attempt(email: str, password: str, at: datetime, *, known: bool = False, place: str = "10.0.0.9") -> Person:
    return sign_in_person(email=email, password=password, place=place, is_known_device=known, at=at)


def fail(email: str, at: datetime, times: int, **how: str) -> None:
    for _ in range(times):
        with pytest.raises(DomainError):
            attempt(email, "не тот пароль", at, **how)


def test_address_is_read_in_any_case(member: Person, at: datetime) -> None:
    assert attempt(f" {(member.email or '').upper()} ", PASSWORD, at) == member


def test_wrong_and_unknown_look_the_same(member: Person, at: datetime) -> None:
    with pytest.raises(SignInRefused) as wrong:
        attempt(member.email or "", "не тот", at)
    with pytest.raises(SignInRefused) as unknown:
        attempt("nobody@example.org", "не тот", at)

    assert str(wrong.value) == str(unknown.value)


def test_guessing_waits_longer_and_longer(member: Person, at: datetime) -> None:
    email = member.email or ""
    fail(email, at, 6)
    with pytest.raises(MustWait):
        attempt(email, PASSWORD, at)

    assert attempt(email, PASSWORD, at + timedelta(seconds=11)) == member


def test_waiting_grows_to_an_hour_and_no_further(member: Person, at: datetime) -> None:
    email = member.email or ""
    for _ in range(40):
        with pytest.raises(DomainError):
            attempt(email, "не тот", at)
        at += timedelta(hours=1, seconds=1)

    assert SignInTrouble.objects.order_by("-failures")[0].blocked_until == at - timedelta(seconds=1)


def test_known_device_never_waits(member: Person, at: datetime) -> None:
    email = member.email or ""
    fail(email, at, 12)

    assert attempt(email, PASSWORD, at, known=True) == member


def test_one_place_guessing_many_addresses_waits(member: Person, at: datetime) -> None:
    for number in range(31):
        fail(f"person-{number}@nowhere.example", at, 1, place="203.0.113.7")

    with pytest.raises(MustWait):
        attempt(member.email or "", PASSWORD, at, place="203.0.113.7")
    assert attempt(member.email or "", PASSWORD, at, place="198.51.100.2") == member


def test_archived_person_does_not_sign_in(member: Person, at: datetime) -> None:
    member.archived_at, member.is_active = at, False
    member.save()

    with pytest.raises(SignInRefused):
        attempt(member.email or "", PASSWORD, at)


def test_sign_in_page_asks_the_database_nothing(
    client_for: Callable[..., Client], django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    client = client_for()

    with django_assert_num_queries(0):
        answer = client.get(reverse("people:sign_in"))

    assert answer.status_code == 200
    assert len(answer.content) < 12_000


def test_sign_in_page_lets_in_and_goes_where_asked(member: Person, client_for: Callable[..., Client]) -> None:
    client = client_for()

    answer = client.post(
        reverse("people:sign_in"), {"email": member.email, "password": PASSWORD, "next": reverse("people:account")}
    )

    assert answer["Location"] == reverse("people:account")
    assert client.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize("hostile", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_sign_in_page_never_leads_away(member: Person, client_for: Callable[..., Client], hostile: str) -> None:
    answer = client_for().post(
        reverse("people:sign_in"), {"email": member.email, "password": PASSWORD, "next": hostile}
    )

    assert answer["Location"] == reverse("pages:desk")


def test_signing_in_changes_the_session(member: Person, client_for: Callable[..., Client]) -> None:
    client = client_for()
    client.get(reverse("people:sign_in"))
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    planted = session.session_key

    client.post(reverse("people:sign_in"), {"email": member.email, "password": PASSWORD})

    assert client.session.session_key != planted


def test_sign_out_needs_a_post(member: Person, client_for: Callable[..., Client]) -> None:
    client = client_for(member)

    assert client.get(reverse("people:sign_out")).status_code == 405
    assert client.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "place"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_place_is_believed_from_own_proxies_only(proxies: int, forwarded: str, place: str) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)

    with override_settings(TRUSTED_PROXY_COUNT=proxies):
        assert place_of(request) == place
