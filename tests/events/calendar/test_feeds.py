"""Calendars to subscribe to and news: what is in them, whose rights they carry, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Guest
from stellazh.events.enums import EnrolmentState, EventVisibility
from stellazh.events.models import Event
from stellazh.events.services.subscriptions import NotAPerson, open_event_subscription, subscribe_to_events
from stellazh.links.models import SecretLink
from stellazh.links.services import revoke_link
from stellazh.people.models import Person
from tests.checks import nothing_changes
from tests.events.calendar.making import enrol, make_event, soon

ClientFor = Callable[..., Client]
ROOM = "https://video.example/secret-room"


def entries(client: Client, address: str, **query: str) -> dict[str, Any]:
    answer = client.get(address, query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def personal(person: Person, association: Association | None) -> str:
    issued = subscribe_to_events(association.pk if association else None, by=person, at=clock.now())
    return reverse("events:event_feed_personal", args=[issued.token])


def test_public_feed_tells_days_hours_and_places(association: Association, client_for: ClientFor) -> None:
    event = make_event(association, "Читаем", place="Зал", summary="О книгах", audience="Библиотекари", room_url=ROOM)
    make_event(association, "Неделя", is_all_day=True, starts_at=soon(30), ends_at=soon(32))
    client = client_for()

    found = entries(client, reverse("events:event_feed"))

    one = found["Читаем"]
    assert one.decoded("DTSTART") == event.starts_at
    assert one.decoded("DTEND") == event.ends_at
    assert str(one["UID"]) == f"{event.uid}@stellazh"
    assert (str(one["LOCATION"]), str(one["STATUS"])) == ("Зал", "CONFIRMED")
    assert str(one["URL"]) == f"http://testserver{event.get_absolute_url()}"
    assert str(one["DESCRIPTION"]).splitlines() == [
        "О книгах", "Заседание, очно", "Для кого: Библиотекари", "ММО Лужского округа",
    ]  # fmt: skip
    week = found["Неделя"]
    assert week.decoded("DTEND") - week.decoded("DTSTART") == timedelta(days=3)


def test_cancelled_event_says_so(association: Association, client_for: ClientFor) -> None:
    make_event(association, "Читаем", cancelled=True)

    one = entries(client_for(), reverse("events:event_feed"))["Отменено: Читаем"]

    assert (str(one["STATUS"]), str(one["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert "Отменено: Заболела ведущая" in str(one["DESCRIPTION"])


def test_public_feed_holds_no_more_than_a_guest_sees(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    make_event(association, "Открытое")
    make_event(association, "Для своих", visibility=EventVisibility.MEMBERS)
    make_event(association, "Черновик", draft=True)
    make_event(association, "Давно", days=-400)
    make_event(association, "В архиве", archived_at=soon(-1))

    # A session does not widen it: the address is open to everybody who is told it.
    assert list(entries(client_for(head), reverse("events:event_feed"))) == ["Открытое"]


def test_public_feed_follows_the_filters(region: Association, association: Association, client_for: ClientFor) -> None:
    make_event(region, "Областное", form="webinar")
    make_event(association, "Наше")
    client, address = client_for(), reverse("events:event_feed")

    assert list(entries(client, address, association="luga")) == ["Наше"]
    assert list(entries(client, address, territory="luga")) == ["Наше"]
    assert list(entries(client, address, form="webinar")) == ["Областное"]


def test_no_feed_holds_the_link_to_the_video_meeting(
    association: Association, member: Person, client_for: ClientFor
) -> None:
    event = make_event(association, "Читаем", room_url=ROOM, description=f"<p>{ROOM}</p>", days=0.01)
    enrol(event, member)
    client = client_for()

    bodies = [
        client.get(address).content
        for address in (
            reverse("events:event_feed"),
            reverse("events:event_rss"),
            personal(member, None),
            personal(member, association),
        )
    ]

    assert [b"secret-room" in body for body in bodies] == [False] * 4


@pytest.mark.parametrize("count", [1, 3])
def test_feeds_cost_the_same_for_one_and_three(
    count: int,
    association: Association,
    member: Person,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        enrol(make_event(association, f"{number}"), member)
    client, address = client_for(), personal(member, association)

    # The associations, the state of the feed, the events.
    with django_assert_num_queries(3):
        entries(client, reverse("events:event_feed"))
    # The link and its trace, the person, the association; her grants and lists; the state of the feed and of her
    # registrations; both again, read.
    entries(client, address)
    with django_assert_num_queries(10):
        assert len(entries(client, address)) == count


def test_feed_that_has_not_changed_is_not_sent_again(association: Association, client_for: ClientFor) -> None:
    event = make_event(association)
    client, address = client_for(), reverse("events:event_feed")
    etag = client.get(address)["ETag"]

    unchanged = client.get(address, headers={"If-None-Match": etag})
    Event.objects.filter(pk=event.pk).update(updated_at=clock.now())
    changed = client.get(address, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (changed.status_code, changed["ETag"] == etag) == (200, False)


def test_own_calendar_holds_own_registrations_alone(
    association: Association, neighbour: Association, member: Person, client_for: ClientFor
) -> None:
    make_event(association, "Чужое")
    mine = make_event(association, "Моё", visibility=EventVisibility.MEMBERS)
    invited = make_event(neighbour, "Зовут", visibility=EventVisibility.INVITED)
    left = make_event(association, "Передумала")
    enrol(mine, member)
    enrol(invited, member, state=EnrolmentState.INVITED)
    enrol(left, member, state=EnrolmentState.WITHDRAWN)

    found = entries(client_for(), personal(member, None))

    assert sorted(found) == ["Зовут", "Моё"]
    assert "Вы зарегистрированы." in str(found["Моё"]["DESCRIPTION"])
    assert "Вы приглашены" in str(found["Зовут"]["DESCRIPTION"])
    assert str(found["Зовут"]["TRANSP"]) == "TRANSPARENT"


def test_calendar_of_an_association_adds_what_is_for_members(
    association: Association, neighbour: Association, member: Person, client_for: ClientFor
) -> None:
    make_event(association, "Для своих", visibility=EventVisibility.MEMBERS)
    make_event(neighbour, "Соседское", visibility=EventVisibility.MEMBERS)
    make_event(neighbour, "Соседское открытое")
    enrol(make_event(neighbour, "Моё"), member)

    assert sorted(entries(client_for(), personal(member, association))) == ["Для своих", "Моё"]


def test_subscription_ends_with_the_link_and_with_the_card(
    association: Association, member: Person, client_for: ClientFor
) -> None:
    address, other = personal(member, association), personal(member, None)
    client = client_for()
    link = SecretLink.objects.filter(purpose="events.subscription").order_by("pk").first()
    assert link is not None

    revoke_link(link.pk, by=member, at=clock.now())
    revoked = client.get(address).status_code
    Person.objects.filter(pk=member.pk).update(is_active=False)

    assert (revoked, client.get(other).status_code) == (404, 404)
    assert client.get(reverse("events:event_feed_personal", args=["A" * 43])).status_code == 404


def test_subscription_of_plans_opens_no_events(association: Association, member: Person) -> None:
    from stellazh.workplans.services.subscriptions import subscribe

    token = subscribe(association.pk, by=member, at=clock.now()).token

    assert open_event_subscription(token, at=clock.now()) is None


def test_only_people_subscribe(association: Association) -> None:
    nothing_changes(lambda: subscribe_to_events(association.pk, by=Guest(), at=clock.now()), NotAPerson)


def test_subscribing_shows_the_address_once(association: Association, member: Person, client_for: ClientFor) -> None:
    answer = client_for(member).post(reverse("events:event_subscribe"), {"association": "luga"})

    link = SecretLink.objects.get()
    assert (link.purpose, link.owner_id, link.label) == (
        "events.subscription", str(member.pk), "Мероприятия: ММО Лужского округа",
    )  # fmt: skip
    assert "http://testserver/events/feed/" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_guests_are_asked_to_sign_in_before_subscribing(association: Association, client_for: ClientFor) -> None:
    answer = client_for().post(reverse("events:event_subscribe"))

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("people:sign_in"))
    assert SecretLink.objects.count() == 0


def test_news_tell_the_latest_announced_first(association: Association, client_for: ClientFor) -> None:
    make_event(association, "Раньше", announced_at=soon(-2), place="Зал", summary="О книгах.")
    late = make_event(association, "Позже", announced_at=soon(-1), cancelled=True)
    make_event(association, "Для своих", visibility=EventVisibility.MEMBERS)
    make_event(association, "Черновик", draft=True)

    answer = client_for().get(reverse("events:event_rss"))

    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel is not None
    items = channel.findall("item")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert [item.findtext("title") for item in items] == ["Отменено: Позже", "Раньше"]
    assert items[0].findtext("link") == f"http://testserver{late.get_absolute_url()}"
    assert items[0].findtext("guid") == f"urn:uuid:{late.uid}"
    assert [one.text for one in items[1].findall("category")] == ["заседание", "ММО Лужского округа"]
    assert (items[1].findtext("description") or "").endswith(". Зал. ММО Лужского округа. О книгах")


@pytest.mark.parametrize("count", [1, 3])
def test_news_cost_the_same_for_one_and_three(
    count: int, association: Association, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_event(association, f"{number}")
    client = client_for()

    with django_assert_num_queries(2):
        answer = client.get(reverse("events:event_rss"), {"association": "luga"})

    assert answer.content.count(b"<item>") == count
