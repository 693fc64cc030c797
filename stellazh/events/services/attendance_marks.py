"""One attendance from many marks: the heart of what all four sources write to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from stellazh.associations.models import Organisation, Territory
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, AttendanceStanding, CheckInCode, Enrolment, Event
from stellazh.events.models.attendances import RoomListRow
from stellazh.people.models import Person
from stellazh.russian.collation import sort_key

# The best of what is known counts; a hand decides over everything.
_STRENGTH = (
    AttendanceState.PRESENT,
    AttendanceState.ONLINE,
    AttendanceState.LATE,
    AttendanceState.EXCUSED,
    AttendanceState.ABSENT,
)


class MarkWithoutSubject(DomainError):
    """Nobody was named whose attendance it is."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose attendance: a registration, a person of ours, or a guest by name. One of the three decides, in this order.

    For a registration everything else is taken from it. `guest_key` tells nameless twins apart («email:…», «name:…»).
    """

    enrolment: Enrolment | None = None
    person: Person | None = None
    guest_key: str = ""
    name: str = ""
    organisation: Organisation | None = None
    organisation_name: str = ""
    territory: Territory | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What is told: from which source, in which state, for which day. The same `key` twice is told once."""

    source: MarkSource
    state: AttendanceState
    key: str
    on: date
    marked_at: datetime
    minutes: int | None = None
    note: str = ""
    code: CheckInCode | None = None
    room_row: RoomListRow | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """The attendance as it is now, its mark, and whether the mark is new."""

    attendance: Attendance
    mark: AttendanceMark
    is_new: bool


@transaction.atomic
def put_mark(event: Event, subject: Subject, told: Mark, *, by: Actor, at: datetime) -> Marked:
    """Add one mark and settle the attendance by it. Asks no right and records no audit: the calling service does.

    The caller holds the event's lock. A person who is registered and is marked without her registration gets the
    attendance of the registration.

    Raises:
        MarkWithoutSubject: neither registration, person nor guest.
    """
    known = AttendanceMark.objects.filter(key=told.key).select_related("attendance").first()
    if known is not None:
        return Marked(known.attendance, known, is_new=False)
    attendance = _attendance_of(event, subject, told.state, at)
    mark = AttendanceMark.objects.create(
        attendance=attendance,
        source=told.source,
        state=told.state,
        key=told.key,
        on=told.on,
        marked_at=told.marked_at,
        minutes=told.minutes,
        note=told.note[:300],
        code=told.code,
        room_row=told.room_row,
        recorded_at=at,
        recorded_by_kind=str(by.actor_kind),
        recorded_by_id=by.actor_id,
        recorded_by_name=by.actor_name[:200],
    )
    settle_attendance(attendance, at=at)
    return Marked(attendance, mark, is_new=True)


@transaction.atomic
def withdraw_mark(mark: AttendanceMark, *, at: datetime) -> Attendance:
    """Take one mark back and settle the attendance by what is left. Asks no right; the caller holds the lock."""
    if mark.withdrawn_at is None:
        mark.withdrawn_at = at
        mark.save(update_fields=["withdrawn_at"])
    attendance = Attendance.objects.get(pk=mark.attendance_id)
    settle_attendance(attendance, at=at)
    return attendance


def settle_attendance(attendance: Attendance, *, at: datetime) -> None:
    """Reckon the state from the marks that stand, and keep since when it is so. Without marks: absent."""
    marks = list(attendance.marks.filter(withdrawn_at=None).order_by("recorded_at", "pk"))
    by_hand = [mark for mark in marks if mark.source == MarkSource.HAND]
    if by_hand:
        state = AttendanceState(by_hand[-1].state)
    else:
        told = {mark.state for mark in marks}
        state = next((one for one in _STRENGTH if one in told), AttendanceState.ABSENT)
    standing = attendance.standings.filter(until_at=None).first()
    if standing is None or standing.state != state:
        if standing is not None:
            standing.until_at = max(at, standing.since_at)
            standing.save(update_fields=["until_at"])
        AttendanceStanding.objects.create(attendance=attendance, state=state, since_at=at)
    if attendance.state != state:
        attendance.state = state
        attendance.version += 1
    attendance.updated_at = at
    attendance.save(update_fields=["state", "version", "updated_at"])


def _attendance_of(event: Event, subject: Subject, state: AttendanceState, at: datetime) -> Attendance:
    enrolment, person = subject.enrolment, subject.person
    if enrolment is None and person is not None:
        enrolment = Enrolment.objects.filter(event=event, person=person).select_related("person").first()
    if enrolment is not None:
        found = Attendance.objects.filter(event=event, enrolment=enrolment).first()
        if found is None and enrolment.person_id is not None:
            found = Attendance.objects.filter(event=event, person_id=enrolment.person_id).first()
        if found is not None:
            return found
        return Attendance.objects.create(
            event=event,
            enrolment=enrolment,
            person_id=enrolment.person_id,
            guest_key="" if enrolment.person_id else f"enrolment:{enrolment.pk}",
            name=enrolment.name,
            sort_key=enrolment.sort_key,
            organisation_id=enrolment.organisation_id,
            organisation_name=enrolment.organisation_name,
            territory_id=enrolment.territory_id,
            state=state,
            recorded_at=at,
            updated_at=at,
        )
    if person is None and not subject.guest_key:
        raise MarkWithoutSubject("Укажите, чьё это участие.")
    name = person.full_name if person is not None else subject.name
    values = {
        "name": name[:200],
        "sort_key": sort_key(name)[:220],
        "organisation": subject.organisation,
        "organisation_name": subject.organisation_name[:200],
        "territory": subject.territory,
        "state": state,
        "recorded_at": at,
        "updated_at": at,
    }
    key = {"person": person} if person is not None else {"guest_key": subject.guest_key[:80]}
    attendance, _ = Attendance.objects.get_or_create(event=event, **key, defaults=values)
    return attendance
