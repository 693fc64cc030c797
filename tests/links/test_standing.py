"""Standing links: one per owner, told again, reckoned and never kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import System
from stellazh.links.models import SecretLink
from stellazh.links.purposes import LinkPurpose, purposes
from stellazh.links.services import open_link, revoke_link
from stellazh.links.standing import standing_tokens
from tests.factories.people import PersonFactory

PURPOSE = "tests.standing"
BY = System("тест")


@pytest.fixture(autouse=True)
def purpose() -> Iterator[None]:
    purposes.add(LinkPurpose(PURPOSE, "Отписка"))
    yield
    purposes._entries.pop(PURPOSE)


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    found: list[Any] = [PersonFactory() for _ in range(3)]
    return {str(person.pk): person for person in found}


def test_each_owner_has_one_link_and_it_opens(people: dict[str, Any], at: datetime) -> None:
    first = standing_tokens(PURPOSE, people, label="Отписка от писем", by=BY, at=at)
    second = standing_tokens(PURPOSE, people, label="Отписка от писем", by=BY, at=at + timedelta(days=9))

    opened = [open_link(token, PURPOSE, at=at) for token in first.values()]
    kept = AuditEntry.objects.filter(action="link_created").count()
    assert (first, SecretLink.objects.count(), kept) == (second, 3, 3)
    assert [link.owner_id for link in opened if link] == list(people)
    assert len(set(first.values())) == 3
    assert {len(token) for token in first.values()} == {43}


def test_revoked_link_is_replaced_by_another(people: dict[str, Any], at: datetime) -> None:
    (owner,) = list(people)[:1]
    one = {owner: people[owner]}
    (old,) = standing_tokens(PURPOSE, one, label="Отписка", by=BY, at=at).values()
    revoke_link(SecretLink.objects.get().pk, by=BY, at=at)

    (new,) = standing_tokens(PURPOSE, one, label="Отписка", by=BY, at=at + timedelta(seconds=1)).values()

    assert old != new
    assert open_link(old, PURPOSE, at=at + timedelta(seconds=2)) is None
    assert open_link(new, PURPOSE, at=at + timedelta(seconds=2)) is not None


def test_another_key_of_the_installation_makes_another_link(
    people: dict[str, Any], at: datetime, settings: Settings
) -> None:
    before = standing_tokens(PURPOSE, people, label="Отписка", by=BY, at=at)
    settings.SECRET_KEY = "quite another key"

    after = standing_tokens(PURPOSE, people, label="Отписка", by=BY, at=at + timedelta(days=1))

    opened = [open_link(token, PURPOSE, at=at + timedelta(days=2)) for token in (*before.values(), *after.values())]
    assert set(before.values()).isdisjoint(after.values())
    assert None not in opened
    assert SecretLink.objects.count() == 6


def test_many_owners_cost_as_many_statements_as_one(people: dict[str, Any], at: datetime) -> None:
    counts = []
    for chosen in (dict(list(people.items())[:1]), people):
        SecretLink.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            standing_tokens(PURPOSE, chosen, label="Отписка", by=BY, at=at)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_unknown_purpose_is_a_fault_of_ours(people: dict[str, Any], at: datetime) -> None:
    with pytest.raises(KeyError):
        standing_tokens("tests.unknown", people, label="Отписка", by=BY, at=at)
