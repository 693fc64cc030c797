"""States set by hand: they decide over all that is known otherwise, until they are taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from stellazh.audit.services import record_each
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.events import can_mark_attendance
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark
from stellazh.events.services.attendance_marks import Mark, Marked, put_marks, withdraw_marks
from stellazh.events.services.attendances.grounds import (
    day_of_event,
    require_not_cancelled,
    standing_marks,
    subjects_of,
)
from stellazh.events.services.attendances.refusals import ExcuseWithoutReason
from stellazh.events.services.locking import locked_event
from stellazh.events.services.outcomes import tell_plan


@dataclass(frozen=True, slots=True)
class HandMark:
    """The state of one row of the list: «e12» a registration, «a34» an attendance. An excuse has its reason."""

    row: str
    state: AttendanceState
    reason: str = ""


@transaction.atomic
def mark_by_hand(
    event_id: int, *, marks: Sequence[HandMark], submission_key: UUID | None = None, by: Actor, at: datetime
) -> list[Marked]:
    """Set states by hand, of many at once: as many statements as for a few. Rows of other events are passed over.

    A later hand decides over an earlier one, and both stay to be seen. One `submission_key` marks once.

    Raises:
        PermissionRefused: `by` does not mark attendance here.
        EventIsCancelled.
        ExcuseWithoutReason: an absence is excused without a reason; nobody is marked then.
    """
    event = locked_event(event_id)
    require(can_mark_attendance(by, event))
    require_not_cancelled(event)
    if any(one.state == AttendanceState.EXCUSED and not one.reason.strip() for one in marks):
        raise ExcuseWithoutReason("Напишите причину отсутствия: без неё оно не уважительное.")
    subjects = subjects_of(event, [one.row for one in marks])
    sending = (submission_key or uuid4()).hex
    told = [
        (
            subjects[one.row],
            Mark(
                source=MarkSource.HAND,
                state=one.state,
                key=f"hand:{sending}:{one.row}",
                on=day_of_event(event, at),
                marked_at=at,
                note=one.reason.strip(),
            ),
        )
        for one in marks
        if one.row in subjects
    ]
    marked = put_marks(event, told, by=by, at=at)
    new = [one for one in marked if one.is_new]
    record_each(
        "event_marked_by_hand",
        [one.attendance for one in new],
        by=by,
        at=at,
        scopes=[event.association.path] * len(new),
        notes=[_words(one.mark) for one in new],
    )
    tell_plan(event, by=by, at=at)
    return marked


@transaction.atomic
def clear_hand_marks(event_id: int, *, rows: Collection[str], by: Actor, at: datetime) -> list[Attendance]:
    """Take back what hands have set for these rows: what is known otherwise decides again. The past stays to be seen.

    Raises:
        PermissionRefused; EventIsCancelled.
    """
    event = locked_event(event_id)
    require(can_mark_attendance(by, event))
    require_not_cancelled(event)
    marks = list(standing_marks(event, rows).filter(source=MarkSource.HAND))
    cleared = withdraw_marks(marks, at=at) if marks else []
    record_each(
        "event_hand_mark_cleared",
        cleared,
        by=by,
        at=at,
        scopes=[event.association.path] * len(cleared),
        notes=[one.get_state_display() for one in cleared],
    )
    tell_plan(event, by=by, at=at)
    return cleared


def _words(mark: AttendanceMark) -> str:
    label = str(AttendanceState(mark.state).label)
    return f"{label}: {mark.note}" if mark.note else label
