"""Whose session it is, for streams that have no request; and when it is nobody's any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Grant
from stellazh.associations.services import end_grant
from stellazh.common import clock
from stellazh.common.actor import Guest, System
from stellazh.live.actors import resolve
from stellazh.live.messages import REVOKED, Message
from stellazh.live.subscriptions import subscriptions
from stellazh.people.models import Person
from stellazh.people.services import archive_person
from tests.factories.people import PASSWORD

STRONG = "лампа-над-столом-5"


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


class Listener:
    """Follows the bus's own topic as an open stream does; keeps the ids of the people who are told to ask again."""

    names = frozenset({REVOKED})

    def __init__(self) -> None:
        self.ids: list[str] = []

    def hand_over(self, message: Message | None) -> None:
        if message is not None:
            self.ids.append(str(message.values()["id"]))


@pytest.fixture
def revoked() -> Iterator[list[str]]:
    """Ids of the people whose streams were told to ask for their rights again."""
    listener: Any = Listener()
    subscriptions.add(listener)
    yield listener.ids
    subscriptions.remove(listener)


def test_session_is_its_persons(member: Person, client_for: Callable[..., Client]) -> None:
    assert resolve(key_of(client_for(member))) == member


@pytest.mark.parametrize("key", ["", "x" * 32, "../../etc/passwd", "\x00", "ж"])
def test_unknown_session_is_nobodys(db: None, key: str) -> None:
    assert resolve(key) == Guest()


def test_session_ends_with_signing_out(member: Person, client_for: Callable[..., Client]) -> None:
    client = client_for(member)
    key = key_of(client)

    client.post(reverse("people:sign_out"))

    assert resolve(key) == Guest()


def test_session_of_an_archived_card_is_nobodys(member: Person, client_for: Callable[..., Client]) -> None:
    key = key_of(client_for(member))

    archive_person(member.pk, by=System("проверка"), at=clock.now())

    assert resolve(key) == Guest()


def test_other_sessions_are_nobodys_after_a_new_password(member: Person, client_for: Callable[..., Client]) -> None:
    here, elsewhere = client_for(member), client_for(member)
    key = key_of(elsewhere)

    here.post(reverse("people:password_change"), {"current": PASSWORD, "password": STRONG, "again": STRONG})

    assert resolve(key) == Guest()
    assert resolve(key_of(here)) == member


def test_streams_ask_again_when_rights_may_have_ended(
    member: Person,
    head: Person,
    client_for: Callable[..., Client],
    revoked: list[str],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    client = client_for(member)
    today = clock.today()
    expected = [str(member.pk)]

    def heard(deed: Callable[[], object]) -> list[str]:
        revoked.clear()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            deed()
        return list(dict.fromkeys(revoked))

    role = Grant.objects.get(person=member)
    ended = heard(lambda: end_grant(role.pk, last_day=today - timedelta(days=1), by=head, at=clock.now()))
    changed = heard(
        lambda: client.post(
            reverse("people:password_change"), {"current": PASSWORD, "password": STRONG, "again": STRONG}
        )
    )
    left = heard(lambda: client.post(reverse("people:sign_out")))
    archived = heard(lambda: archive_person(member.pk, by=System("проверка"), at=clock.now()))

    assert [ended, changed, left, archived] == [expected] * 4
