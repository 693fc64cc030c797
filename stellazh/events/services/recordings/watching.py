"""Late viewers: who watched the recording says so herself, and is counted apart."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.events.access.programme import audiences_open_to, can_mark_watched, can_open
from stellazh.events.enums import AttendanceState, Audience, MarkSource
from stellazh.events.models import COUNTED, Attendance, AttendanceMark, Event
from stellazh.events.services.attendance_marks import Mark, Marked, Subject, put_mark, withdraw_mark
from stellazh.events.services.locking import locked_event
from stellazh.events.services.outcomes import tell_plan
from stellazh.people.models import Person


class NothingToWatch(DomainError):
    """No recording that the person may open is shown."""


class AlreadyThere(DomainError):
    """The person is counted as one who took part."""


@transaction.atomic
def mark_watched(event_id: int, *, by: Actor, at: datetime) -> Marked:
    """Keep that the person has watched the recording: she becomes a late viewer. Telling it twice is telling it once.

    Raises:
        PermissionRefused: not a person, the event is not over, or she may not open it.
        NothingToWatch, AlreadyThere.
    """
    event = locked_event(event_id)
    require(can_mark_watched(by, event, at=at))
    require(can_open(by, event, Audience.EVERYBODY))
    open_to = audiences_open_to(by, event)
    if not event.recordings.filter(item__archived_at=None, audience__in=open_to).exists():
        raise NothingToWatch("Записи этого мероприятия для вас нет.")
    person = Person.objects.get(pk=int(by.actor_id))
    attendance = Attendance.objects.filter(event=event, person=person).first()
    if attendance is not None and attendance.state in COUNTED:
        raise AlreadyThere("Вы уже отмечены как участник: просмотр записи отмечать не нужно.")
    told = Mark(
        source=MarkSource.RECORDING,
        state=AttendanceState.LATE,
        key=_key(event, person),
        on=at.astimezone(event.zone).date(),
        marked_at=at,
    )
    marked = put_mark(event, Subject(person=person), told, by=by, at=at)
    if marked.is_new:
        record("event_watched", marked.attendance, by=by, at=at, scope=event.association.path)
        tell_plan(event, by=by, at=at)
    return marked


@transaction.atomic
def withdraw_watched(event_id: int, *, by: Actor, at: datetime) -> bool:
    """Take the person's own word back. Gives whether there was one.

    Raises:
        PermissionRefused: not a person, or the event is not over.
    """
    event = locked_event(event_id)
    require(can_mark_watched(by, event, at=at))
    mark = _standing(event, int(by.actor_id))
    if mark is None:
        return False
    attendance = withdraw_mark(mark, at=at)
    record("event_watch_withdrawn", attendance, by=by, at=at, scope=event.association.path)
    tell_plan(event, by=by, at=at)
    return True


def _standing(event: Event, person_id: int) -> AttendanceMark | None:
    return AttendanceMark.objects.filter(
        attendance__event=event, attendance__person_id=person_id, source=MarkSource.RECORDING, withdrawn_at=None
    ).first()


def _key(event: Event, person: Person) -> str:
    """«watch:17:5»; said anew after it was taken back, «watch:17:5:2»: a key once told is told for ever."""
    if (standing := _standing(event, person.pk)) is not None:
        return standing.key
    own = f"watch:{event.pk}:{person.pk}"
    former = AttendanceMark.objects.filter(attendance__event=event, attendance__person=person, key__startswith=own)
    count = former.filter(source=MarkSource.RECORDING).count()
    return f"{own}:{count + 1}" if count else own
