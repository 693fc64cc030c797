"""Two cards of one person made one: her registrations and attendances of the same event become one each.

Every change is a value that can be put back. No row is made and none is deleted: the weaker registration and the
weaker attendance stay with the card that goes, counted nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q

from stellazh.events.enums import AttendanceState, EnrolmentState
from stellazh.events.models import (
    ENROLLED_OR_INVITED,
    Attendance,
    AttendanceMark,
    Enrolment,
    Event,
    FeedbackGiven,
    RoomListRow,
    Speaker,
)
from stellazh.events.services.attendance_marks import state_of_marks
from stellazh.people.holders import Moved, move, move_all
from stellazh.people.models import Person

MERGED: Final = "Карточки человека объединены: регистрация осталась одна"
# The first is the best to have.
_STRENGTH = (
    EnrolmentState.CONFIRMED,
    EnrolmentState.PENDING,
    EnrolmentState.WAITING,
    EnrolmentState.INVITED,
    EnrolmentState.REJECTED,
    EnrolmentState.WITHDRAWN,
)


def repoint_participation(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Registrations and attendances go over; of two of one event the stronger one stays, with the marks of both.

    A place that is given back stays free until somebody else moves up by herself: parting the cards again takes it.
    """
    known = Q(enrolments__person=absorbed) | Q(attendances__person=absorbed)
    keys = set(Event.objects.filter(known).values_list("pk", flat=True))
    moved: list[Moved] = []
    for event in Event.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        moved += _one_enrolment(event, absorbed, survivor)
        moved += _one_attendance(event, absorbed, survivor, at)
    return [*moved, *move_all(RoomListRow.objects.filter(person=absorbed), "person_id", survivor.pk)]


def repoint_speaking(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Talks go over, but for a line that names both."""
    both = Speaker.objects.filter(person=survivor).values("slot_id")
    return move_all(Speaker.objects.filter(person=absorbed).exclude(slot_id__in=both), "person_id", survivor.pk)


def repoint_feedback(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Who has answered under either card has answered; answered under both, the other row stays where it is."""
    both = FeedbackGiven.objects.filter(person=survivor).values("event_id")
    return move_all(FeedbackGiven.objects.filter(person=absorbed).exclude(event_id__in=both), "person_id", survivor.pk)


def _one_enrolment(event: Event, absorbed: Person, survivor: Person) -> list[Moved]:
    theirs = Enrolment.objects.filter(event=event, person=absorbed).first()
    ours = Enrolment.objects.filter(event=event, person=survivor).first()
    if theirs is None:
        return []
    if ours is None:
        return [move(theirs, "person_id", survivor.pk)]
    moved: list[Moved] = []
    weaker = theirs
    if _STRENGTH.index(EnrolmentState(theirs.state)) < _STRENGTH.index(EnrolmentState(ours.state)):
        weaker = ours
        # A person stands once in an event, so one of the two lets go first.
        moved += [
            move(ours, "person_id", None),
            move(theirs, "person_id", survivor.pk),
            move(ours, "person_id", absorbed.pk),
        ]
    if weaker.state in ENROLLED_OR_INVITED:
        moved += [move(weaker, "state", EnrolmentState.WITHDRAWN.value), move(weaker, "reason", MERGED)]
    return moved


def _one_attendance(event: Event, absorbed: Person, survivor: Person, at: datetime) -> list[Moved]:
    theirs = Attendance.objects.filter(event=event, person=absorbed).first()
    ours = Attendance.objects.filter(event=event, person=survivor).first()
    moved: list[Moved] = []
    kept = ours or theirs
    if theirs is not None and ours is None:
        moved.append(move(theirs, "person_id", survivor.pk))
    elif theirs is not None and ours is not None:
        marks = AttendanceMark.objects.filter(attendance__in=[theirs, ours], withdrawn_at=None)
        state = state_of_marks(list(marks.order_by("recorded_at", "pk")))
        # What all the marks say together is what one of the two says already: that one stays as it stood.
        kept, weaker = (theirs, ours) if theirs.state == state != ours.state else (ours, theirs)
        if kept is theirs:
            moved += _swap(theirs, ours, absorbed, survivor)
        moved += move_all(weaker.marks.all(), "attendance_id", kept.pk)
        moved += _stand_down(weaker, at)
    return [*moved, *_tie(event, kept, survivor)] if kept is not None else moved


def _swap(theirs: Attendance, ours: Attendance, absorbed: Person, survivor: Person) -> list[Moved]:
    return [
        # An attendance is always somebody's: it is nobody's person only under a key of its own.
        move(ours, "guest_key", f"merged:{ours.pk}"),
        move(ours, "person_id", None),
        move(theirs, "person_id", survivor.pk),
        move(ours, "person_id", absorbed.pk),
        move(ours, "guest_key", ""),
    ]


def _stand_down(weaker: Attendance, at: datetime) -> list[Moved]:
    """From now on it is counted nowhere; figures as of earlier days stay."""
    moved = [
        move(standing, "until_at", max(at, standing.since_at)) for standing in weaker.standings.filter(until_at=None)
    ]
    if weaker.state != AttendanceState.ABSENT:
        moved.append(move(weaker, "state", AttendanceState.ABSENT.value))
    return [*moved, move(weaker, "reason", "")] if weaker.reason else moved


def _tie(event: Event, kept: Attendance, survivor: Person) -> list[Moved]:
    """The registration that stayed belongs to the attendance that stayed."""
    enrolment = Enrolment.objects.filter(event=event, person=survivor).first()
    if enrolment is None or kept.enrolment_id == enrolment.pk:
        return []
    others = Attendance.objects.filter(enrolment=enrolment).exclude(pk=kept.pk)
    return [*move_all(others, "enrolment_id", None), move(kept, "enrolment_id", enrolment.pk)]
