"""What every deed on attendance stands on: the event held and not called off, the day, the rows named on a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from stellazh.events.enums import EventStatus
from stellazh.events.models import Attendance, AttendanceMark, Enrolment, Event
from stellazh.events.services.attendance_marks import Subject
from stellazh.events.services.attendances.refusals import EventIsCancelled, WrongDay


def require_not_cancelled(event: Event) -> None:
    """Pass when somebody can take part.

    Raises:
        EventIsCancelled.
    """
    if event.status == EventStatus.CANCELLED:
        raise EventIsCancelled("Мероприятие отменено: отмечать участие не в чем.")


def day_of_event(event: Event, moment: datetime) -> date:
    """The day of the event on which a moment falls; before it the first, after it the last."""
    return min(max(moment.astimezone(event.zone).date(), event.first_day), event.last_day)


def require_day(event: Event, on: date) -> None:
    """Pass when the event goes on that day.

    Raises:
        WrongDay.
    """
    if not event.first_day <= on <= event.last_day:
        raise WrongDay("В этот день мероприятия не было: выберите один из его дней.")


def subjects_of(event: Event, rows: Collection[str]) -> dict[str, Subject]:
    """The subjects of rows named on a page: «e12» is a registration, «a34» an attendance. Rows of other events and
    broken names are left out. Two queries.
    """
    enrolment_ids, attendance_ids = _keys(rows, "e"), _keys(rows, "a")
    found: dict[str, Subject] = {}
    for enrolment in Enrolment.objects.filter(event=event, pk__in=enrolment_ids):
        found[f"e{enrolment.pk}"] = Subject(enrolment=enrolment)
    attendances = Attendance.objects.filter(event=event, pk__in=attendance_ids)
    for attendance in attendances.select_related("enrolment", "person"):
        found[f"a{attendance.pk}"] = (
            Subject(enrolment=attendance.enrolment)
            if attendance.enrolment is not None
            else Subject(person=attendance.person, guest_key=attendance.guest_key, name=attendance.name)
        )
    return found


def standing_marks(event: Event, rows: Collection[str]) -> models.QuerySet[AttendanceMark]:
    """The marks that stand of rows named on a page, as `subjects_of` names them."""
    of_row = Q(attendance__enrolment_id__in=_keys(rows, "e")) | Q(attendance_id__in=_keys(rows, "a"))
    return AttendanceMark.objects.filter(of_row, attendance__event=event, withdrawn_at=None).order_by("pk")


def _keys(rows: Collection[str], kind: str) -> set[int]:
    named = {row[1:] for row in rows if row[:1] == kind}
    return {int(key) for key in named if key.isascii() and key.isdigit() and len(key) < 18}
