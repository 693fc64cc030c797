"""What nobody types by mistake: numbers of a thousand digits, moments at the ends of time, JSON without a bottom."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.models import AttendanceMark, Event
from stellazh.events.reads.event_list import event_rows
from stellazh.events.rooms.reading import read_room
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.events import EnrolmentFactory, EventFactory

ClientFor = Callable[..., Client]
KEY = "12345678-1234-1234-1234-123456789012"


@pytest.fixture
def event(association: Association) -> Event:
    starts = clock.now() + timedelta(hours=1)
    made: Any = EventFactory(association=association, starts_at=starts)
    return made


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "٣٤"], ids=["huge", "vast", "arabic"])
@pytest.mark.parametrize(
    ("page", "field", "besides"),
    [
        ("enrolment_decide", "ids", {"decision": "withdraw"}),
        ("enrolment_decide", "enrolment", {"decision": "withdraw"}),
        ("enrolment_add", "people", {}),
        ("enrolment_invite", "people", {}),
        ("enrolment_invite", "associations", {}),
        ("attendance_mark", "rows", {"state": "present"}),
    ],
)
def test_numbers_that_are_no_keys_do_nothing(
    event: Event,
    head: Person,
    client_for: ClientFor,
    page: str,
    field: str,
    besides: dict[str, str],
    number: str,
) -> None:
    before = fingerprint()

    answer = client_for(head).post(reverse(f"events:{page}", args=[event.pk]), {field: number, **besides})

    assert answer.status_code in (302, 422)
    assert fingerprint() == before


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000], ids=["huge", "vast"])
def test_letters_take_no_numbers_that_are_no_keys(
    event: Event, head: Person, client_for: ClientFor, number: str
) -> None:
    client = client_for(head)
    typed = {"subject": "Тема", "text": "Текст", "states": "confirmed", "kind": "free", "enrolment_ids": number}

    answer = client.post(reverse("events:letter_create", args=[event.pk]), typed)

    letter = event.letters.get()
    assert answer.status_code == 302
    assert letter.part["enrolment_ids"] == []
    shown = client.get(reverse("events:letter_detail", args=[event.pk, letter.pk]), {"as": number})
    assert shown.status_code == 200


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_moments_at_the_ends_of_time_are_refused(
    event: Event, head: Person, client_for: ClientFor, moment: str
) -> None:
    client = client_for(head)

    codes = client.post(
        reverse("events:check_in_codes", args=[event.pk]), {"opens_at": moment, "closes_at": "9999-12-31T23:59"}
    )
    clone = client.post(reverse("events:event_clone", args=[event.pk]), {"starts_at": moment, "title": "Снова"})

    assert (codes.status_code, clone.status_code) == (422, 422)
    assert "Проверьте год" in codes.content.decode()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", 10**400, "1970-01-01T00:00Z"])
def test_scan_of_a_phone_with_a_mad_clock_is_taken(
    event: Event, head: Person, client_for: ClientFor, moment: object
) -> None:
    ticket = EnrolmentFactory(event=event).ticket_code
    scans = json.dumps([{"key": KEY, "ticket": ticket, "at": moment}])

    answer = client_for(head).post(reverse("events:scanner_marks", args=[event.pk]), {"scans": scans})

    assert answer.json()["answers"][0]["verdict"] == "welcome"
    assert AttendanceMark.objects.get().marked_at > event.starts_at - timedelta(days=1)


@pytest.mark.parametrize(
    "scans", ["[" * 100_000, "[" * 300_000, "[1]", '["a"]', "[[1]]", "{}", '[{"key": 1, "ticket": 1e400}]']
)
def test_scans_that_are_none_are_refused_in_words(
    event: Event, head: Person, client_for: ClientFor, scans: str
) -> None:
    before = fingerprint()

    answer = client_for(head).post(reverse("events:scanner_marks", args=[event.pk]), {"scans": scans})

    assert answer.status_code == 422
    assert answer.json()["refusal"]
    assert fingerprint() == before


UMBRELLA = "Тайный съезд"


@pytest.fixture
def part(association: Association) -> Event:
    """A public part of an umbrella that was not announced."""
    above = EventFactory(association=association, title=UMBRELLA, draft=True)
    starts = clock.now() + timedelta(days=1)
    made: Any = EventFactory(association=association, starts_at=starts, parent=above)
    return made


@pytest.mark.parametrize(
    ("above", "own", "is_told"),
    [
        ({"status": "draft"}, {}, False),
        ({"status": "draft"}, {"status": "draft"}, True),
        ({"status": "announced"}, {}, True),
        ({"status": "announced", "archived_at": clock.now()}, {}, False),
        ({"status": "announced", "visibility": "invited"}, {}, False),
        ({"status": "announced", "visibility": "members"}, {}, False),
        ({"status": "announced", "visibility": "members"}, {"visibility": "members"}, True),
        ({"status": "announced", "visibility": "invited"}, {"visibility": "invited"}, False),
    ],
)
def test_umbrella_is_told_to_those_who_may_open_it(
    part: Event, above: dict[str, Any], own: dict[str, Any], is_told: bool
) -> None:
    Event.objects.filter(pk=part.parent_id).update(**above)
    Event.objects.filter(pk=part.pk).update(**own)

    (row,) = event_rows(Event.objects.filter(pk=part.pk), at=clock.now())

    assert row.umbrella == (UMBRELLA if is_told else "")
    found = Event.objects.select_related("parent").get(pk=part.pk).known_umbrella
    assert bool(found) is is_told


def test_pages_and_feeds_keep_an_umbrella_that_nobody_may_open(
    part: Event, client_for: ClientFor, member: Person
) -> None:
    for client in (client_for(), client_for(member)):
        for address in (
            reverse("events:event_detail", args=[part.pk]),
            reverse("events:event_print", args=[part.pk]),
            reverse("events:event_list"),
            reverse("events:event_month"),
            reverse("events:event_feed"),
            reverse("events:event_rss"),
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            assert UMBRELLA not in answer.content.decode()


def test_room_list_of_vast_rows_is_read_without_holding_up_the_site() -> None:
    row = (f"Липина Вера;{'время участия ' * 5}{{}};" + "да;" * 150).rstrip(";")
    body = "\n".join(["Имя участника;Ник", *(row.format(number) for number in range(3_000))])
    begun = time.process_time()

    entries = read_room(body.encode(), "room.csv", zone=ZoneInfo("Europe/Moscow"), on=date(2024, 10, 8))

    assert len(entries) == 1
    assert time.process_time() - begun < 6
