"""One attendance from many marks: the heart of what all sources write to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from stellazh.common.actor import Actor
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, AttendanceStanding, Event
from stellazh.events.services.attendance_rows import Mark, MarkWithoutSubject, Subject, attendances_of

__all__ = [
    "Mark",
    "MarkWithoutSubject",
    "Marked",
    "Subject",
    "put_mark",
    "put_marks",
    "settle_attendance",
    "settle_attendances",
    "withdraw_mark",
    "withdraw_marks",
]

# The best of what is known counts; a hand decides over everything.
_STRENGTH = (
    AttendanceState.PRESENT,
    AttendanceState.ONLINE,
    AttendanceState.LATE,
    AttendanceState.EXCUSED,
    AttendanceState.ABSENT,
)
# A state and the reason of an absence.
_Reckoned = tuple[AttendanceState, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """The attendance as it is now, its mark, and whether the mark is new."""

    attendance: Attendance
    mark: AttendanceMark
    is_new: bool


@transaction.atomic
def put_mark(event: Event, subject: Subject, told: Mark, *, by: Actor, at: datetime) -> Marked:
    """`put_marks` for one.

    Raises:
        MarkWithoutSubject: neither registration, person nor guest.
    """
    return put_marks(event, [(subject, told)], by=by, at=at)[0]


@transaction.atomic
def put_marks(event: Event, marks: Sequence[tuple[Subject, Mark]], *, by: Actor, at: datetime) -> list[Marked]:
    """Add marks and settle the attendances by them, in the order given: as many statements for 300 as for a few (on
    SQLite rows are inserted by the dozen). Asks no right and records no audit: the calling service does.

    The caller holds the event's lock. A person who is registered and is marked without her registration gets the
    attendance of the registration. A key that is known, or stands twice in `marks`, is told once.

    Raises:
        MarkWithoutSubject: neither registration, person nor guest; nothing is kept of any.
    """
    keys = {told.key for _, told in marks}
    before = AttendanceMark.objects.filter(key__in=keys).select_related("attendance")
    known = {mark.key: mark for mark in before}
    fresh: dict[str, tuple[Subject, Mark]] = {}
    for subject, told in marks:
        if told.key not in known:
            fresh.setdefault(told.key, (subject, told))
    attendances = attendances_of(event, list(fresh.values()), at)
    made = {
        mark.key: mark
        for mark in AttendanceMark.objects.bulk_create(
            [_mark(told, attendance, by, at) for (_, told), attendance in zip(fresh.values(), attendances, strict=True)]
        )
    }
    settle_attendances(attendances, at=at)
    answers, told_already = [], set(known)
    for _, told in marks:
        mark = known.get(told.key) or made[told.key]
        answers.append(Marked(mark.attendance, mark, is_new=told.key not in told_already))
        told_already.add(told.key)
    return answers


@transaction.atomic
def withdraw_mark(mark: AttendanceMark, *, at: datetime) -> Attendance:
    """`withdraw_marks` for one."""
    return withdraw_marks([mark], at=at)[0]


@transaction.atomic
def withdraw_marks(marks: Sequence[AttendanceMark], *, at: datetime) -> list[Attendance]:
    """Take marks back and settle the attendances by what is left, each once. Asks no right; the caller holds the lock.
    As many statements for 300 as for a few.
    """
    keys = [mark.pk for mark in marks]
    AttendanceMark.objects.filter(pk__in=keys, withdrawn_at=None).update(withdrawn_at=at)
    for mark in marks:
        mark.withdrawn_at = mark.withdrawn_at or at
    attendances = list(Attendance.objects.filter(pk__in={mark.attendance_id for mark in marks}).order_by("pk"))
    settle_attendances(attendances, at=at)
    return attendances


def settle_attendance(attendance: Attendance, *, at: datetime) -> None:
    """`settle_attendances` for one."""
    settle_attendances([attendance], at=at)


def settle_attendances(attendances: Iterable[Attendance], *, at: datetime) -> None:
    """Reckon the states from the marks that stand, and keep since when they are so. Without marks: absent.

    The reason of an absence is the note of the hand that excused it. The rows given are changed too.
    """
    rows = {row.pk: row for row in attendances}
    if not rows:
        return
    marks: dict[int, list[AttendanceMark]] = defaultdict(list)
    standing = AttendanceMark.objects.filter(attendance_id__in=rows, withdrawn_at=None)
    for mark in standing.order_by("recorded_at", "pk"):
        marks[mark.attendance_id].append(mark)
    stood = dict(
        AttendanceStanding.objects.filter(attendance_id__in=rows, until_at=None).values_list("attendance_id", "state")
    )
    reckoned = {pk: _reckoned(marks[pk]) for pk in rows}
    turned = [pk for pk, (state, _) in reckoned.items() if stood.get(pk) != state]
    ended = AttendanceStanding.objects.filter(attendance_id__in=turned, until_at=None)
    ended.update(until_at=Greatest(F("since_at"), at))
    AttendanceStanding.objects.bulk_create(
        [AttendanceStanding(attendance_id=pk, state=reckoned[pk][0], since_at=at) for pk in turned]
    )
    _save_states(rows, reckoned, at)


def state_of_marks(marks: list[AttendanceMark]) -> AttendanceState:
    """What these marks say together, the earliest first; absent without any."""
    return _reckoned(marks)[0]


def _save_states(rows: dict[int, Attendance], reckoned: dict[int, _Reckoned], at: datetime) -> None:
    same: list[int] = []
    other: dict[_Reckoned, list[int]] = defaultdict(list)
    for pk, row in rows.items():
        if (row.state, row.reason) == reckoned[pk]:
            same.append(pk)
        else:
            other[reckoned[pk]].append(pk)
            row.version += 1
        (row.state, row.reason), row.updated_at = reckoned[pk], at
    Attendance.objects.filter(pk__in=same).update(updated_at=at)
    for (state, reason), keys in other.items():
        changed = Attendance.objects.filter(pk__in=keys)
        changed.update(state=state, reason=reason, version=F("version") + 1, updated_at=at)


def _reckoned(marks: list[AttendanceMark]) -> _Reckoned:
    by_hand = [mark for mark in marks if mark.source == MarkSource.HAND]
    if by_hand:
        last = by_hand[-1]
        state = AttendanceState(last.state)
        return state, last.note if state == AttendanceState.EXCUSED else ""
    told = {mark.state for mark in marks}
    return next((one for one in _STRENGTH if one in told), AttendanceState.ABSENT), ""


def _mark(told: Mark, attendance: Attendance, by: Actor, at: datetime) -> AttendanceMark:
    return AttendanceMark(
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
