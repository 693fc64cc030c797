"""Links by the hundred: made, prolonged and revoked in as many statements as one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.links.models import SecretLink
from stellazh.links.services import (
    IssuedLink,
    LinkEndsBeforeItBegins,
    LinkOrder,
    create_links,
    open_link,
    prolong_links,
    revoke_links,
)
from stellazh.people.models import Person
from tests.checks import nothing_changes
from tests.factories.people import PersonFactory

CALENDAR = "tests.calendar"
SYSTEM = System("проверка")
DAY = timedelta(days=1)


def make(count: int, at: datetime) -> list[IssuedLink]:
    people = [PersonFactory() for _ in range(count)]
    orders = [LinkOrder(person, str(person.pk), f"Ссылка {n}", "/region/") for n, person in enumerate(people)]
    return create_links(CALENDAR, orders, expires_at=at + DAY, by=SYSTEM, at=at)


def statements(deed: CaptureQueriesContext) -> int:
    return len([query for query in deed.captured_queries if not query["sql"].startswith('INSERT INTO "people')])


def test_many_links_open_what_they_were_made_for(db: None, at: datetime) -> None:
    issued = make(3, at)

    opened = [open_link(one.token, CALENDAR, at=at) for one in issued]
    assert [link.owner_id if link else "" for link in opened] == [one.link.owner_id for one in issued]
    assert [one.link.label for one in issued] == ["Ссылка 0", "Ссылка 1", "Ссылка 2"]
    kept = AuditEntry.objects.filter(action="link_created").values_list("object_id", "scope", "actor_name")
    assert sorted(kept) == [(str(one.link.pk), "/region/", "Система: проверка") for one in issued]


def test_many_links_cost_as_many_statements_as_one(db: None, at: datetime) -> None:
    counts = []
    for count in (1, 40):
        with CaptureQueriesContext(connection) as made:
            make(count, at)
        with CaptureQueriesContext(connection) as prolonged:
            prolong_links(SecretLink.objects.all(), expires_at=at + 2 * DAY, by=SYSTEM, at=at)
        with CaptureQueriesContext(connection) as revoked:
            revoke_links(SecretLink.objects.all(), by=SYSTEM, at=at)
        counts.append((statements(made), statements(prolonged), statements(revoked)))

    assert counts[0] == counts[1]


def test_prolonged_links_live_longer_and_dead_ones_stay_dead(db: None, at: datetime) -> None:
    issued = make(2, at)
    SecretLink.objects.filter(pk=issued[0].link.pk).update(revoked_at=at)

    count = prolong_links(SecretLink.objects.all(), expires_at=at + 3 * DAY, by=SYSTEM, at=at)

    later = at + 2 * DAY
    assert count == 1
    assert [open_link(one.token, CALENDAR, at=later) is not None for one in issued] == [False, True]
    assert AuditEntry.objects.filter(action="link_prolonged").count() == 1


def test_revoked_links_open_nothing_and_are_revoked_once(db: None, at: datetime) -> None:
    issued = make(2, at)

    first = revoke_links(SecretLink.objects.all(), by=SYSTEM, at=at)
    again = revoke_links(SecretLink.objects.all(), by=SYSTEM, at=at + DAY / 2)

    assert (first, again) == (2, 0)
    assert [open_link(one.token, CALENDAR, at=at) for one in issued] == [None, None]
    assert set(SecretLink.objects.values_list("revoked_at", flat=True)) == {at}


def test_only_the_system_touches_many_links(owner: Person, at: datetime) -> None:
    make(1, at)
    links = SecretLink.objects.all()

    nothing_changes(lambda: revoke_links(links, by=owner, at=at), PermissionRefused)
    nothing_changes(lambda: prolong_links(links, expires_at=at + DAY, by=owner, at=at), PermissionRefused)


def test_links_are_not_made_or_prolonged_into_the_past(owner: Person, at: datetime) -> None:
    make(1, at)
    links = SecretLink.objects.all()

    nothing_changes(lambda: prolong_links(links, expires_at=at, by=SYSTEM, at=at), LinkEndsBeforeItBegins)
    late = [LinkOrder(owner, str(owner.pk), "Поздно")]
    nothing_changes(lambda: create_links(CALENDAR, late, expires_at=at, by=SYSTEM, at=at), LinkEndsBeforeItBegins)
