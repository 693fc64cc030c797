"""The list of one's own sessions: what stands in it, what ending one does, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.common import clock
from stellazh.common.actor import Guest, System
from stellazh.links.services import create_link, open_link
from stellazh.live.actors import resolve
from stellazh.people.device_words import device_words
from stellazh.people.links import PASSWORD_RESET
from stellazh.people.models import Person, PersonSession, TrustedBrowser
from stellazh.people.services import archive_person, issue_token, person_of_token
from stellazh.people.services.sessions import (
    SessionIsNotYours,
    begin_session,
    end_other_sessions,
    end_session,
    forget_sessions,
)
from stellazh.people.signals import credentials_changed, signed_in_from_new_device
from tests.checks import deeds, nothing_changes
from tests.factories.people import PASSWORD
from tests.people.outside import is_signed_in, sign_in

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
STRONG = "лампа-над-столом-5"


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def security(client: Client) -> str:
    return client.get(reverse("people:security")).content.decode()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS, "Chrome на Windows"),
        (f"{WINDOWS} Edg/120.0", "Edge на Windows"),
        (f"{WINDOWS.replace('Safari', 'YaBrowser/24.1 Safari')}", "Яндекс Браузер на Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox на Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari на iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36", "Chrome на Android"),
        ("curl/8.5", "curl"),
        ("", "неизвестный браузер"),
        ("<script>", "неизвестный браузер"),
    ],
)
def test_browsers_are_named_in_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words


def test_every_sign_in_is_listed(member: Person, head: Person) -> None:
    here = sign_in(member, HTTP_USER_AGENT=WINDOWS)
    sign_in(member, HTTP_USER_AGENT="Mozilla/5.0 (Android 14) Firefox/128.0", REMOTE_ADDR="203.0.113.5")
    sign_in(head, HTTP_USER_AGENT="Mozilla/5.0 (Macintosh) Version/17 Safari/605", REMOTE_ADDR="198.51.100.9")

    text = security(here)

    found = [words for words in ("Chrome на Windows", "Firefox на Android", "Safari на macOS") if words in text]
    assert found == ["Chrome на Windows", "Firefox на Android"]
    assert text.count("это вы сейчас") == 1
    assert ("203.0.113.5" in text, "198.51.100.9" in text) == (True, False)


def test_session_of_ones_own_is_ended(member: Person) -> None:
    here, elsewhere = sign_in(member), sign_in(member)
    row = PersonSession.objects.get(session_key=key_of(elsewhere))

    answer = here.post(reverse("people:session_end", args=[row.pk]))

    assert answer["Location"] == reverse("people:security")
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert resolve(key_of(elsewhere)) == Guest()
    assert PersonSession.objects.count() == 1
    assert [deed for deed, _, _ in deeds(member)] == ["session_ended"]


def test_session_of_another_is_not_ended(member: Person, head: Person, at: datetime) -> None:
    others = sign_in(head)
    row = PersonSession.objects.get()

    nothing_changes(lambda: end_session(row.pk, by=member, at=at), SessionIsNotYours)
    nothing_changes(lambda: end_session(0, by=member, at=at), SessionIsNotYours)
    nothing_changes(lambda: end_other_sessions(head, keep="", by=member, at=at), SessionIsNotYours)
    sign_in(member).post(reverse("people:session_end", args=[row.pk]))

    assert is_signed_in(others)


def test_all_others_are_ended(member: Person, head: Person) -> None:
    here, one, two, others = sign_in(member), sign_in(member), sign_in(member), sign_in(head)
    address = reverse("people:sessions_end_others")

    asked = here.get(address).content.decode()
    done = here.post(address, follow=True).content.decode()

    assert "Выйти на всех других устройствах?" in asked
    assert "Вы вышли на всех других устройствах: 2." in done
    assert [is_signed_in(client) for client in (here, one, two, others)] == [True, False, False, True]


def test_streams_hear_that_a_session_has_ended(
    member: Person, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from stellazh.live.messages import REVOKED, Message
    from stellazh.live.subscriptions import subscriptions

    class Listener:
        names = frozenset({REVOKED})
        heard = 0

        def hand_over(self, message: Message | None) -> None:
            self.heard += message is not None

    here, elsewhere = sign_in(member), sign_in(member)
    row = PersonSession.objects.get(session_key=key_of(elsewhere))
    listener: Any = Listener()
    subscriptions.add(listener)

    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("people:session_end", args=[row.pk]))
    subscriptions.remove(listener)

    assert listener.heard == 1


def test_signing_out_leaves_the_list(member: Person) -> None:
    client = sign_in(member)

    client.post(reverse("people:sign_out"))

    assert PersonSession.objects.count() == 0


def test_new_password_ends_the_others_and_keeps_this_one_listed(member: Person) -> None:
    here, elsewhere = sign_in(member), sign_in(member)

    here.post(reverse("people:password_change"), {"current": PASSWORD, "password": STRONG, "again": STRONG})

    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert [row.session_key for row in PersonSession.objects.all()] == [key_of(here)]
    assert "это вы сейчас" in security(here)


@pytest.mark.parametrize("with_keys", [False, True])
def test_keys_stay_unless_asked(member: Person, with_keys: bool) -> None:
    now = clock.now()
    issued = issue_token(member, label="Сайт школы", by=member, at=now)
    client = sign_in(member)
    sent = {"current": PASSWORD, "password": STRONG, "again": STRONG, **({"with_keys": "on"} if with_keys else {})}

    client.post(reverse("people:password_change"), sent)

    assert (person_of_token(issued.token, at=now) is None) == with_keys


@pytest.mark.parametrize("with_keys", [False, True])
def test_forgotten_password_takes_keys_and_subscriptions_when_asked(member: Person, with_keys: bool) -> None:
    now = clock.now()
    key = issue_token(member, label="Сайт школы", by=member, at=now)
    calendar = create_link(
        "workplans.calendar", thing=member, owner_id=str(member.pk), label="Календарь", expires_at=None,
        by=member, at=now,
    )  # fmt: skip
    letter = create_link(
        PASSWORD_RESET, thing=member, owner_id=str(member.pk), label="Новый пароль", expires_at=None, by=member, at=now
    )
    address = reverse("people:password_reset", args=[letter.token])
    client = Client()

    asked = client.get(address).content.decode()
    client.post(address, {"password": STRONG, "again": STRONG, **({"with_keys": "on"} if with_keys else {})})

    assert "Отозвать и ключи для программ, и подписки на календарь" in asked
    assert (person_of_token(key.token, at=now) is None) == with_keys
    assert (open_link(calendar.token, "workplans.calendar", at=now) is None) == with_keys
    member.refresh_from_db()
    assert member.check_password(STRONG)


def test_archived_card_wakes_up_no_session(member: Person, at: datetime) -> None:
    client = sign_in(member)
    archive_person(member.pk, by=System("проверка"), at=at)
    Person.objects.filter(pk=member.pk).update(archived_at=None, is_active=True)

    assert not is_signed_in(client)


def test_expired_sessions_are_forgotten(member: Person, head: Person) -> None:
    from django.contrib.sessions.models import Session

    gone, alive = sign_in(member), sign_in(head)
    Session.objects.filter(session_key=key_of(gone)).update(expire_date=clock.now() - timedelta(days=1))

    assert forget_sessions(at=clock.now()) == 1

    assert [row.session_key for row in PersonSession.objects.all()] == [key_of(alive)]
    assert Session.objects.count() == 1


def test_session_of_an_expired_cookie_is_not_shown(member: Person) -> None:
    from django.contrib.sessions.models import Session

    here, gone = sign_in(member), sign_in(member, HTTP_USER_AGENT=WINDOWS)
    Session.objects.filter(session_key=key_of(gone)).update(expire_date=clock.now() - timedelta(days=1))

    assert "Chrome на Windows" not in security(here)


def test_last_seen_is_kept_every_quarter_of_an_hour(member: Person) -> None:
    client = sign_in(member, REMOTE_ADDR="203.0.113.5")
    client.get(reverse("people:account"))
    long_ago = clock.now() - timedelta(hours=2)
    PersonSession.objects.update(last_seen_at=long_ago)

    client.get(reverse("people:account"))
    kept = PersonSession.objects.get().last_seen_at
    cache.clear()
    client.get(reverse("people:account"), REMOTE_ADDR="203.0.113.6")

    row = PersonSession.objects.get()
    assert kept == long_ago
    assert row.last_seen_at > long_ago + timedelta(hours=1)
    assert row.place == "203.0.113.6"


def test_listed_session_costs_no_more_than_an_unlisted_one(
    member: Person, client_for: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    listed, unlisted = sign_in(member), client_for(member)
    address = reverse("people:names_edit")
    for client in (listed, unlisted):
        client.get(address)

    with django_assert_max_num_queries(99) as without:
        unlisted.get(address)
        count = len(without)
    with django_assert_max_num_queries(count):
        listed.get(address)


def test_new_device_is_told_once(member: Person) -> None:
    heard: list[str] = []

    def hear(*, person: Person, place: str, **_: object) -> None:
        heard.append(place)

    signed_in_from_new_device.connect(hear)
    client = Client(REMOTE_ADDR="203.0.113.5")
    for _ in range(2):
        client.post(reverse("people:sign_in"), {"email": member.email, "password": PASSWORD})
        client.post(reverse("people:sign_out"))

    assert heard == ["203.0.113.5"]


def test_new_password_is_told(member: Person) -> None:
    heard: list[str] = []

    def hear(*, what: str, **_: object) -> None:
        heard.append(what)

    credentials_changed.connect(hear)
    sign_in(member).post(reverse("people:password_change"), {"current": PASSWORD, "password": STRONG, "again": STRONG})

    assert heard == ["сменён пароль"]


def test_ways_of_coming_in_are_known_codes(member: Person, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        begin_session(member, session_key="k", way="telepathy", device="", place="", at=at)


def test_trust_ends_after_it_begins(member: Person, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TrustedBrowser.objects.create(person=member, digest="d", device="", trusted_at=at, expires_at=at)


def test_page_says_that_keys_stay(member: Person) -> None:
    client = sign_in(member)

    for name in ("people:password_change", "people:sessions_end_others"):
        text = client.get(reverse(name)).content.decode()
        assert "Ключи для программ и подписки на календарь" in text
        assert reverse("people:account") in text
