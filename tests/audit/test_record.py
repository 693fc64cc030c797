"""What an entry keeps, and when none is made."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from stellazh.audit.models import AuditEntry
from stellazh.audit.services import AuditMisuse, compare, record
from stellazh.common.actor import Guest, LinkHolder, System
from stellazh.common.requests import request_id
from stellazh.people.models import Person
from tests.factories.people import PersonFactory


def test_entry_keeps_everything(person: Person, at: datetime) -> None:
    token = request_id.set("abc-123")

    entry = record(
        "shelf_dusted",
        person,
        by=person,
        at=at,
        scope="/region/town/",
        changes={"Полка": ("пыльная", "чистая")},
        note="к проверке",
    )

    request_id.reset(token)
    kept = AuditEntry.objects.values().get(pk=entry.pk)
    assert kept.pop("recorded_at") is not None
    assert kept == {
        "id": entry.pk,
        "at": at,
        "actor_kind": "person",
        "actor_id": str(person.pk),
        "actor_name": "Берестова Н.П.",
        "action": "shelf_dusted",
        "object_type": "people.person",
        "object_id": str(person.pk),
        "object_label": "Берестова Н.П.",
        "scope": "/region/town/",
        "changes": {"Полка": ["пыльная", "чистая"]},
        "note": "к проверке",
        "request_id": "abc-123",
    }
    assert str(entry) == "Протёрта полка: Берестова Н.П."


@pytest.mark.parametrize(
    ("actor", "kept"),
    [
        (System("демо"), ("system", "демо", "Система: демо")),
        (Guest(), ("guest", "", "Гость")),
        (LinkHolder(link_id=7, purpose="p", object_type="t", object_id="1"), ("link", "7", "По ссылке")),
    ],
    ids=["system", "guest", "link"],
)
def test_entry_keeps_actor_of_each_kind(
    person: Person, at: datetime, actor: System | Guest | LinkHolder, kept: tuple[str, str, str]
) -> None:
    entry = record("shelf_dusted", person, by=actor, at=at)

    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == kept


def test_long_names_are_cut_to_fit(person: Person, at: datetime) -> None:
    person.family_name = "О" * 300

    entry = record("shelf_dusted", person, by=person, at=at)

    entry.refresh_from_db()
    assert (entry.object_label, entry.actor_name) == ("О" * 200, "О" * 200)


@pytest.mark.django_db(transaction=True)
def test_record_outside_transaction_is_refused(person: Person, at: datetime) -> None:
    with pytest.raises(AuditMisuse, match="transaction"):
        record("shelf_dusted", person, by=person, at=at)

    assert AuditEntry.objects.count() == 0


@transaction.atomic
def fail_after_recording(person: Person, at: datetime) -> None:
    record("shelf_dusted", person, by=person, at=at)
    raise ZeroDivisionError


def test_entry_shares_the_fate_of_its_transaction(person: Person, at: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after_recording(person, at)

    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("action", "scope"),
    [("shelf_burnt", ""), ("shelf_dusted", "region/town/"), ("shelf_dusted", "/region/town")],
    ids=["unregistered action", "scope without a beginning", "scope without an end"],
)
def test_careless_record_is_refused(person: Person, at: datetime, action: str, scope: str) -> None:
    with pytest.raises(AuditMisuse):
        record(action, person, by=person, at=at, scope=scope)

    assert AuditEntry.objects.count() == 0


def test_record_of_unsaved_thing_is_refused(person: Person, at: datetime) -> None:
    with pytest.raises(AuditMisuse, match="no key"):
        record("shelf_dusted", PersonFactory.build(), by=person, at=at)


def test_record_at_naive_moment_is_refused(person: Person, at: datetime) -> None:
    with pytest.raises(AuditMisuse, match="aware"):
        record("shelf_dusted", person, by=person, at=at.replace(tzinfo=None))


def test_label_of_forgotten_action_is_its_code() -> None:
    entry = AuditEntry(action="shelf_forgotten")

    assert entry.action_label == "shelf_forgotten"


def test_compare_keeps_only_what_differs() -> None:
    before = {"Название": "План", "Год": "2024", "Место": "Зал"}
    after = {"Название": "План работы", "Год": "2024", "Срок": "март"}

    changes = compare(before, after)

    assert changes == {"Название": ("План", "План работы"), "Место": ("Зал", ""), "Срок": ("", "март")}
