"""What a reader may find is written once for her and her rights: it holds conditions only, never what they come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.access import grants_of
from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import Actor, Guest, LinkHolder
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import EventVisibility
from stellazh.members.belonging import own_line
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.search.reads.readers import forget_readers, reader_for
from stellazh.textindex.entries import Reader, find
from stellazh.textindex.searchable import searchables
from tests.factories.events import EventFactory
from tests.factories.members import MembershipFactory
from tests.search.world import keep_up

WORD = "кладоискатель"
LINK = LinkHolder(link_id=1, purpose=ENROLMENT_LINK, object_type="events.enrolment", object_id="1")


def as_in_a_request(person: Person) -> Person:
    """She herself, read anew."""
    fresh = Person.objects.get(pk=person.pk)
    fresh.caches_grants = True
    return fresh


def written(actor: Actor) -> dict[str, Any]:
    """What is asked of every kind, as it is written."""
    reader = Reader({kind.code: (lambda kind=kind: kind.visible_to(actor)) for kind in searchables})  # type: ignore[misc]
    found = {kind.code: reader.may_find(kind.code) for kind in searchables}
    return {code: (one.things, one.parameters) if one is not None else None for code, one in found.items()}


def test_to_say_what_may_be_found_asks_for_nothing_but_grants_and_associations(
    head: Person, member: Person, region_head: Person
) -> None:
    """Whatever else a kind read while its condition is made would be kept for an hour."""
    for actor in (Guest(), LINK, *map(as_in_a_request, (head, member, region_head))):
        written(actor)
        if isinstance(actor, Person):
            actor = as_in_a_request(actor)
            grants_of(actor)
            own_line(actor)

        with CaptureQueriesContext(connection) as asked:
            written(actor)

        assert [query["sql"] for query in asked.captured_queries] == []


def test_conditions_are_the_same_the_whole_hour(head: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    for actor in (Guest(), LINK, head):
        seen = []
        for minutes in (0, 1, 59):
            monkeypatch.setattr(clock, "now", lambda minutes=minutes: begin + timedelta(minutes=minutes))
            seen.append(written(actor))

        assert seen[0] == seen[1] == seen[2]


def test_rights_that_begin_and_end_count_at_once(
    association: Association, member: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    EventFactory(association=association, title=f"Встреча {WORD}", visibility=EventVisibility.MEMBERS)
    keep_up()
    forget_readers()
    stranger = Person.objects.create(family_name="Вербина", created_at=clock.now())

    def count(person: Person) -> int:
        return find(WORD, reader_for(as_in_a_request(person))).count

    assert (count(member), count(stranger)) == (1, 0)

    MembershipFactory(person=stranger, association=association)
    assert count(stranger) == 1

    Grant.objects.filter(person=member).update(to_on=clock.today() - timedelta(days=1))
    Membership.objects.filter(person__in=(member, stranger)).update(to_on=clock.today() - timedelta(days=1))
    assert (count(member), count(stranger)) == (0, 0)


def test_find_costs_as_many_queries_with_one_as_with_three(
    association: Association, client_for: Callable[[Person | None], Client], head: Person
) -> None:
    client, address = client_for(head), reverse("search:find")
    counts = []
    for number in (1, 2, 3):
        EventFactory(association=association, title=f"Встреча {number}, {WORD}")
        keep_up()
        client.get(address, {"q": WORD})
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, {"q": WORD})
        assert answer.context["found"].count == number
        counts.append(len(asked))

    # Who asks, her grants and associations, notices, two lists to narrow by; synonyms, words, entries, their texts,
    # whose they are.
    assert counts == [11, 11, 11]


def test_offers_cost_as_many_queries_with_one_as_with_three(
    association: Association, client_for: Callable[[Person | None], Client], head: Person
) -> None:
    client, address = client_for(head), reverse("search:offers")
    counts = []
    for number in (1, 2, 3):
        EventFactory(association=association, title=f"Встреча {number}, {WORD}")
        keep_up()
        client.get(address, {"q": WORD[:6]})
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, {"q": WORD[:6]})
        assert answer.content.decode().count(reverse("events:event_list")) >= number
        counts.append(len(asked))

    assert counts == [5, 5, 5]
