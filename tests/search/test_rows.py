"""Rows of results and offers: whose a thing is, and things of one name together."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.events.models import Event
from stellazh.search.reads.results import Narrowing, Result, offers, results
from tests.factories.events import EventFactory
from tests.search.world import keep_up

TITLE = "Неделя «Бумажный журавль»"


def event(association: Association, title: str = TITLE) -> Event:
    made: Event = EventFactory(association=association, title=title, status="announced")
    return made


def rows(query: str) -> tuple[Result, ...]:
    return results(query, Narrowing(), Guest(), page=1).rows


def test_row_says_whose_it_is(association: Association) -> None:
    event(association)
    keep_up()

    assert [row.whose for row in rows("журавль") if row.kind_label == "мероприятие"] == [association.short_name]


def test_things_of_one_name_stand_together(association: Association, neighbour: Association) -> None:
    events = [event(association), event(neighbour), event(association, "Журавль и другие")]
    keep_up()

    found = [row for row in rows("журавль") if row.kind_label == "мероприятие"]

    together = [("".join(part for part, _ in row.title), len(row.namesakes)) for row in found]
    assert sorted(together) == [(events[2].full_title, 0), (events[0].full_title, 1)]
    named = next(row for row in found if row.namesakes)
    whose = {named.whose, *(one.label.partition(",")[0] for one in named.namesakes)}
    assert whose == {association.short_name, neighbour.short_name}
    assert {named.url, named.namesakes[0].url} == {one.get_absolute_url() for one in events[:2]}


def test_things_of_one_name_are_offered_once(association: Association, neighbour: Association) -> None:
    events = [event(association), event(neighbour)]
    keep_up()

    (offered,) = offers("журав", Guest())

    assert (offered.text, offered.kind_label) == (events[0].full_title, "мероприятия")
    # Quotes would make a phrase of it.
    assert parse_qs(urlsplit(offered.url).query) == {"q": ["Неделя Бумажный журавль"], "kind": ["event"]}


def test_offer_of_one_thing_leads_to_it(association: Association) -> None:
    alone = event(association)
    keep_up()

    assert [one.url for one in offers("журав", Guest())] == [alone.get_absolute_url()]


@pytest.mark.parametrize("count", [1, 3])
def test_owners_cost_one_query(
    association: Association, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        event(association, f"Журавль {number}")
    keep_up()
    rows("журавль")

    with django_assert_max_num_queries(6):
        assert len(rows("журавль")) == count


def test_kind_that_is_no_more_narrows_nothing(association: Association, client: Client) -> None:
    event(association)
    keep_up()

    answers = [client.get("/search/", {"q": "журавль", "kind": kind}).content.decode() for kind in ("former", "event")]

    assert [TITLE in re.sub("<.*?>", "", text) for text in answers] == [True, True]
