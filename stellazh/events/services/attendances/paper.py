"""The paper list ticked off, and people who stand on it in handwriting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from stellazh.associations.models import Organisation, Territory
from stellazh.audit.services import record, record_each
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.events import can_mark_attendance
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, Enrolment, Event
from stellazh.events.services.attendance_marks import Mark, Marked, Subject, put_mark, put_marks, withdraw_marks
from stellazh.events.services.attendances.grounds import (
    require_day,
    require_not_cancelled,
    standing_marks,
    subjects_of,
)
from stellazh.events.services.attendances.refusals import GuestWithoutName, OnlyForRegistered
from stellazh.events.services.locking import locked_event
from stellazh.events.services.outcomes import tell_plan
from stellazh.people.models import Person
from stellazh.russian.collation import fold
from stellazh.workplans.enums import ItemFormat


@dataclass(frozen=True, slots=True)
class PaperTicks:
    """The list as it was shown and as it came back: rows («e12», «a34») ticked then, and ticked now."""

    before: frozenset[str]
    now: frozenset[str]


@dataclass(frozen=True, slots=True)
class PaperOutcome:
    """Whose ticks were added and whose taken back."""

    added: list[Attendance]
    removed: list[Attendance]


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody on the paper who is no person of ours: a name, a school, a municipality."""

    name: str
    organisation: Organisation | None = None
    organisation_name: str = ""
    territory: Territory | None = None


@transaction.atomic
def mark_paper_list(event_id: int, *, on: date, ticks: PaperTicks, by: Actor, at: datetime) -> PaperOutcome:
    """Take over the paper list of one day: new ticks are marks, ticks taken away withdraw theirs.

    Only what changed between the page and its answer counts, so that of two secretaries at once neither undoes what
    the other has ticked meanwhile. A row ticked by both is one mark. Marks of other sources stay. As many statements
    for 300 as for a few.

    Raises:
        PermissionRefused: `by` does not mark attendance here.
        EventIsCancelled; WrongDay.
    """
    event = locked_event(event_id)
    require(can_mark_attendance(by, event))
    require_not_cancelled(event)
    require_day(event, on)
    added = _tick(event, ticks.now - ticks.before, on, by, at)
    removed = _untick(event, ticks.before - ticks.now, on, at)
    for action, rows in (("event_paper_ticked", added), ("event_paper_unticked", removed)):
        notes = [f"за {on:%d.%m.%Y}"] * len(rows)
        record_each(action, rows, by=by, at=at, scopes=[event.association.path] * len(rows), notes=notes)
    if added or removed:
        tell_plan(event, by=by, at=at)
    return PaperOutcome(added, removed)


@transaction.atomic
def add_walk_in(
    event_id: int,
    *,
    on: date,
    who: Person | WalkIn,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Marked:
    """Mark somebody from the paper who is not in the list: a person of ours, or a guest by name.

    A guest of the same name and school is the same guest. Somebody who is registered gets the mark on the registration.

    Raises:
        PermissionRefused: `by` does not mark attendance here.
        OnlyForRegistered: the event takes nobody without a place.
        GuestWithoutName; EventIsCancelled; WrongDay.
    """
    event = locked_event(event_id)
    require(can_mark_attendance(by, event))
    require_not_cancelled(event)
    require_day(event, on)
    if not event.takes_walk_ins and not _holds_a_place(event, who):
        raise OnlyForRegistered(
            "На это мероприятие отмечают только зарегистрированных. Зарегистрируйте человека или разрешите отмечать "
            "пришедших без регистрации."
        )
    subject = Subject(person=who) if isinstance(who, Person) else _guest(event, who)
    told = _mark(event, on, at, key=f"paper:{(submission_key or uuid4()).hex}:walk-in")
    marked = put_mark(event, subject, told, by=by, at=at)
    if marked.is_new:
        scope, note = event.association.path, f"за {on:%d.%m.%Y}, без регистрации"
        record("event_paper_ticked", marked.attendance, by=by, at=at, scope=scope, note=note)
        tell_plan(event, by=by, at=at)
    return marked


def guest_key_of(event: Event, name: str, school: str) -> str:
    """The key of a guest by name; with the school when a namesake from another school is at the event already."""
    plain = f"name:{fold(name)}"[:80]
    known = Attendance.objects.filter(event=event, guest_key=plain).first()
    if known is None or not school or not known.organisation_name:
        return plain
    return plain if fold(known.organisation_name) == fold(school) else f"{plain[:40]}, {fold(school)}"[:80]


def _tick(event: Event, rows: Collection[str], on: date, by: Actor, at: datetime) -> list[Attendance]:
    if not rows:
        return []
    ticked = standing_marks(event, rows).filter(source=MarkSource.PAPER, on=on)
    known: set[str] = set()
    for attendance_id, enrolment_id in ticked.values_list("attendance_id", "attendance__enrolment_id"):
        known |= {f"a{attendance_id}", f"e{enrolment_id}"}
    subjects = subjects_of(event, sorted(set(rows) - known))
    told = [
        (subject, _mark(event, on, at, key=f"paper:{uuid4().hex}:{row}")) for row, subject in sorted(subjects.items())
    ]
    return [one.attendance for one in put_marks(event, told, by=by, at=at)]


def _untick(event: Event, rows: Collection[str], on: date, at: datetime) -> list[Attendance]:
    marks = list(standing_marks(event, rows).filter(source=MarkSource.PAPER, on=on)) if rows else []
    return withdraw_marks(marks, at=at) if marks else []


def _mark(event: Event, on: date, at: datetime, *, key: str) -> Mark:
    state = AttendanceState.ONLINE if event.format == ItemFormat.ONLINE else AttendanceState.PRESENT
    return Mark(source=MarkSource.PAPER, state=state, key=key, on=on, marked_at=at)


def _holds_a_place(event: Event, who: Person | WalkIn) -> bool:
    return isinstance(who, Person) and Enrolment.objects.coming().filter(event=event, person=who).exists()


def _guest(event: Event, who: WalkIn) -> Subject:
    name = " ".join(who.name.split())
    if not name:
        raise GuestWithoutName("Напишите фамилию и имя гостя.")
    school = (who.organisation.short_name if who.organisation is not None else who.organisation_name).strip()
    return Subject(
        guest_key=guest_key_of(event, name, school),
        name=name,
        organisation=who.organisation,
        organisation_name=school,
        territory=who.territory,
    )
