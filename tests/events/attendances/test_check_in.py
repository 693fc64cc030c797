"""Codes of checking in: made, closed, typed, guessed."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Guest
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import ComingAs, EnrolmentState, EventVisibility
from stellazh.events.models import Attendance, AttendanceMark, CheckInCode, CheckInFailure, Enrolment, Event
from stellazh.events.services import attendances as services
from stellazh.events.services.attendances import refusals
from stellazh.events.services.attendances.codes import MOST_CODES
from stellazh.events.services.attendances.guessing import (
    FREE_TRIES,
    FREE_TRIES_PER_PLACE,
    forget_failures,
    wait_after,
)
from stellazh.links.services import create_link, holder
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.checks import deeds, nothing_changes
from tests.factories.events import STARTS, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

PLACE = "192.0.2.7"


def open_code(event: Event, by: Any, at: datetime, **changes: Any) -> CheckInCode:
    values = {"label": "", "coming_as": "", "opens_at": STARTS, "closes_at": STARTS + timedelta(hours=1)}
    return services.open_check_in(event.pk, **{**values, **changes}, by=by, at=at)


def check_in(event: Event, code: str, by: Any, at: datetime, place: str = PLACE) -> services.CheckedIn:
    return services.check_in_by_code(event.pk, code=code, place=place, by=by, at=at)


def wrong(code: CheckInCode) -> str:
    return "000000" if code.code != "000000" else "000001"


def holder_of(enrolment: Any, by: Person, at: datetime) -> Any:
    issued = create_link(
        ENROLMENT_LINK, thing=enrolment, owner_id="", label="Регистрация", expires_at=None, by=by, at=at
    )
    return holder(issued.link)


def test_open_check_in_makes_six_digits_and_keeps_them_out_of_the_journal(
    event: Event, head: Person, at: datetime
) -> None:
    made = open_code(event, head, at, label=" Утро ", coming_as="online")

    assert (len(made.code), made.code.isdigit(), made.label, made.coming_as) == (6, True, "Утро", "online")
    assert (made.made_at, made.made_by, made.revoked_at) == (at, head.short_name, None)
    assert [deed[0] for deed in deeds(event)] == ["event_check_in_opened"]
    note = AuditEntry.objects.about(event).get().note
    assert note == "Утро: 8 октября 2024 г., 14:00 – 8 октября 2024 г., 15:00"


def test_open_check_in_is_for_those_who_mark(
    event: Event, member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    for by in (member, stranger, region_head, Guest()):
        nothing_changes(lambda by=by: open_code(event, by, at), PermissionRefused)  # type: ignore[misc]


def test_open_check_in_refuses_windows_that_open_nothing(event: Event, head: Person, at: datetime) -> None:
    nothing_changes(lambda: open_code(event, head, at, closes_at=STARTS), refusals.WrongWindow, "конец позже начала")
    endless = STARTS + timedelta(days=2)
    nothing_changes(lambda: open_code(event, head, at, closes_at=endless), refusals.WrongWindow, "не дольше суток")
    late = STARTS + timedelta(days=1)
    nothing_changes(lambda: open_code(event, head, late), refusals.WrongWindow, "уже прошло")


def test_open_check_in_refuses_what_was_called_off(head: Person, event: Event, at: datetime) -> None:
    off: Any = EventFactory(association=event.association, cancelled=True)

    nothing_changes(lambda: open_code(off, head, at), refusals.EventIsCancelled)


def test_open_check_in_refuses_more_codes_than_are_safe(event: Event, head: Person, at: datetime) -> None:
    CheckInCode.objects.bulk_create(
        CheckInCode(
            event=event, code=f"{n:06}", opens_at=STARTS, closes_at=STARTS + timedelta(1), made_at=at, made_by="она"
        )
        for n in range(MOST_CODES)
    )

    nothing_changes(lambda: open_code(event, head, at), refusals.TooManyCodes)


def test_close_check_in_ends_the_code_once(code: CheckInCode, head: Person, member: Person, now: datetime) -> None:
    nothing_changes(lambda: services.close_check_in(code.pk, by=member, at=now), PermissionRefused)

    services.close_check_in(code.pk, by=head, at=now)
    services.close_check_in(code.pk, by=head, at=now + timedelta(minutes=1))

    assert CheckInCode.objects.get().revoked_at == now
    assert [deed[0] for deed in deeds(code.event)] == ["event_check_in_opened", "event_check_in_closed"]


def test_check_in_marks_a_registered_person_once(event: Event, code: CheckInCode, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)

    first = check_in(event, f" {code.code[:3]}-{code.code[3:]} ", enrolment.person, now)
    again = check_in(event, code.code, enrolment.person, now + timedelta(minutes=3))

    mark = AttendanceMark.objects.get()
    assert (first.is_new, again.is_new, again.marked.mark) == (True, False, mark)
    assert (mark.source, mark.state, mark.code, mark.marked_at) == ("code", "present", code, now)
    assert mark.attendance.enrolment == enrolment
    assert [deed[:2] for deed in deeds(mark.attendance)] == [("event_checked_in", str(enrolment.person.pk))]


@pytest.mark.parametrize(
    ("event_format", "of_code", "registered_as", "state"),
    [
        (ItemFormat.ONLINE, "", "", "online"),
        (ItemFormat.MIXED, "", ComingAs.ONLINE, "online"),
        (ItemFormat.MIXED, "", ComingAs.ONSITE, "present"),
        (ItemFormat.MIXED, ComingAs.ONLINE, ComingAs.ONSITE, "online"),
        (ItemFormat.MIXED, ComingAs.ONSITE, ComingAs.ONLINE, "present"),
        (ItemFormat.ONSITE, "", "", "present"),
    ],
)
def test_check_in_knows_who_was_online(
    event: Event,
    head: Person,
    now: datetime,
    at: datetime,
    event_format: str,
    of_code: str,
    registered_as: str,
    state: str,
) -> None:
    Event.objects.filter(pk=event.pk).update(format=event_format)
    enrolment: Any = EnrolmentFactory(event=event, coming_as=registered_as)
    code = open_code(event, head, at, coming_as=of_code)

    check_in(event, code.code, enrolment.person, now - timedelta(minutes=30))

    assert Attendance.objects.get().state == state


def test_check_in_of_a_guest_by_the_link_of_her_registration(
    event: Event, code: CheckInCode, head: Person, now: datetime
) -> None:
    guest: Any = EnrolmentFactory(event=event, guest=True)
    by = holder_of(guest, head, now)

    check_in(event, code.code, by, now)

    made = Attendance.objects.get()
    assert (made.enrolment, made.person, made.name) == (guest, None, guest.name)


def test_check_in_with_the_link_of_another_event_is_refused(
    event: Event, code: CheckInCode, head: Person, now: datetime
) -> None:
    elsewhere: Any = EnrolmentFactory(guest=True)
    by = holder_of(elsewhere, head, now)

    nothing_changes(lambda: check_in(event, code.code, by, now), PermissionRefused)
    nothing_changes(lambda: check_in(event, code.code, Guest(), now), PermissionRefused)


def test_check_in_without_registration_depends_on_the_event(
    event: Event, code: CheckInCode, member: Person, stranger: Person, now: datetime
) -> None:
    check_in(event, code.code, member, now)
    Event.objects.filter(pk=event.pk).update(takes_walk_ins=False)

    nothing_changes(lambda: check_in(event, code.code, stranger, now), refusals.OnlyForRegistered)

    assert Attendance.objects.get().person == member


@pytest.mark.parametrize(
    ("state", "takes_walk_ins", "is_marked"),
    [
        (EnrolmentState.REJECTED, True, False),
        (EnrolmentState.WAITING, True, True),
        (EnrolmentState.WAITING, False, False),
        (EnrolmentState.WITHDRAWN, True, True),
        (EnrolmentState.CONFIRMED, False, True),
    ],
)
def test_check_in_by_state_of_registration(
    event: Event, code: CheckInCode, now: datetime, state: str, takes_walk_ins: bool, is_marked: bool
) -> None:
    Event.objects.filter(pk=event.pk).update(takes_walk_ins=takes_walk_ins)
    enrolment: Any = EnrolmentFactory(event=event, state=state, queued_at=now)

    try:
        check_in(event, code.code, enrolment.person, now)
    except refusals.OnlyForRegistered:
        assert not is_marked

    assert Attendance.objects.count() == int(is_marked)


def test_check_in_to_an_event_one_does_not_see_is_refused(
    event: Event, code: CheckInCode, stranger: Person, now: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.MEMBERS)

    nothing_changes(lambda: check_in(event, code.code, stranger, now), PermissionRefused)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-10, r"Код начнёт действовать: 14:00\."), (95, r"Код действовал до 15:30\.")],
)
def test_check_in_outside_of_the_window_says_when_it_is(
    event: Event, code: CheckInCode, member: Person, minutes: int, words: str
) -> None:
    with pytest.raises(refusals.CodeNotOpen, match=words):
        check_in(event, code.code, member, STARTS + timedelta(minutes=minutes))

    assert Attendance.objects.count() == 0
    assert CheckInFailure.objects.filter(event=event, who=f"person:{member.pk}").count() == 1


def test_check_in_with_a_closed_code_says_so(
    event: Event, code: CheckInCode, head: Person, member: Person, now: datetime
) -> None:
    services.close_check_in(code.pk, by=head, at=now)

    with pytest.raises(refusals.CodeNotOpen, match=r"Отметку по этому коду закрыли: 15:00\."):
        check_in(event, code.code, member, now + timedelta(minutes=5))


def test_code_of_another_event_is_a_wrong_code(event: Event, code: CheckInCode, member: Person, now: datetime) -> None:
    other: Any = EventFactory(association=event.association)

    with pytest.raises(refusals.WrongCode, match="Такого кода нет"):
        check_in(other, code.code, member, now)

    assert (Attendance.objects.count(), CheckInFailure.objects.filter(event=other).count()) == (0, 2)


def test_wrong_codes_make_one_wait_longer_each_time_and_the_right_one_waits_too(
    event: Event, code: CheckInCode, member: Person, now: datetime
) -> None:
    for _ in range(FREE_TRIES + 1):
        with pytest.raises(refusals.WrongCode):
            check_in(event, wrong(code), member, now)

    for _ in range(3):
        nothing_changes(
            lambda: check_in(event, code.code, member, now + timedelta(seconds=20)),
            refusals.TooManyTries,
            "через 1 минуту",
        )
    with pytest.raises(refusals.WrongCode):
        check_in(event, wrong(code), member, now + timedelta(minutes=1))
    with pytest.raises(refusals.TooManyTries, match="через 2 минуты"):
        check_in(event, code.code, member, now + timedelta(minutes=1, seconds=1))
    check_in(event, code.code, member, now + timedelta(minutes=3))

    assert Attendance.objects.get().person == member


def test_people_of_one_hall_do_not_wait_for_one_another(
    event: Event, code: CheckInCode, member: Person, now: datetime
) -> None:
    for _ in range(FREE_TRIES_PER_PLACE):
        CheckInFailure.objects.create(event=event, who=f"place:{PLACE}", failed_at=now)

    check_in(event, code.code, member, now)

    assert Attendance.objects.count() == 1


def test_place_with_many_wrong_codes_waits_whoever_asks(
    event: Event, code: CheckInCode, member: Person, now: datetime
) -> None:
    for _ in range(FREE_TRIES_PER_PLACE + 1):
        CheckInFailure.objects.create(event=event, who=f"place:{PLACE}", failed_at=now)

    nothing_changes(lambda: check_in(event, code.code, member, now), refusals.TooManyTries, "через 1 минуту")
    check_in(event, code.code, member, now, place="192.0.2.8")

    assert Attendance.objects.count() == 1


def test_failures_of_days_past_are_forgotten(event: Event, code: CheckInCode, member: Person, now: datetime) -> None:
    for _ in range(9):
        CheckInFailure.objects.create(event=event, who=f"person:{member.pk}", failed_at=now - timedelta(days=1))

    with pytest.raises(refusals.WrongCode):
        check_in(event, wrong(code), member, now)

    assert CheckInFailure.objects.count() == 2


@pytest.mark.parametrize(
    ("free_tries", "in_two_hours", "in_a_day"), [(FREE_TRIES, 12, 34), (FREE_TRIES_PER_PLACE, 37, 59)]
)
def test_a_thousand_guesses_cannot_win(free_tries: int, in_two_hours: int, in_a_day: int) -> None:
    """The arithmetic of `guessing`: somebody who tries at every allowed moment for ten days."""
    tries: list[timedelta] = []
    moment = timedelta()
    while moment < timedelta(days=10):
        tries.append(moment)
        recent = [one for one in tries if one > moment - timedelta(days=1)]
        moment = max(moment + wait_after(len(recent), free_tries), moment + timedelta(seconds=1))

    assert sum(one < timedelta(hours=2) for one in tries) == in_two_hours
    assert sum(one < timedelta(days=1) for one in tries) == in_a_day
    assert max(sum(start <= one < start + timedelta(days=1) for one in tries) for start in tries) <= in_a_day + 1
    assert len(tries) < 1000


def test_a_thousand_guesses_through_the_service_are_compared_a_few_times(
    event: Event, code: CheckInCode, member: Person, now: datetime
) -> None:
    answers = []
    for step in range(1000):
        try:
            check_in(event, wrong(code), member, now + timedelta(seconds=step))
        except DomainError as refusal:
            answers.append(type(refusal).__name__)

    assert (answers.count("WrongCode"), answers.count("TooManyTries")) == (10, 990)
    assert CheckInFailure.objects.filter(who=f"person:{member.pk}").count() == 10


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_one_after_another(event: Event, code: CheckInCode, now: datetime) -> None:
    people: Any = PersonFactory.create_batch(1)
    barrier, answers = threading.Barrier(16), []

    def guess() -> None:
        barrier.wait()
        try:
            check_in(event, wrong(code), people[0], now)
        except DomainError as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert (answers.count("WrongCode"), answers.count("TooManyTries")) == (FREE_TRIES + 1, 10)


def test_codes_of_an_event_differ_and_close_after_they_open(event: Event, code: CheckInCode, at: datetime) -> None:
    row = {"event": event, "opens_at": STARTS, "made_at": at, "made_by": "она"}

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckInCode.objects.create(**row, code=code.code, closes_at=STARTS + timedelta(hours=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckInCode.objects.create(**row, code="x", closes_at=STARTS)

    assert Enrolment.objects.count() == 0


def test_wrong_codes_are_kept_for_a_day(event: Event, now: datetime) -> None:
    for hours in (23, 24, 25):
        CheckInFailure.objects.create(event=event, who="place:192.0.2.7", failed_at=now - timedelta(hours=hours))

    assert (forget_failures(now), CheckInFailure.objects.count()) == (2, 1)
