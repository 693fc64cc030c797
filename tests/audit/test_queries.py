"""Reading the journal: about one thing, within one association."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.audit.services import record
from stellazh.people.models import Person
from tests.factories.people import PersonFactory


def test_about_gives_one_thing_newest_first(person: Person, at: datetime) -> None:
    other = PersonFactory()
    first = record("shelf_dusted", person, by=person, at=at)
    record("shelf_dusted", other, by=person, at=at)
    third = record("shelf_dusted", person, by=person, at=at + timedelta(minutes=1))
    same_moment = record("shelf_dusted", person, by=person, at=at + timedelta(minutes=1))

    found = AuditEntry.objects.about(person)

    assert list(found) == [same_moment, third, first]


def test_about_tells_things_of_different_kinds_apart(person: Person, at: datetime) -> None:
    entry = record("shelf_dusted", person, by=person, at=at)
    record("shelf_dusted", AuditEntry.objects.get(pk=entry.pk), by=person, at=at)

    found = AuditEntry.objects.about(person)

    assert list(found) == [entry]


def test_within_gives_here_and_below(person: Person, at: datetime) -> None:
    for scope in ("", "/region/", "/region/town/", "/region/town/school/", "/region/township/", "/Region/town/"):
        record("shelf_dusted", person, by=person, at=at, scope=scope)

    found = AuditEntry.objects.within("/region/town/").values_list("scope", flat=True)

    assert sorted(found) == ["/region/town/", "/region/town/school/"]


def test_within_takes_wildcards_for_letters(person: Person, at: datetime) -> None:
    for scope in ("/a_b/", "/axb/", "/a%b/"):
        record("shelf_dusted", person, by=person, at=at, scope=scope)

    found = AuditEntry.objects.within("/a_b/").values_list("scope", flat=True)

    assert list(found) == ["/a_b/"]


def test_within_knows_cyrillic_paths(person: Person, at: datetime) -> None:
    for scope in ("/область/", "/область/яр/", "/областью/"):
        record("shelf_dusted", person, by=person, at=at, scope=scope)

    found = AuditEntry.objects.within("/область/").values_list("scope", flat=True)

    assert sorted(found) == ["/область/", "/область/яр/"]


@pytest.mark.parametrize("prefix", ["", "region/", "/region"])
def test_within_refuses_what_is_no_path(prefix: str) -> None:
    with pytest.raises(ValueError, match="slash"):
        AuditEntry.objects.within(prefix)
