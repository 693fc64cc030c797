"""Marks put and taken back, one and many: states, standings, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.common.actor import System
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, AttendanceStanding, Event
from stellazh.events.services.attendance_marks import (
    Mark,
    MarkWithoutSubject,
    Subject,
    put_mark,
    put_marks,
    withdraw_mark,
    withdraw_marks,
)
from tests.checks import nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.events import EnrolmentFactory
from tests.factories.members import PostFactory
from tests.factories.people import PersonFactory

DAY = date(2024, 10, 8)
BY = System("проверка")


def mark(key: str, state: AttendanceState = AttendanceState.PRESENT, **values: Any) -> Mark:
    told: dict[str, Any] = {
        "source": MarkSource.PAPER,
        "on": DAY,
        "marked_at": datetime.fromisoformat("2024-10-08T11:05Z"),
    }
    return Mark(state=state, key=key, **{**told, **values})


def standings(attendance: Attendance) -> list[tuple[str, datetime, datetime | None]]:
    return list(attendance.standings.values_list("state", "since_at", "until_at"))


def test_put_mark_makes_an_attendance_as_the_registration_has_it(event: Event, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event, organisation_name="Школа № 7")

    marked = put_mark(event, Subject(enrolment=enrolment), mark("one"), by=BY, at=now)

    made = Attendance.objects.get()
    assert (made.enrolment_id, made.person_id, made.guest_key) == (enrolment.pk, enrolment.person_id, "")
    assert (made.name, made.organisation_name, made.state) == (enrolment.name, "Школа № 7", "present")
    assert (marked.attendance, marked.is_new, marked.mark.recorded_by_name) == (made, True, "Система: проверка")
    assert standings(made) == [("present", now, None)]


def test_put_mark_of_a_person_finds_her_registration(event: Event, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)

    marked = put_mark(event, Subject(person=enrolment.person), mark("one"), by=BY, at=now)

    assert marked.attendance.enrolment == enrolment


def test_put_mark_of_a_person_keeps_where_she_works_that_day(event: Event, now: datetime) -> None:
    person: Any = PersonFactory()
    school: Any = OrganisationFactory(short_name="Школа № 3", territory=event.association.territory)
    PostFactory(person=person, organisation=school, from_on=date(2020, 9, 1))

    marked = put_mark(event, Subject(person=person), mark("one"), by=BY, at=now)

    made = marked.attendance
    assert (made.organisation, made.organisation_name, made.territory) == (school, "Школа № 3", school.territory)


def test_registration_made_after_coming_is_tied_to_the_attendance(event: Event, now: datetime) -> None:
    person: Any = PersonFactory()
    put_mark(event, Subject(person=person), mark("one"), by=BY, at=now)
    enrolment: Any = EnrolmentFactory(event=event, person=person)

    put_mark(event, Subject(person=person), mark("two"), by=BY, at=now)

    assert Attendance.objects.get().enrolment == enrolment


def test_guests_of_one_key_are_one_and_registered_guests_keep_theirs(event: Event, now: datetime) -> None:
    guest: Any = EnrolmentFactory(event=event, guest=True)
    told = [
        (Subject(guest_key="name:липина", name="Липина Анна"), mark("one")),
        (Subject(guest_key="name:липина", name="Липина Анна"), mark("two")),
        (Subject(enrolment=guest), mark("three")),
    ]

    marked = put_marks(event, told, by=BY, at=now)

    assert marked[0].attendance == marked[1].attendance
    assert sorted(Attendance.objects.values_list("guest_key", flat=True)) == [f"enrolment:{guest.pk}", "name:липина"]


def test_key_told_twice_is_told_once(event: Event, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    subject = Subject(enrolment=enrolment)
    put_mark(event, subject, mark("one"), by=BY, at=now)

    again = put_marks(event, [(subject, mark("one")), (subject, mark("two")), (subject, mark("two"))], by=BY, at=now)

    assert [one.is_new for one in again] == [False, True, False]
    assert AttendanceMark.objects.count() == 2


def test_mark_of_nobody_is_refused_and_nobody_else_is_marked(event: Event, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    told = [(Subject(enrolment=enrolment), mark("one")), (Subject(name="Кто-то"), mark("two"))]

    nothing_changes(lambda: put_marks(event, told, by=BY, at=now), MarkWithoutSubject)


def test_best_of_what_is_known_counts_and_a_hand_decides(event: Event, now: datetime) -> None:
    subject = Subject(guest_key="name:липина", name="Липина")
    later = [now + timedelta(minutes=step) for step in range(5)]
    put_mark(event, subject, mark("late", AttendanceState.LATE, source=MarkSource.RECORDING), by=BY, at=later[0])
    put_mark(event, subject, mark("room", AttendanceState.ONLINE, source=MarkSource.ROOM), by=BY, at=later[1])
    put_mark(event, subject, mark("again", AttendanceState.LATE, source=MarkSource.RECORDING), by=BY, at=later[2])
    by_hand = mark("hand", AttendanceState.EXCUSED, source=MarkSource.HAND, note="болела")
    marked = put_mark(event, subject, by_hand, by=BY, at=later[3])

    excused = Attendance.objects.get()
    assert (excused.state, excused.reason, excused.version) == ("excused", "болела", 3)

    back = withdraw_mark(marked.mark, at=later[4])

    assert (back.state, back.reason) == ("online", "")
    assert standings(back) == [
        ("late", later[0], later[1]),
        ("online", later[1], later[3]),
        ("excused", later[3], later[4]),
        ("online", later[4], None),
    ]


def test_attendance_without_marks_is_absent(event: Event, now: datetime) -> None:
    marked = put_mark(event, Subject(guest_key="name:липина", name="Липина"), mark("one"), by=BY, at=now)

    (left,) = withdraw_marks([marked.mark, marked.mark], at=now)

    assert (left.state, left.standings.count()) == ("absent", 2)
    assert AttendanceMark.objects.get().withdrawn_at == now


def test_standing_never_ends_before_it_began(event: Event, now: datetime) -> None:
    marked = put_mark(event, Subject(guest_key="name:липина", name="Липина"), mark("one"), by=BY, at=now)

    withdraw_mark(marked.mark, at=now - timedelta(hours=1))

    first = AttendanceStanding.objects.order_by("pk").first()
    assert first is not None
    assert (first.since_at, first.until_at) == (now, now)


@pytest.mark.parametrize("taken_back", [False, True])
def test_many_marks_cost_as_much_as_one(event: Event, now: datetime, taken_back: bool) -> None:
    def cost(count: int, first: int) -> int:
        told: list[tuple[Subject, Mark]] = []
        for n in range(first, first + count):
            person: Any = PersonFactory()
            enrolment: Any = EnrolmentFactory(event=event)
            told.append((Subject(person=person), mark(f"person{n}")))
            told.append((Subject(enrolment=enrolment), mark(f"enrolment{n}")))
        deed: Callable[[], object] = lambda: put_marks(event, told, by=BY, at=now)  # noqa: E731
        if taken_back:
            marks = [one.mark for one in put_marks(event, told, by=BY, at=now)]
            deed = lambda: withdraw_marks(marks, at=now)  # noqa: E731
        with CaptureQueriesContext(
            connection,
        ) as seen:
            deed()
        return len(seen)

    few, many = cost(1, 0), cost(20, 100)

    assert few == many
