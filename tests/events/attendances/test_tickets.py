"""Tickets at the door: one scan, the same scan twice, one ticket twice, a phone that was offline, a helper's link."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from stellazh.common.actor import Guest, LinkHolder
from stellazh.common.errors import PermissionRefused
from stellazh.events import moments
from stellazh.events.access.attendances import DOOR_LINK
from stellazh.events.enums import EnrolmentState
from stellazh.events.models import Attendance, AttendanceMark, Event
from stellazh.events.services import attendances as services
from stellazh.events.services import cancel_event
from stellazh.events.services.attendances import refusals
from stellazh.events.services.attendances.tickets import ticket_of
from stellazh.links.models import SecretLink
from stellazh.links.services import revoke_link
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.factories.events import STARTS, EnrolmentFactory, EventFactory

Verdict = services.ScanVerdict


def scan(
    event: Event, ticket: str, by: Any, at: datetime, key: UUID | None = None, scanned_at: datetime | None = None
) -> services.ScanAnswer:
    return services.mark_ticket(event.pk, ticket_code=ticket, key=key or uuid4(), scanned_at=scanned_at, by=by, at=at)


def test_scan_marks_whose_ticket_it_is(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    key = uuid4()

    answer = scan(event, enrolment.ticket_code, head, now, key)

    mark = AttendanceMark.objects.get()
    assert (answer.verdict, answer.name, answer.key) == (Verdict.WELCOME, enrolment.name, key)
    assert (mark.source, mark.state, mark.key) == ("ticket", "present", f"ticket:{event.pk}:{key}")
    assert (mark.attendance.enrolment, mark.marked_at, mark.recorded_by_name) == (enrolment, now, head.short_name)
    assert [deed[:2] for deed in deeds(mark.attendance)] == [("event_ticket_scanned", str(head.pk))]


def test_scan_sent_twice_is_one_mark_with_one_answer(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    key = uuid4()
    first = scan(event, enrolment.ticket_code, head, now, key)

    second = scan(event, enrolment.ticket_code, head, now + timedelta(minutes=9), key)

    assert (second, AttendanceMark.objects.count()) == (first, 1)
    assert len(deeds(Attendance.objects.get())) == 1


def test_ticket_used_twice_says_when_and_by_whom(event: Event, head: Person, methodist: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    scan(event, enrolment.ticket_code, head, now)

    again = scan(event, enrolment.ticket_code, methodist, now + timedelta(minutes=5))

    assert (again.verdict, again.name) == (Verdict.AGAIN, enrolment.name)
    assert again.text.startswith(f"Этот билет уже отмечен в 15:00 ({head.short_name}).")
    assert (Attendance.objects.count(), AttendanceMark.objects.count()) == (1, 2)


def test_ticket_is_good_on_every_day_of_the_event(event: Event, head: Person, now: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + timedelta(days=1))
    enrolment: Any = EnrolmentFactory(event=event)

    answers = [scan(event, enrolment.ticket_code, head, now + timedelta(days=day)) for day in (0, 1, 1)]

    assert [one.verdict for one in answers] == [Verdict.WELCOME, Verdict.WELCOME, Verdict.AGAIN]
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (EnrolmentState.WITHDRAWN, "Регистрация отменена"),
        (EnrolmentState.WAITING, "в листе ожидания"),
        (EnrolmentState.REJECTED, "отклонена"),
        (EnrolmentState.PENDING, "ждёт подтверждения"),
        (EnrolmentState.INVITED, "не принято"),
    ],
)
def test_ticket_without_a_place_marks_nothing(
    event: Event, head: Person, now: datetime, state: str, words: str
) -> None:
    enrolment: Any = EnrolmentFactory(event=event, state=state, queued_at=now)

    answer = scan(event, enrolment.ticket_code, head, now)

    assert (answer.verdict, answer.name, words in answer.text) == (Verdict.NO_PLACE, enrolment.name, True)
    assert AttendanceMark.objects.count() == 0


def test_foreign_and_unknown_tickets_mark_nothing_and_name_nobody(event: Event, head: Person, now: datetime) -> None:
    elsewhere: Any = EnrolmentFactory()

    answers = [
        scan(event, ticket, head, now)
        for ticket in (elsewhere.ticket_code, "ABCDEFGHJKLMNPQRSTUV"[::-1], "", "я" * 400)
    ]

    assert [one.verdict for one in answers] == [Verdict.ELSEWHERE, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert ({one.name for one in answers}, AttendanceMark.objects.count()) == ({""}, 0)


@pytest.mark.parametrize(
    "text",
    [
        "ABCD2345EFGH6789JKMN",
        "abcd 2345 efgh 6789 jkmn",
        "ABCD-2345-EFGH-6789-JKMN",
        "https://x.ru/t/ABCD2345EFGH6789JKMN/",
    ],
)
def test_ticket_is_read_however_it_is_written(text: str) -> None:
    assert ticket_of(text) == "ABCD2345EFGH6789JKMN"


@pytest.mark.parametrize(
    ("hours", "is_believed"),
    [(-0.5, True), (-2, True), (0.01, False), (-25.5, False), (3, False), (24 * 365 * -30, False)],
)
def test_clock_of_the_phone_is_believed_within_limits(
    event: Event, head: Person, now: datetime, hours: float, is_believed: bool
) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    told = now + timedelta(hours=hours)

    scan(event, enrolment.ticket_code, head, now, scanned_at=told)

    mark = AttendanceMark.objects.get()
    assert mark.marked_at == (told if is_believed else now)
    assert mark.note.startswith("Часы телефона показывали") is (not is_believed and abs(hours) > 0.1)


def test_scans_gathered_offline_are_answered_one_by_one(event: Event, head: Person, now: datetime) -> None:
    first, second = EnrolmentFactory(event=event), EnrolmentFactory(event=event)
    tickets = [first.ticket_code, second.ticket_code, first.ticket_code, "НЕТ"]  # type: ignore[attr-defined]
    scans = [services.Scan(ticket, uuid4(), STARTS + timedelta(minutes=n)) for n, ticket in enumerate(tickets)]

    answers = services.mark_tickets(event.pk, scans=scans, by=head, at=now)
    again = services.mark_tickets(event.pk, scans=scans, by=head, at=now + timedelta(minutes=1))

    assert [one.verdict for one in answers] == [Verdict.WELCOME, Verdict.WELCOME, Verdict.AGAIN, Verdict.UNKNOWN]
    assert ([one.key for one in answers], again) == ([one.key for one in scans], answers)
    assert (Attendance.objects.count(), AttendanceMark.objects.count()) == (2, 3)


def test_many_scans_cost_as_much_as_few(event: Event, head: Person, now: datetime) -> None:
    costs = []
    for count in (1, 30):
        tickets = [enrolment.ticket_code for enrolment in EnrolmentFactory.create_batch(count, event=event)]
        scans = [services.Scan(ticket, uuid4(), now) for ticket in tickets]
        with CaptureQueriesContext(connection) as seen:
            services.mark_tickets(event.pk, scans=scans, by=head, at=now)
        costs.append(len(seen))

    assert costs[0] == costs[1]


def test_more_scans_than_a_phone_gathers_are_refused(event: Event, head: Person, now: datetime) -> None:
    scans = [services.Scan("", uuid4()) for _ in range(services.MOST_SCANS + 1)]

    nothing_changes(lambda: services.mark_tickets(event.pk, scans=scans, by=head, at=now), refusals.TooManyScans)


def test_scanning_is_for_those_who_mark(
    event: Event, member: Person, stranger: Person, region_head: Person, now: datetime
) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    bearers = [
        LinkHolder(1, DOOR_LINK, "events.event", str(event.pk + 1)),
        LinkHolder(1, "x", "events.event", str(event.pk)),
    ]

    for by in (member, stranger, region_head, Guest(), *bearers):
        nothing_changes(lambda by=by: scan(event, enrolment.ticket_code, by, now), PermissionRefused)  # type: ignore[misc]


def test_scanning_what_was_called_off_is_refused(event: Event, head: Person, now: datetime) -> None:
    off: Any = EventFactory(association=event.association, cancelled=True)

    nothing_changes(lambda: scan(off, "", head, now), refusals.EventIsCancelled)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_one_key", [True, False])
def test_64_scans_of_one_ticket_at_once_make_one_attendance(
    event: Event, head: Person, now: datetime, is_one_key: bool
) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    ticket, one_key = enrolment.ticket_code, uuid4()
    barrier, answers = threading.Barrier(64), []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(scan(event, ticket, head, now, one_key if is_one_key else uuid4()).verdict)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=run) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    attendance = Attendance.objects.get()
    expected = {Verdict.WELCOME: 64} if is_one_key else {Verdict.WELCOME: 1, Verdict.AGAIN: 63}
    assert Counter(answers) == expected
    assert (attendance.marks.count(), attendance.standings.count()) == (1 if is_one_key else 64, 1)


def test_door_opens_this_event_until_twelve_hours_after_its_end(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    issued = services.open_door(event.pk, label=" Волонтёр ", by=head, at=now)

    found = services.who_stands_at_door(issued.token, at=now)

    assert found is not None
    assert (found[0], issued.link.expires_at) == (event, event.ends_at + timedelta(hours=12))
    answer = scan(event, enrolment.ticket_code, found[1], now)
    assert (answer.verdict, AttendanceMark.objects.get().recorded_by_name) == (Verdict.WELCOME, "По ссылке: Волонтёр")
    assert services.who_stands_at_door(issued.token, at=event.ends_at + timedelta(hours=12)) is None
    assert services.who_stands_at_door("x" * 43, at=now) is None


def test_door_of_an_archived_event_is_shut(event: Event, head: Person, now: datetime) -> None:
    issued = services.open_door(event.pk, label="", by=head, at=now)
    Event.objects.filter(pk=event.pk).update(archived_at=now)

    assert services.who_stands_at_door(issued.token, at=now) is None


def test_door_is_opened_and_shut_by_those_who_mark(
    event: Event, head: Person, methodist: Person, member: Person, now: datetime
) -> None:
    nothing_changes(lambda: services.open_door(event.pk, label="", by=member, at=now), PermissionRefused)
    issued = services.open_door(event.pk, label="", by=head, at=now)
    nothing_changes(lambda: services.close_door(event.pk, issued.link.pk, by=member, at=now), PermissionRefused)
    nothing_changes(lambda: revoke_link(issued.link.pk, by=member, at=now), PermissionRefused)

    services.close_door(event.pk, issued.link.pk, by=methodist, at=now)

    assert SecretLink.objects.get().revoked_at == now
    assert services.who_stands_at_door(issued.token, at=now) is None


def test_door_of_another_event_is_not_shut_here(event: Event, head: Person, now: datetime) -> None:
    other: Any = EventFactory(association=event.association)
    issued = services.open_door(other.pk, label="", by=head, at=now)

    with pytest.raises(SecretLink.DoesNotExist):
        services.close_door(event.pk, issued.link.pk, by=head, at=now)


def test_door_is_not_opened_when_nobody_stands_there(event: Event, head: Person, now: datetime) -> None:
    off: Any = EventFactory(association=event.association, cancelled=True)

    nothing_changes(
        lambda: services.open_door(event.pk, label="", by=head, at=now + timedelta(days=2)), refusals.TooLateForDoor
    )
    nothing_changes(lambda: services.open_door(off.pk, label="", by=head, at=now), refusals.EventIsCancelled)


def test_door_follows_the_event_to_another_day(event: Event, head: Person, at: datetime) -> None:
    issued = services.open_door(event.pk, label="", by=head, at=at)
    later = event.ends_at + timedelta(days=7)
    Event.objects.filter(pk=event.pk).update(ends_at=later)
    event.refresh_from_db()

    moments.reached(moments.on_changed, event, {"ends_at": (STARTS, later)}, by=head, at=at)

    issued.link.refresh_from_db()
    assert issued.link.expires_at == later + timedelta(hours=12)
    moments.reached(moments.on_changed, event, {"ends_at": (later, later)}, by=head, at=later + timedelta(days=1))
    issued.link.refresh_from_db()
    assert not issued.link.is_live(at)


def test_door_is_shut_with_an_event_called_off(event: Event, head: Person, now: datetime) -> None:
    issued = services.open_door(event.pk, label="", by=head, at=now)

    cancel_event(event.pk, reason="Заболела ведущая", by=head, at=event.starts_at - timedelta(hours=1))

    issued.link.refresh_from_db()
    assert issued.link.revoked_at is not None
