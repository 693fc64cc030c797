"""Checking in and scanning in the browser: codes, the screen, one's own phone, the scanner, the helper's link."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import EventVisibility
from stellazh.events.models import Attendance, AttendanceMark, CheckInCode, Event
from stellazh.events.reads.attendances.door import ticket_digest
from stellazh.events.services import attendances as services
from stellazh.links.models import SecretLink
from stellazh.links.services import create_link
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.events import EnrolmentFactory, EventFactory

ClientFor = Callable[..., Client]


@pytest.fixture
def today(association: Association) -> Event:
    """An event that goes on just now."""
    starts = clock.now() - timedelta(minutes=30)
    made: Any = EventFactory(association=association, starts_at=starts, ends_at=starts + timedelta(hours=2))
    return made


@pytest.fixture
def open_code(today: Event, head: Person) -> CheckInCode:
    at = clock.now()
    return services.open_check_in(
        today.pk, label="", coming_as="", opens_at=at, closes_at=at + timedelta(hours=1), by=head, at=at
    )


def address(name: str, *args: object) -> str:
    return reverse(f"events:{name}", args=args)


def scans(*tickets: str) -> dict[str, str]:
    told = [{"key": str(uuid4()), "ticket": ticket, "at": clock.now().isoformat()} for ticket in tickets]
    return {"scans": json.dumps(told)}


def door_token(event: Event, head: Person) -> str:
    return services.open_door(event.pk, label="Вера, вход", by=head, at=clock.now()).token


def test_codes_page_makes_a_code_and_shows_it_large(today: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    local = clock.now().astimezone(today.zone)
    sent = {
        "label": "Начало",
        "opens_at": f"{local:%Y-%m-%dT%H:%M}",
        "closes_at": f"{local + timedelta(hours=1):%Y-%m-%dT%H:%M}",
    }

    answer = client.post(address("check_in_codes", today.pk), sent)

    code = CheckInCode.objects.get()
    assert answer["Location"] == address("check_in_screen", today.pk, code.pk)
    screen = client.get(answer["Location"]).content.decode()
    assert f"{code.code[:3]}<span> </span>{code.code[3:]}" in screen
    assert "data:image/svg+xml" in screen
    part = client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert ("Отметились: <b>0</b>" in part, "<html" in part) == (True, False)


def test_codes_page_says_what_is_wrong_with_the_window(today: Event, head: Person, client_for: ClientFor) -> None:
    before = fingerprint()

    answer = client_for(head).post(
        address("check_in_codes", today.pk), {"opens_at": "2020-01-01T10:00", "closes_at": "2020-01-01T11:00"}
    )

    assert (answer.status_code, "уже прошло" in answer.content.decode(), fingerprint()) == (422, True, before)


@pytest.mark.parametrize("count", [1, 3])
def test_codes_page_costs_the_same_for_one_and_three(
    today: Event, head: Person, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = clock.now()
    for _ in range(count):
        services.open_check_in(
            today.pk, label="", coming_as="", opens_at=at, closes_at=at + timedelta(hours=1), by=head, at=at
        )
    client = client_for(head)
    client.get(address("check_in_codes", today.pk))

    # The session's person and grants, the event, the codes; the bell.
    with django_assert_num_queries(5):
        text = client.get(address("check_in_codes", today.pk)).content.decode()

    assert text.count("Закрыть сейчас<span") == count


def test_code_is_closed_by_a_button(
    open_code: CheckInCode, head: Person, member: Person, client_for: ClientFor
) -> None:
    url = address("check_in_close", open_code.event_id, open_code.pk)
    other: Any = EventFactory(association=open_code.event.association)

    assert client_for(member).post(url).status_code == 404
    assert client_for(head).get(url).status_code == 405
    assert client_for(head).post(address("check_in_close", other.pk, open_code.pk)).status_code == 404
    assert client_for(head).post(url).status_code == 302
    assert CheckInCode.objects.get().revoked_at is not None


def test_check_in_page_brings_the_code_and_waits_for_the_button(
    today: Event, open_code: CheckInCode, member: Person, client_for: ClientFor
) -> None:
    client = client_for(member)
    before = fingerprint()

    text = client.get(address("check_in", today.pk), {"code": open_code.code}).content.decode()

    assert (f'value="{open_code.code}"' in text, "Осталось нажать кнопку" in text) == (True, True)
    assert fingerprint() == before
    answer = client.post(address("check_in", today.pk), {"code": open_code.code}, follow=True).content.decode()
    assert ("Вы отмечены:" in answer, Attendance.objects.get().person) == (True, member)


def test_check_in_page_says_what_is_wrong(
    today: Event, open_code: CheckInCode, member: Person, client_for: ClientFor
) -> None:
    wrong = "111111" if open_code.code != "111111" else "222222"
    client = client_for(member)

    answers = [client.post(address("check_in", today.pk), {"code": wrong}) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [422] * 7
    assert "Такого кода нет" in answers[0].content.decode()
    assert "Попробуйте через 1 минуту" in answers[6].content.decode()
    assert Attendance.objects.count() == 0


def test_check_in_page_tells_a_guest_who_must_say_who_she_is(
    today: Event, open_code: CheckInCode, client_for: ClientFor
) -> None:
    client = client_for()

    known = client.get(address("check_in", today.pk), {"code": open_code.code})
    unknown = client.get(address("check_in", today.pk + 1), {"code": open_code.code})

    assert (known.status_code, unknown.status_code) == (200, 200)
    text = known.content.decode()
    assert (today.title in text, "Войти и отметиться" in text) == (False, True)
    assert f"next={quote(address('check_in', today.pk), safe='')}%3Fcode%3D{open_code.code}" in text


def test_check_in_page_of_an_event_one_does_not_see_is_404(
    today: Event, stranger: Person, client_for: ClientFor
) -> None:
    Event.objects.filter(pk=today.pk).update(visibility=EventVisibility.MEMBERS)

    assert client_for(stranger).get(address("check_in", today.pk)).status_code == 404


def test_guest_checks_in_by_the_link_of_her_registration(
    today: Event, open_code: CheckInCode, head: Person, client_for: ClientFor
) -> None:
    guest: Any = EnrolmentFactory(event=today, guest=True)
    issued = create_link(
        ENROLMENT_LINK, thing=guest, owner_id="", label="Регистрация", expires_at=None, by=head, at=clock.now()
    )
    client, url = client_for(), address("check_in_by_link", issued.token)

    page = client.get(url)
    answer = client.post(url, {"code": open_code.code})

    assert (page.status_code, page["X-Robots-Tag"], answer["Location"]) == (200, "noindex, nofollow, noarchive", url)
    assert Attendance.objects.get().enrolment == guest
    assert client.get(address("check_in_by_link", "x" * 43)).status_code == 410


def test_event_page_has_the_button_while_a_code_is_open(
    today: Event, open_code: CheckInCode, head: Person, member: Person, client_for: ClientFor
) -> None:
    url, button = address("event_detail", today.pk), "Идёт отметка участия"

    assert button in client_for(member).get(url).content.decode()
    assert button not in client_for().get(url).content.decode()
    services.close_check_in(open_code.pk, by=head, at=clock.now())
    assert button not in client_for(member).get(url).content.decode()


def test_camera_is_allowed_on_the_scanner_only(today: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    scanner, page = client.get(address("scanner", today.pk)), client.get(address("attendance_list", today.pk))

    assert scanner["Permissions-Policy"] == "camera=(self), microphone=(), geolocation=()"
    assert page["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert "script-src 'self'" in scanner["Content-Security-Policy"]
    assert "<script>" not in scanner.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_tickets_for_the_phone_are_fingerprints(
    today: Event, head: Person, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enrolments: list[Any] = EnrolmentFactory.create_batch(count, event=today)
    EnrolmentFactory()
    client = client_for(head)
    client.post(address("scanner_marks", today.pk), scans(enrolments[0].ticket_code))

    # The session's person and grants, the event, the tickets.
    with django_assert_num_queries(4):
        answer = client.get(address("scanner_tickets", today.pk))

    told = answer.json()["tickets"]
    assert {one["digest"] for one in told} == {ticket_digest(today, one.ticket_code) for one in enrolments}
    assert not any(one.ticket_code in answer.content.decode() for one in enrolments)
    assert [bool(one["seen"]) for one in told].count(True) == 1


def test_scans_are_answered_one_by_one(today: Event, head: Person, client_for: ClientFor) -> None:
    enrolment: Any = EnrolmentFactory(event=today)
    client, sent = client_for(head), scans(enrolment.ticket_code, enrolment.ticket_code, "nonsense")

    answers = [client.post(address("scanner_marks", today.pk), sent).json()["answers"] for _ in range(2)]

    assert [one["verdict"] for one in answers[0]] == ["welcome", "again", "unknown"]
    assert (answers[0], AttendanceMark.objects.count()) == (answers[1], 2)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"scans": "{"},
        {"scans": "[]"},
        {"scans": "{}"},
        {"scans": '[{"key": "x", "ticket": "y"}]'},
        {"scans": "[1]"},
        {"scans": '[{"ticket": "y"}]'},
        {"scans": json.dumps([{"key": str(uuid4()), "ticket": "y"}] * 501)},
    ],
)
def test_broken_scans_are_refused_in_words(
    today: Event, head: Person, client_for: ClientFor, body: dict[str, str]
) -> None:
    before = fingerprint()

    answer = client_for(head).post(address("scanner_marks", today.pk), body)

    assert (answer.status_code, bool(answer.json()["refusal"]), fingerprint()) == (422, True, before)


def test_clock_of_a_phone_may_say_anything(today: Event, head: Person, client_for: ClientFor) -> None:
    tickets = [enrolment.ticket_code for enrolment in EnrolmentFactory.create_batch(4, event=today)]
    moments = ["", None, "1970-01-01T00:00:00.000Z", "2024-10-08T11:05:00"]
    told = [{"key": str(uuid4()), "ticket": t, "at": m} for t, m in zip(tickets, moments, strict=True)]

    answer = client_for(head).post(address("scanner_marks", today.pk), {"scans": json.dumps(told)})

    assert [one["verdict"] for one in answer.json()["answers"]] == ["welcome"] * 4
    assert all(
        clock.now() - at < timedelta(minutes=5) for at in AttendanceMark.objects.values_list("marked_at", flat=True)
    )


def test_scanning_is_shut_to_others(today: Event, member: Person, region_head: Person, client_for: ClientFor) -> None:
    for who in (member, region_head):
        client = client_for(who)
        assert client.get(address("scanner", today.pk)).status_code == 404
        assert client.get(address("scanner_tickets", today.pk)).status_code == 404
        assert client.post(address("scanner_marks", today.pk), scans("x")).status_code == 404
    assert client_for().post(address("scanner_marks", today.pk), scans("x")).status_code == 302


def test_helper_scans_by_the_link_and_nothing_else(today: Event, head: Person, client_for: ClientFor) -> None:
    enrolment: Any = EnrolmentFactory(event=today)
    token, client = door_token(today, head), client_for()

    page = client.get(address("door", token))
    answer = client.post(address("door_marks", token), scans(enrolment.ticket_code))

    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, nofollow, noarchive")
    assert page["Permissions-Policy"].startswith("camera=(self)")
    assert address("scanner_marks", today.pk) not in page.content.decode()
    assert client.get(address("door_tickets", token)).json()["tickets"][0]["name"] == enrolment.name
    assert answer.json()["answers"][0]["verdict"] == "welcome"
    assert AttendanceMark.objects.get().recorded_by_name == "По ссылке: Вера, вход"
    assert client.get(address("attendance_list", today.pk)).status_code == 302


def test_door_shuts_when_the_link_is_taken_back(today: Event, head: Person, client_for: ClientFor) -> None:
    token = door_token(today, head)
    link = SecretLink.objects.get()

    client_for(head).post(address("door_close", today.pk, link.pk))

    client = client_for()
    assert [client.get(address(name, token)).status_code for name in ("door", "door_tickets")] == [410, 410]
    assert client.post(address("door_marks", token), scans("x")).status_code == 410
    assert client.get(address("door", "x" * 43)).status_code == 410


def test_doors_page_shows_a_new_link_once(today: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    made = client.post(address("door_list", today.pk), {"label": "Вера"}).content.decode()
    later = client.get(address("door_list", today.pk)).content.decode()

    found = re.search(r"/events/door/[\w-]{43}/", made)
    assert found is not None
    assert ("/events/door/" in later, "Вера" in later) == (False, True)
    assert client_for().get(found[0]).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_doors_page_costs_the_same_for_one_and_three(
    today: Event, head: Person, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        door_token(today, head)
    client = client_for(head)
    client.get(address("door_list", today.pk))

    # The session's person and grants, the event, the count, the links; the bell.
    with django_assert_num_queries(6):
        text = client.get(address("door_list", today.pk)).content.decode()

    assert text.count("Отозвать<span") == count
