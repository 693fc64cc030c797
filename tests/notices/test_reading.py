"""Reading: once is enough, and only one's own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.notices.models import Notice
from stellazh.notices.reads import unread_count
from stellazh.notices.services import clear_old, read_all_notices, read_notice, settle
from stellazh.people.models import Person
from tests.checks import at_once, nothing_changes
from tests.factories.notices import NoticeFactory


@pytest.fixture
def notice(reader: Person) -> Notice:
    made = NoticeFactory(person=reader)
    assert isinstance(made, Notice)
    return made


def test_notice_read_twice_keeps_the_first_moment(notice: Notice, reader: Person, at: datetime) -> None:
    first = read_notice(notice.pk, by=reader, at=at)
    second = read_notice(notice.pk, by=reader, at=at + timedelta(hours=1))

    assert (first.read_at, second.read_at, unread_count(reader.pk)) == (at, at, 0)


@pytest.mark.django_db(transaction=True)
def test_notice_read_by_two_windows_at_once_is_read(notice: Notice, reader: Person, at: datetime) -> None:
    found = at_once(lambda: str(read_notice(notice.pk, by=reader, at=at).read_at == at))

    assert found == ["True", "True"]


def test_reading_leaves_no_entry_in_the_journal(notice: Notice, reader: Person, at: datetime) -> None:
    before = AuditEntry.objects.count()

    read_notice(notice.pk, by=reader, at=at)

    assert AuditEntry.objects.count() == before


def test_nobody_reads_for_another(notice: Notice, head: Person, at: datetime) -> None:
    for actor in (head, System("тест")):
        nothing_changes(lambda actor=actor: read_notice(notice.pk, by=actor, at=at), PermissionRefused)  # type: ignore[misc]
        nothing_changes(
            lambda actor=actor: read_all_notices(  # type: ignore[misc]
                notice.person_id, up_to=notice.pk, by=actor, at=at
            ),
            PermissionRefused,
        )
    assert unread_count(notice.person_id) == 1


def test_what_came_after_the_page_stays_unread(notice: Notice, reader: Person, at: datetime) -> None:
    later = NoticeFactory(person=reader)
    stranger = NoticeFactory()

    read = read_all_notices(reader.pk, up_to=notice.pk, by=reader, at=at)

    assert read == 1
    assert set(Notice.objects.unread()) == {later, stranger}


def test_settled_thing_needs_nobody_any_more(
    reader: Person, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    earlier = at - timedelta(hours=1)
    waiting = [NoticeFactory(about="request:1"), NoticeFactory(person=reader, about="request:1")]
    in_digest = NoticeFactory(about="request:1", mail_state="waiting", mail_due_at=at)
    read = NoticeFactory(about="request:1", read_at=earlier)
    others = {NoticeFactory(about="request:11"), NoticeFactory(about="request:1", kind="tests.gazette")}

    with django_assert_num_queries(3):
        settled = settle("tests.news", about="request:1", at=at)

    in_digest.refresh_from_db()
    read.refresh_from_db()
    assert (settled, read.read_at) == (3, earlier)
    assert (in_digest.mail_state, in_digest.mail_due_at) == ("none", None)
    assert set(Notice.objects.unread()) == others
    assert {notice.read_at for notice in Notice.objects.filter(pk__in=[one.pk for one in waiting])} == {at}


def test_old_notices_are_forgotten(reader: Person, at: datetime) -> None:
    for age, is_read in ((181, True), (179, True), (181, False), (729, False), (731, False)):
        created_at = at - timedelta(days=age)
        NoticeFactory(title=f"{age} {is_read}", created_at=created_at, read_at=created_at if is_read else None)

    deleted = clear_old(at=at)

    assert deleted == 2
    assert set(Notice.objects.values_list("title", flat=True)) == {"179 True", "181 False", "729 False"}
