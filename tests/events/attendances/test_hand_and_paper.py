"""States by hand and the paper list: what counts, what is refused, what two secretaries at once leave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.audit.models import AuditEntry
from stellazh.common.errors import PermissionRefused
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, Event
from stellazh.events.services import attendances as services
from stellazh.events.services.attendances import refusals
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.checks import deeds, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

DAY = date(2024, 10, 8)
HandMark = services.HandMark


def by_hand(event: Event, by: Person, at: datetime, *marks: services.HandMark, **options: Any) -> Any:
    return services.mark_by_hand(event.pk, marks=marks, by=by, at=at, **options)


def paper(event: Event, by: Person, at: datetime, before: set[str], now: set[str], on: date = DAY) -> Any:
    ticks = services.PaperTicks(frozenset(before), frozenset(now))
    return services.mark_paper_list(event.pk, on=on, ticks=ticks, by=by, at=at)


def walk_in(event: Event, by: Person, at: datetime, who: Any, **options: Any) -> Any:
    return services.add_walk_in(event.pk, on=DAY, who=who, by=by, at=at, **options)


def states() -> dict[str, str]:
    return dict(Attendance.objects.values_list("name", "state"))


def test_mark_by_hand_sets_many_states(event: Event, head: Person, now: datetime) -> None:
    came: Any = EnrolmentFactory(event=event, name="Липина Анна")
    excused: Any = EnrolmentFactory(event=event, name="Озерова Вера")

    by_hand(
        event,
        head,
        now,
        HandMark(f"e{came.pk}", AttendanceState.PRESENT),
        HandMark(f"e{excused.pk}", AttendanceState.EXCUSED, " болела "),
    )

    assert states() == {"Липина Анна": "present", "Озерова Вера": "excused"}
    assert Attendance.objects.get(enrolment=excused).reason == "болела"
    notes = AuditEntry.objects.filter(action="event_marked_by_hand").order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["присутствовал", "отсутствовал по уважительной причине: болела"]


def test_mark_by_hand_decides_over_a_ticket_and_can_be_cleared(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    services.mark_ticket(event.pk, ticket_code=enrolment.ticket_code, key=uuid4(), scanned_at=None, by=head, at=now)
    row = f"a{Attendance.objects.get().pk}"
    by_hand(event, head, now, HandMark(row, AttendanceState.ABSENT))
    by_hand(event, head, now, HandMark(row, AttendanceState.LATE))
    assert Attendance.objects.get().state == "late"

    services.clear_hand_marks(event.pk, rows=[row], by=head, at=now + timedelta(minutes=1))

    made = Attendance.objects.get()
    assert (made.state, made.marks.filter(withdrawn_at=None).count(), made.marks.count()) == ("present", 1, 3)
    assert [deed[0] for deed in deeds(made)][-1] == "event_hand_mark_cleared"


def test_mark_by_hand_sent_twice_marks_once(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    mark, key = HandMark(f"e{enrolment.pk}", AttendanceState.PRESENT), uuid4()

    by_hand(event, head, now, mark, submission_key=key)
    by_hand(event, head, now, mark, submission_key=key)

    assert AttendanceMark.objects.count() == 1
    assert len(deeds(Attendance.objects.get())) == 1


def test_excuse_without_a_reason_marks_nobody(event: Event, head: Person, now: datetime) -> None:
    first, second = EnrolmentFactory.create_batch(2, event=event)
    marks = (HandMark(f"e{first.pk}", AttendanceState.PRESENT), HandMark(f"e{second.pk}", AttendanceState.EXCUSED, " "))

    nothing_changes(lambda: by_hand(event, head, now, *marks), refusals.ExcuseWithoutReason)


def test_rows_of_other_events_and_broken_names_are_passed_over(event: Event, head: Person, now: datetime) -> None:
    elsewhere: Any = EnrolmentFactory()
    rows = (f"e{elsewhere.pk}", "e", "a", "x1", "a²", "e" + "9" * 30, "")

    marked = by_hand(event, head, now, *(HandMark(row, AttendanceState.PRESENT) for row in rows))

    assert (marked, Attendance.objects.count()) == ([], 0)


def test_marking_is_for_those_who_may(event: Event, member: Person, region_head: Person, now: datetime) -> None:
    off: Any = EventFactory(association=event.association, cancelled=True)
    head = PersonFactory()

    for by in (member, region_head, head):
        nothing_changes(lambda by=by: by_hand(event, by, now), PermissionRefused)  # type: ignore[misc]
        nothing_changes(lambda by=by: services.clear_hand_marks(event.pk, rows=[], by=by, at=now), PermissionRefused)  # type: ignore[misc]
        nothing_changes(lambda by=by: paper(event, by, now, set(), set()), PermissionRefused)  # type: ignore[misc]
        nothing_changes(lambda by=by: walk_in(event, by, now, services.WalkIn("Кто")), PermissionRefused)  # type: ignore[misc]
    assert off.status == "cancelled"


def test_nothing_is_marked_of_what_was_called_off(event: Event, head: Person, now: datetime) -> None:
    off: Any = EventFactory(association=event.association, cancelled=True)

    for deed in (
        lambda: by_hand(off, head, now),
        lambda: services.clear_hand_marks(off.pk, rows=[], by=head, at=now),
        lambda: paper(off, head, now, set(), set()),
        lambda: walk_in(off, head, now, services.WalkIn("Кто")),
    ):
        nothing_changes(deed, refusals.EventIsCancelled)


@pytest.mark.parametrize("source", ["hand", "paper"])
def test_many_marks_cost_as_much_as_few(event: Event, head: Person, now: datetime, source: str) -> None:
    costs = []
    for count in (1, 25):
        rows = {f"e{enrolment.pk}" for enrolment in EnrolmentFactory.create_batch(count, event=event)}
        with CaptureQueriesContext(connection) as seen:
            if source == "hand":
                by_hand(event, head, now, *(HandMark(row, AttendanceState.PRESENT) for row in rows))
            else:
                paper(event, head, now, set(), rows)
        costs.append(len(seen))

    assert costs[0] == costs[1]
    assert Attendance.objects.count() == 26


def test_paper_list_ticks_and_unticks(event: Event, head: Person, now: datetime) -> None:
    first, second = EnrolmentFactory.create_batch(2, event=event)
    one, two = f"e{first.pk}", f"e{second.pk}"
    paper(event, head, now, set(), {one, two})

    outcome = paper(event, head, now, {one, two}, {two})

    assert [row.enrolment for row in outcome.removed] == [first]
    assert outcome.added == []
    assert dict(Attendance.objects.values_list("enrolment_id", "state")) == {first.pk: "absent", second.pk: "present"}
    assert [deed[0] for deed in deeds(Attendance.objects.get(enrolment=first))] == [
        "event_paper_ticked",
        "event_paper_unticked",
    ]


def test_unticking_leaves_what_other_sources_know(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    services.mark_ticket(event.pk, ticket_code=enrolment.ticket_code, key=uuid4(), scanned_at=None, by=head, at=now)
    row = f"e{enrolment.pk}"
    paper(event, head, now, set(), {row})

    paper(event, head, now, {row}, set())

    made = Attendance.objects.get()
    assert (made.state, [mark.source for mark in made.marks.filter(withdrawn_at=None)]) == ("present", ["ticket"])


def test_two_secretaries_with_one_list_lose_nothing(
    event: Event, head: Person, methodist: Person, now: datetime
) -> None:
    first, second, third = (f"e{one.pk}" for one in EnrolmentFactory.create_batch(3, event=event))
    paper(event, head, now, set(), {third})

    # Both opened the page when the third alone was ticked.
    paper(event, head, now, {third}, {third, first})
    paper(event, methodist, now, {third}, {first, second})

    standing = AttendanceMark.objects.filter(withdrawn_at=None).values_list("attendance__enrolment_id", flat=True)
    assert sorted(standing) == [int(first[1:]), int(second[1:])]


def test_paper_of_each_day_is_its_own(event: Event, head: Person, now: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + timedelta(days=1))
    enrolment: Any = EnrolmentFactory(event=event)
    row, next_day = f"e{enrolment.pk}", DAY + timedelta(days=1)
    paper(event, head, now, set(), {row})
    paper(event, head, now, set(), {row}, on=next_day)

    paper(event, head, now, {row}, set())

    assert AttendanceMark.objects.get(withdrawn_at=None).on == next_day
    assert Attendance.objects.get().state == "present"


def test_paper_of_another_day_is_refused(event: Event, head: Person, now: datetime) -> None:
    yesterday = DAY - timedelta(days=1)

    nothing_changes(lambda: paper(event, head, now, set(), set(), on=yesterday), refusals.WrongDay)
    nothing_changes(
        lambda: services.add_walk_in(event.pk, on=yesterday, who=services.WalkIn("Кто"), by=head, at=now),
        refusals.WrongDay,
    )


def test_paper_of_an_online_event_is_online(event: Event, head: Person, now: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(format=ItemFormat.ONLINE)
    enrolment: Any = EnrolmentFactory(event=event)

    paper(event, head, now, set(), {f"e{enrolment.pk}"})

    assert Attendance.objects.get().state == "online"


def test_walk_in_is_a_person_or_a_guest(event: Event, head: Person, now: datetime) -> None:
    person: Any = PersonFactory()
    school: Any = OrganisationFactory(short_name="Школа № 5", territory=event.association.territory)
    guest = services.WalkIn(" Тополева  Анна ", organisation=school, territory=event.association.territory)

    walk_in(event, head, now, person)
    marked = walk_in(event, head, now, guest)

    made = marked.attendance
    assert (made.name, made.guest_key, made.organisation) == ("Тополева Анна", "name:тополева анна", school)
    assert (made.organisation_name, made.territory) == ("Школа № 5", event.association.territory)
    assert set(Attendance.objects.values_list("person_id", flat=True)) == {person.pk, None}
    assert marked.mark.source == MarkSource.PAPER


def test_walk_in_sent_twice_is_one_mark(event: Event, head: Person, now: datetime) -> None:
    key = uuid4()

    for _ in range(2):
        walk_in(event, head, now, services.WalkIn("Тополева Анна"), submission_key=key)

    assert AttendanceMark.objects.count() == 1
    assert len(deeds(Attendance.objects.get())) == 1


def test_namesakes_of_other_schools_are_two_guests(event: Event, head: Person, now: datetime) -> None:
    for school in ("Школа № 5", "школа № 5", "Лицей № 1", ""):
        walk_in(event, head, now, services.WalkIn("Тополева Анна", organisation_name=school))

    schools = Attendance.objects.order_by("pk").values_list("organisation_name", flat=True)
    assert list(schools) == ["Школа № 5", "Лицей № 1"]


def test_walk_in_who_is_registered_gets_the_mark_there(event: Event, head: Person, now: datetime) -> None:
    enrolment: Any = EnrolmentFactory(event=event)
    Event.objects.filter(pk=event.pk).update(takes_walk_ins=False)

    marked = walk_in(event, head, now, enrolment.person)

    assert marked.attendance.enrolment == enrolment


def test_walk_in_is_refused_where_only_the_registered_come(event: Event, head: Person, now: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(takes_walk_ins=False)

    nothing_changes(lambda: walk_in(event, head, now, PersonFactory.build(pk=10**6)), refusals.OnlyForRegistered)
    nothing_changes(lambda: walk_in(event, head, now, services.WalkIn("Кто")), refusals.OnlyForRegistered)


def test_guest_without_a_name_is_refused(event: Event, head: Person, now: datetime) -> None:
    nothing_changes(lambda: walk_in(event, head, now, services.WalkIn("  ")), refusals.GuestWithoutName)
