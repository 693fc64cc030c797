"""Tickets scanned at the door, one at a time or the many that a phone gathered while it had no connection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import record_each
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.attendances import can_scan_tickets
from stellazh.events.enums import AttendanceState, EnrolmentState, MarkSource
from stellazh.events.models import AttendanceMark, Enrolment, Event
from stellazh.events.models.enrolments import TICKET_LENGTH
from stellazh.events.services.attendance_marks import Mark, Marked, Subject, put_marks
from stellazh.events.services.attendances.grounds import day_of_event, require_not_cancelled
from stellazh.events.services.attendances.refusals import TooManyScans
from stellazh.events.services.locking import locked_event
from stellazh.events.services.outcomes import tell_plan
from stellazh.workplans.enums import ItemFormat

MOST_SCANS: Final = 500
# A phone's clock may be a little fast.
_FAST_CLOCK = timedelta(minutes=2)
_BEFORE_START = timedelta(hours=24)
_TICKET = re.compile(rf"[2-9A-HJ-NP-Z]{{{TICKET_LENGTH}}}")
_BLANKS = re.compile(r"[\s-]+")


class ScanVerdict(StrEnum):
    """What a scan comes to. Only `WELCOME` and `AGAIN` are marks."""

    WELCOME = "welcome"
    AGAIN = "again"
    NO_PLACE = "no_place"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a ticket; `key` is the phone's own name for it, `scanned_at` what its clock said."""

    ticket_code: str
    key: UUID
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the phone shows: a verdict, whose ticket it is, and a sentence."""

    key: UUID
    verdict: ScanVerdict
    name: str
    text: str


def mark_ticket(
    event_id: int, *, ticket_code: str, key: UUID, scanned_at: datetime | None, by: Actor, at: datetime
) -> ScanAnswer:
    """`mark_tickets` for one."""
    return mark_tickets(event_id, scans=[Scan(ticket_code, key, scanned_at)], by=by, at=at)[0]


@transaction.atomic
def mark_tickets(event_id: int, *, scans: Sequence[Scan], by: Actor, at: datetime) -> list[ScanAnswer]:
    """Mark whose tickets these are, an answer for each scan, in their order. As many statements for 300 as for a few.

    The same scan sent twice is one mark with the same answer. A ticket scanned again on the same day makes one more
    mark and no second attendance: the answer says when and by whom it was scanned first. The phone's clock is believed
    from a day before the event's start until now; otherwise the server's time counts and a note says so. A ticket of
    another event, of a registration that holds no place, or of nobody marks nothing.

    Raises:
        PermissionRefused: `by` neither marks attendance here nor bears the link of this event's door.
        EventIsCancelled; TooManyScans.
    """
    event = locked_event(event_id)
    require(can_scan_tickets(by, event))
    require_not_cancelled(event)
    if len(scans) > MOST_SCANS:
        raise TooManyScans(f"Больше {MOST_SCANS} отметок за один раз не принимается: отправьте по частям.")
    enrolments = _enrolments_of(scans)
    valid = [
        (scan, own)
        for scan in scans
        if (own := enrolments.get(ticket_of(scan.ticket_code))) is not None
        and own.event_id == event.pk
        and own.state == EnrolmentState.CONFIRMED
    ]
    told = [(Subject(enrolment=own), _mark(event, scan, at)) for scan, own in valid]
    marked = put_marks(event, told, by=by, at=at)
    by_key = {scan.key: one for (scan, _), one in zip(valid, marked, strict=True)}
    firsts = _firsts(marked)
    _keep(event, marked, by, at)
    return [
        _of_mark(event, scan, by_key[scan.key], firsts)
        if scan.key in by_key
        else _refused(event, scan, enrolments.get(ticket_of(scan.ticket_code)))
        for scan in scans
    ]


def ticket_of(text: str) -> str:
    """The ticket's twenty signs in what was read or typed: with blanks, in small letters, inside of an address."""
    found = _TICKET.search(_BLANKS.sub("", text[:300]).upper())
    return found[0] if found else ""


def _enrolments_of(scans: Sequence[Scan]) -> dict[str, Enrolment]:
    codes = {code for scan in scans if (code := ticket_of(scan.ticket_code))}
    return {row.ticket_code: row for row in Enrolment.objects.filter(ticket_code__in=codes).select_related("event")}


def _mark(event: Event, scan: Scan, at: datetime) -> Mark:
    moment, note = _believed(event, scan.scanned_at, at)
    return Mark(
        source=MarkSource.TICKET,
        state=AttendanceState.ONLINE if event.format == ItemFormat.ONLINE else AttendanceState.PRESENT,
        key=f"ticket:{event.pk}:{scan.key}",
        on=day_of_event(event, moment),
        marked_at=moment,
        note=note,
    )


def _believed(event: Event, scanned_at: datetime | None, at: datetime) -> tuple[datetime, str]:
    if scanned_at is None:
        return at, ""
    if at < scanned_at <= at + _FAST_CLOCK:
        return at, ""
    if event.starts_at - _BEFORE_START <= scanned_at <= at:
        return scanned_at, ""
    return at, f"Часы телефона показывали {scanned_at.astimezone(event.zone):%d.%m.%Y %H:%M}; взято время сайта."


def _firsts(marked: Sequence[Marked]) -> dict[tuple[int, object], AttendanceMark]:
    """The first scan of each attendance on each day."""
    keys = {one.attendance.pk for one in marked}
    rows = AttendanceMark.objects.filter(attendance_id__in=keys, source=MarkSource.TICKET, withdrawn_at=None)
    firsts: dict[tuple[int, object], AttendanceMark] = {}
    for row in rows.order_by("recorded_at", "pk"):
        firsts.setdefault((row.attendance_id, row.on), row)
    return firsts


def _of_mark(event: Event, scan: Scan, marked: Marked, firsts: dict[tuple[int, object], AttendanceMark]) -> ScanAnswer:
    name, mark = marked.attendance.name, marked.mark
    first = firsts.get((mark.attendance_id, mark.on), mark)
    if first.pk == mark.pk:
        return ScanAnswer(scan.key, ScanVerdict.WELCOME, name, "Отмечено. Добро пожаловать!")
    when = f"{first.marked_at.astimezone(event.zone):%H:%M}"
    text = f"Этот билет уже отмечен в {when} ({first.recorded_by_name}). Спросите имя: вторым участием он не станет."
    return ScanAnswer(scan.key, ScanVerdict.AGAIN, name, text)


_NO_PLACE = {
    EnrolmentState.INVITED: "Приглашение ещё не принято: человек не зарегистрирован.",
    EnrolmentState.PENDING: "Заявка ждёт подтверждения организатора.",
    EnrolmentState.WAITING: "Человек в листе ожидания: места для него пока нет.",
    EnrolmentState.REJECTED: "Заявка отклонена организатором.",
    EnrolmentState.WITHDRAWN: "Регистрация отменена.",
}


def _refused(event: Event, scan: Scan, own: Enrolment | None) -> ScanAnswer:
    if own is None:
        text = "Такого билета нет. Проверьте код или найдите человека в списке по фамилии."
        return ScanAnswer(scan.key, ScanVerdict.UNKNOWN, "", text)
    if own.event_id != event.pk:
        # Whose it is stays untold: whoever stands at this door need not see that event's list.
        return ScanAnswer(scan.key, ScanVerdict.ELSEWHERE, "", "Это билет на другое мероприятие.")
    return ScanAnswer(scan.key, ScanVerdict.NO_PLACE, own.name, _NO_PLACE[EnrolmentState(own.state)])


def _keep(event: Event, marked: Sequence[Marked], by: Actor, at: datetime) -> None:
    new = [one for one in marked if one.is_new]
    if not new:
        return
    scopes = [event.association.path] * len(new)
    notes = [one.mark.note for one in new]
    record_each("event_ticket_scanned", [one.attendance for one in new], by=by, at=at, scopes=scopes, notes=notes)
    tell_plan(event, by=by, at=at)
