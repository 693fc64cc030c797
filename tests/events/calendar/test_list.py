"""The list of events: who sees what, what narrows it, what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.enums import EnrolmentMode, EnrolmentState, EventVisibility
from stellazh.events.models import Event
from stellazh.events.reads.event_list import event_rows
from stellazh.people.models import Person
from stellazh.workplans.enums import EventForm, ItemFormat
from tests.events.calendar.making import enrol, make_event, soon
from tests.factories.associations import AssociationFactory, TerritoryFactory
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
TITLE = "Книга и время: как школьная библиотека помогает учиться читать и думать вместе с классом"


def page(client: Client, **query: str) -> str:
    answer = client.get(reverse("events:event_list"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(text: str) -> list[str]:
    return re.findall(r'<h3><a href="/events/\d+/">([^<]+)</a>', text)


@pytest.mark.parametrize("count", [1, 3])
def test_event_list_costs_a_guest_the_same_for_one_and_three(
    count: int, region: Association, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        place: Any = AssociationFactory(parent=region, territory=TerritoryFactory(parent=region.territory))
        enrol(make_event(place, capacity=5), PersonFactory())
    client = client_for()

    # The associations to choose from, how many come and have passed, the events, the places taken.
    with django_assert_num_queries(4):
        text = page(client)

    assert len(titles(text)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_event_list_costs_a_member_the_same_for_one_and_three(
    count: int,
    association: Association,
    member: Person,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        enrol(make_event(association, capacity=5, visibility=EventVisibility.MEMBERS), PersonFactory())
    client = client_for(member)
    page(client)

    # Those of a guest; the person and the consent, the grants, the lists one stands in, the bell.
    with django_assert_num_queries(8):
        text = page(client)

    assert len(titles(text)) == count


def test_full_page_of_a_region_stays_light(region: Association, client_for: ClientFor) -> None:
    places: list[Any] = [region]
    for number in range(45):
        land = TerritoryFactory(parent=region.territory, name=f"Приозёрный округ № {number}")
        places.append(AssociationFactory(parent=region, territory=land, short_name=f"ММО Приозёрного округа {number}"))
    for number in range(60):
        make_event(places[number % 46], f"{TITLE} {number}", days=1 + number, capacity=30, place="Детская библиотека")

    answer = client_for().get(reverse("events:event_list"))

    assert len(titles(answer.content.decode())) == 50
    assert len(answer.content) <= 40 * 1024, len(answer.content)


def test_guests_see_announced_public_events_only(association: Association, client_for: ClientFor) -> None:
    make_event(association, "Открытое")
    make_event(association, "Для своих", visibility=EventVisibility.MEMBERS)
    make_event(association, "По приглашению", visibility=EventVisibility.INVITED)
    make_event(association, "Черновик", draft=True)

    assert titles(page(client_for())) == ["Открытое"]


def test_members_see_events_of_their_own_and_those_above_and_never_a_neighbours(
    region: Association, association: Association, neighbour: Association, member: Person, client_for: ClientFor
) -> None:
    for place in (region, association, neighbour):
        make_event(place, f"{place.code}: для своих", visibility=EventVisibility.MEMBERS)
        make_event(place, f"{place.code}: черновик", draft=True)
        invited = make_event(place, f"{place.code}: по приглашению", visibility=EventVisibility.INVITED)
    enrol(invited, member, state=EnrolmentState.INVITED)

    assert sorted(titles(page(client_for(member)))) == [
        "bereg: по приглашению",
        "luga: для своих",
        "omo: для своих",
    ]


def test_those_who_prepare_see_their_drafts_marked(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    make_event(association, "Готовим", draft=True)

    text = page(client_for(head))

    assert titles(text) == ["Готовим"]
    assert ">черновик<" in text


def test_coming_events_stand_by_time_and_past_ones_the_latest_first(
    association: Association, client_for: ClientFor
) -> None:
    for days in (3, -3, 1, -9, -1):
        make_event(association, f"{days}", days=days)
    make_event(association, "идёт", days=-0.02, ends_at=soon(1))
    client = client_for()

    assert titles(page(client)) == ["идёт", "1", "3"]
    assert titles(page(client, when="past")) == ["-1", "-3", "-9"]
    assert ">идёт сейчас<" in page(client)


def test_archived_events_are_nowhere(association: Association, client_for: ClientFor) -> None:
    make_event(association, archived_at=soon(-1))

    assert titles(page(client_for())) == []


def test_each_filter_narrows(region: Association, association: Association, client_for: ClientFor) -> None:
    make_event(region, "Областное", level="regional", days=2)
    make_event(association, "Наше", form=EventForm.WEBINAR, format=ItemFormat.ONLINE, days=9)
    make_event(association, "Ёлка и книга", enrolment_mode=EnrolmentMode.NONE, days=20)
    client = client_for()
    asked: list[tuple[dict[str, str], list[str]]] = [
        ({"association": "omo"}, ["Областное", "Наше", "Ёлка и книга"]),
        ({"association": "luga"}, ["Наше", "Ёлка и книга"]),
        ({"territory": "luga"}, ["Наше", "Ёлка и книга"]),
        ({"form": "webinar"}, ["Наше"]),
        ({"level": "regional"}, ["Областное"]),
        ({"format": "online"}, ["Наше"]),
        ({"open": "on"}, ["Областное", "Наше"]),
        ({"since": f"{soon(8):%Y-%m-%d}", "until": f"{soon(10):%Y-%m-%d}"}, ["Наше"]),
        ({"until": f"{soon(3):%Y-%m-%d}"}, ["Областное"]),
        ({"q": "ЕЛКА книг"}, ["Ёлка и книга"]),
        ({"q": "наше", "form": "meeting"}, []),
    ]

    found = [titles(page(client, **query)) for query, _ in asked]

    assert found == [expected for _, expected in asked]


def test_more_filters_are_drawn_when_asked_for_or_used(association: Association, client_for: ClientFor) -> None:
    client = client_for()

    drawn = ['name="territory"' in page(client, **query) for query in ({}, {"more": "on"}, {"level": "regional"})]

    assert drawn == [False, True, True]
    assert 'href="/events/?form=webinar&amp;when=past&amp;more=on"' in page(client, form="webinar", when="past")


@pytest.mark.parametrize("query", [{"association": "nowhere"}, {"since": "вчера"}, {"page": "999"}, {"when": "x"}])
def test_what_is_not_understood_narrows_nothing(
    query: dict[str, str], association: Association, client_for: ClientFor
) -> None:
    make_event(association, "Наше")

    assert titles(page(client_for(), **query)) == ["Наше"]


def test_search_costs_one_query_more(
    association: Association, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_event(association, "Наше")
    client = client_for()

    with django_assert_num_queries(4):
        page(client, q="наше")


def test_state_of_registration_is_said(association: Association, client_for: ClientFor) -> None:
    make_event(association, "1", days=10, enrolment_closes_at=soon(9))
    make_event(association, "2", days=11, enrolment_opens_at=soon(5))
    make_event(association, "3", days=12, enrolment_closes_at=soon(-1))
    make_event(association, "4", days=13, enrolment_mode=EnrolmentMode.INVITED)
    make_event(association, "5", days=14, enrolment_mode=EnrolmentMode.NONE)
    full = make_event(association, "6", days=15, capacity=1)
    EnrolmentFactory(event=full)
    EnrolmentFactory(event=full, waiting=True)
    closed = make_event(association, "7", days=16, capacity=1, has_waiting_list=False)
    EnrolmentFactory(event=closed)
    mixed = make_event(association, "8", days=17, format=ItemFormat.MIXED, capacity=1, capacity_online=2)
    EnrolmentFactory(event=mixed, coming_as="onsite")
    make_event(association, "9", days=18, cancelled=True)

    text = page(client_for())

    rows = re.findall(r"<li data-spine.*?</li>", text, re.DOTALL)
    said = [re.sub(r"<[^>]+>", "", row.partition("agenda__state")[2]).strip(' ">') for row in rows]
    assert [words.partition(" с ")[0].partition(" до ")[0] for words in said] == [
        "Регистрация", "Регистрация", "Регистрация закрыта", "По приглашению", "Вход свободный",
        "Мест нет, есть лист ожидания", "Мест нет", "Регистрация", "отменено",
    ]  # fmt: skip


def test_fifty_stand_on_a_page(association: Association, client_for: ClientFor) -> None:
    for number in range(52):
        make_event(association, f"{number}", days=1 + number)
    client = client_for()

    assert len(titles(page(client))) == 50
    assert titles(page(client, page="2")) == ["50", "51"]


def test_htmx_gets_the_rows_alone(association: Association, client_for: ClientFor) -> None:
    make_event(association, "Наше")

    text = client_for().get(reverse("events:event_list"), headers={"HX-Request": "true"}).content.decode()

    assert titles(text) == ["Наше"]
    assert "<html" not in text


def test_empty_list_says_what_to_do(association: Association, client_for: ClientFor) -> None:
    client = client_for()

    assert "Ближайших мероприятий пока нет" in page(client)
    assert "Прошедших мероприятий ещё нет" in page(client, when="past")
    assert "По этому отбору ничего нет" in page(client, form="webinar")


def test_list_of_an_empty_installation(client_for: ClientFor, db: None) -> None:
    assert "Ближайших мероприятий пока нет" in page(client_for())


def test_list_leads_to_feeds_with_the_same_choice(association: Association, client_for: ClientFor) -> None:
    text = page(client_for(), association="luga", form="webinar", q="слово")

    assert (
        'type="application/rss+xml" title="Мероприятия" href="/events/rss/?association=luga&amp;form=webinar"' in text
    )
    assert 'href="/events/feed.ics?association=luga&amp;form=webinar"' in text
    assert f'href="{reverse("workplans:calendar")}"' in text


def test_days_of_several_are_told_in_short(association: Association) -> None:
    made = [
        EventFactory(association=association, starts_at=datetime(2024, 10, first, 8, tzinfo=UTC), ends_at=last)
        for first, last in (
            (8, datetime(2024, 10, 8, 10, tzinfo=UTC)),
            (8, datetime(2024, 10, 10, 10, tzinfo=UTC)),
            (29, datetime(2024, 11, 2, 10, tzinfo=UTC)),
        )
    ]

    rows = event_rows(Event.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"), at=clock.now())

    assert [row.month_and_weekday for row in rows] == ["окт., вт", "окт.", "окт. – 2 нояб."]
    assert [(row.day, row.weekday, row.when) for row in rows] == [
        ("8", "вт", "8 октября 2024 г., 11:00–13:00"),
        ("8–10", "вт–чт", "8–10 октября 2024 г., 11:00"),
        ("29", "по 2 нояб.", "с 29 октября по 2 ноября 2024 г., 11:00"),
    ]


def test_what_people_type_is_never_markup(association: Association, client_for: ClientFor) -> None:
    sly = "<script>alert(1)</script>&"
    Association.objects.filter(pk=association.pk).update(short_name=sly)
    umbrella = make_event(association, f"{sly} целое", place=sly, days=2)
    make_event(association, f"{sly} часть", place=sly, parent=umbrella)

    text = page(client_for()).partition('id="rows"')[2]

    assert "<script>" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;&amp;") == 7
