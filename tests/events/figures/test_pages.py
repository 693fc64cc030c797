"""The count in the browser: numbers that lead to lists of that length, and to nobody who may not see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.events.enums import AttendanceState
from stellazh.events.reads.figure_lists import FIGURE_LISTS
from stellazh.office.tables import open_table
from stellazh.people.models import CardLook, Person
from tests.events.figures.conftest import held
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory
from tests.factories.events import AttendanceFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
YEAR = {"year": "2024", "on": "2025-06-01"}


def page(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def home(association: Association) -> str:
    return reverse("events:figures", args=[association.code])


def list_of(association: Association, what: str) -> str:
    return reverse("events:figure_list", args=[association.code, what])


def number_links(text: str) -> list[tuple[str, int]]:
    """Every number of the page that is a link: its address and the number."""
    found = re.findall(r'<a href="([^"]*/figures/[^"]+)">([\d\s\u00a0]+)</a>', text)
    return [(unescape(href), int(re.sub(r"\D", "", number))) for href, number in found]


def total(text: str) -> int:
    """The number in the heading of a list."""
    match = re.search(r'<h1 class="title">[^<]*: ([\d\s\u00a0]+)</h1>', text)
    assert match
    return int(re.sub(r"\D", "", match[1]))


@pytest.fixture
def busy(association: Association) -> Association:
    """Two events, a school, a guest, a late viewer, somebody from nowhere."""
    school: Any = OrganisationFactory(territory=association.territory)
    known: Any = PersonFactory(family_name="Тополева")
    for event in (held(association, form="webinar"), held(association, date(2024, 11, 5), form="seminar")):
        AttendanceFactory(event=event, person=known, organisation=school, territory=association.territory)
        AttendanceFactory(event=event, person=None, guest_key="name:вербина")
        AttendanceFactory(event=event, state=AttendanceState.LATE)
    return association


def test_every_number_leads_to_a_list_of_that_length(busy: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    links = number_links(page(client, home(busy), **YEAR))

    assert len(links) > 20
    for href, number in links:
        assert total(page(client, href)) == number


def test_numbers_of_lists_lead_further(busy: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    for what in ("events", "people", "schools", "municipalities"):
        links = number_links(page(client, list_of(busy, what), **YEAR))
        assert links
        for href, number in links:
            assert total(page(client, href)) == number


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three(
    association: Association, head: Person, client_for: ClientFor, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(count):
        AttendanceFactory(event=held(association), territory=association.territory)
    client = client_for(head)
    client.get(home(association))

    # The session's person and grants, the association, the bell; two for the numbers, four for the tables.
    with django_assert_num_queries(10):
        page(client, home(association), **YEAR)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("what", FIGURE_LISTS)
def test_lists_cost_the_same_for_one_and_three(
    association: Association, head: Person, client_for: ClientFor, what: str, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(count):
        for state in (AttendanceState.PRESENT, AttendanceState.LATE):
            school: Any = OrganisationFactory(territory=association.territory)
            AttendanceFactory(event=held(association), organisation=school, territory=school.territory, state=state)
            AttendanceFactory(event=held(association), person=None, guest_key="name:гость", state=state)
    client = client_for(head)
    client.get(home(association))
    # The session's person and grants, the association, the bell, the count and the rows; of some what they name.
    more = {"events": 1, "people": 1, "guests": 1, "schools": 1, "municipalities": 1}.get(what, 0)

    with django_assert_num_queries(6 + more):
        page(client, list_of(association, what), **YEAR)


def test_figures_are_for_those_who_read_them(
    busy: Association, head: Person, methodist: Person, region_head: Person, member: Person, stranger: Person,
    client_for: ClientFor,
) -> None:  # fmt: skip
    for person in (head, methodist, region_head):
        assert client_for(person).get(home(busy)).status_code == 200
    for person in (member, stranger):
        assert client_for(person).get(home(busy)).status_code == 404
        assert client_for(person).get(list_of(busy, "people")).status_code == 404
    assert client_for(None).get(home(busy)).status_code == 302


def test_secretary_counts_only_her_own(association: Association, client_for: ClientFor) -> None:
    person: Any = PersonFactory()
    GrantFactory(person=person, role=Role.SECRETARY, association=association)
    below: Any = AssociationFactory(parent=association)
    AttendanceFactory(event=held(below))

    text = page(client_for(person), list_of(association, "attendances"), **YEAR)

    assert total(text) == 0
    assert 'name="whose"' not in text


def test_lists_are_searched_and_narrowed(busy: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    assert total(page(client, list_of(busy, "people"), **YEAR, q="тополёва")) == 1
    assert total(page(client, list_of(busy, "attendances"), **YEAR, form="webinar")) == 2
    assert (
        total(page(client, list_of(busy, "attendances"), first="2024-11-01", last="2024-11-30", on="2025-06-01")) == 2
    )
    assert total(page(client, list_of(busy, "attendances"), year="2023")) == 0


def test_narrowing_names_nothing_of_others(
    busy: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    event = held(neighbour, title="Тайный совет")
    theirs: Any = AttendanceFactory(event=event)
    client = client_for(head)

    text = page(client, list_of(busy, "attendances"), **YEAR, event=str(event.pk), who=str(theirs.pk))

    assert total(text) == 0
    assert "Тайный совет" not in text
    assert theirs.name not in text


def test_list_is_taken_out_whole_and_noted(busy: Association, head: Person, client_for: ClientFor) -> None:
    known = Person.objects.get(family_name="Тополева")

    answer = client_for(head).get(list_of(busy, "attendances"), {**YEAR, "as": "xlsx"})

    (sheet,) = open_table(answer.content, "участия.xlsx").sheets
    assert [row[0] for row in sheet.rows[2:]] == ["1", "2", "3", "4"]
    assert CardLook.objects.get().person == known


def test_wrong_questions_are_answered(busy: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    assert client.get(home(busy), {"first": "вчера"}).status_code == 422
    assert client.get(home(busy), {"year": "9999"}).status_code == 422
    assert client.get(home(busy), {"place": "x"}).status_code == 422
    assert client.get(list_of(busy, "nothing")).status_code == 404
    assert client.get(home(busy), {"year": "2005"}).status_code == 200
    assert client.get(home(busy), {"first": "2024-12-31", "last": "2024-01-01"}).status_code == 200


def test_choice_leads_straight_to_the_only_one(
    busy: Association, head: Person, member: Person, region_head: Person, client_for: ClientFor
) -> None:
    address = reverse("events:figures_choose")

    assert client_for(head).get(address)["Location"] == home(busy)
    assert busy.short_name in page(client_for(region_head), address)
    assert client_for(member).get(address).status_code == 404
    assert address in page(client_for(head), home(busy))


def test_attendance_from_nowhere_gets_its_school(busy: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    text = page(client, list_of(busy, "unknown-place"), **YEAR)
    (address, *_) = re.findall(r'<a href="([^"]+/place/[^"]*)">уточнить</a>', text)
    form = page(client, unescape(address))
    version = re.search(r'name="version" value="(\d+)"', form)
    school = OrganisationFactory(territory=busy.territory)
    assert version

    answer = client.post(
        unescape(address).partition("?")[0],
        {"version": version[1], "organisation": school.pk, "next": list_of(busy, "unknown-place")},
    )

    assert answer["Location"] == list_of(busy, "unknown-place")
    assert total(page(client, list_of(busy, "unknown-place"), **YEAR)) == 1
    assert client.post(unescape(address).partition("?")[0], {"version": version[1]}).status_code == 422
