"""Whose attendance a mark is: finding the rows of many at once, making those that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from stellazh.associations.models import Organisation, Territory
from stellazh.common.errors import DomainError
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, CheckInCode, Enrolment, Event
from stellazh.events.models.attendances import RoomListRow
from stellazh.events.reads.places import NOWHERE, Workplace, workplaces
from stellazh.people.models import Person
from stellazh.russian.collation import sort_key

# What tells one from another: a person, a guest's registration, a guest's key.
_Who = tuple[str, object]


class MarkWithoutSubject(DomainError):
    """Nobody was named whose attendance it is."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose attendance: a registration, a person of ours, or a guest by name. One of the three decides, in this order.

    For a registration everything else is taken from it. `guest_key` tells nameless twins apart («email:…», «name:…»).
    A person's school and municipality, when not given, are those of the mark's day.
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


def attendances_of(event: Event, marks: Sequence[tuple[Subject, Mark]], at: datetime) -> list[Attendance]:
    """The attendance of each, made where there was none; the same row where two are of one. The caller holds the event.

    Raises:
        MarkWithoutSubject.
    """
    subjects = _with_registrations(event, [subject for subject, _ in marks])
    found = _found(event, subjects)
    days = {_who(subject): told.on for subject, (_, told) in zip(subjects, marks, strict=True)}
    states = {_who(subject): told.state for subject, (_, told) in zip(subjects, marks, strict=True)}
    new = {_who(subject): subject for subject in subjects if _who(subject) not in found}
    places = _places([one.person for one in new.values() if one.person is not None], days.values())
    rows = [_new_attendance(event, one, states[who], places, at) for who, one in new.items()]
    found.update(zip(new, Attendance.objects.bulk_create(rows), strict=True))
    return [found[_who(subject)] for subject in subjects]


def _with_registrations(event: Event, subjects: Sequence[Subject]) -> list[Subject]:
    """People who are registered become their registrations."""
    asked = {one.person.pk for one in subjects if one.enrolment is None and one.person is not None}
    registered: dict[int | None, Enrolment] = {}
    if asked:
        registered = {row.person_id: row for row in Enrolment.objects.filter(event=event, person_id__in=asked)}
    known: list[Subject] = []
    for one in subjects:
        if one.enrolment is None and one.person is None and not one.guest_key:
            raise MarkWithoutSubject("Укажите, чьё это участие.")
        own = registered.get(one.person.pk) if one.enrolment is None and one.person is not None else None
        known.append(Subject(enrolment=own) if own is not None else one)
    return known


def _who(subject: Subject) -> _Who:
    if subject.enrolment is not None:
        # A person's registration and the person are one.
        key = subject.enrolment.person_id
        return ("person", key) if key else ("enrolment", subject.enrolment.pk)
    return ("person", subject.person.pk) if subject.person is not None else ("guest", subject.guest_key[:80])


def _found(event: Event, subjects: Sequence[Subject]) -> dict[_Who, Attendance]:
    wanted: dict[str, set[object]] = defaultdict(set)
    for kind, key in map(_who, subjects):
        wanted[kind].add(key)
    rows = Attendance.objects.filter(event=event).filter(
        Q(person_id__in=wanted["person"])
        | Q(enrolment_id__in=wanted["enrolment"])
        | Q(guest_key__in=wanted["guest"] - {""})
    )
    found: dict[_Who, Attendance] = {}
    for row in rows:
        if row.person_id:
            found["person", row.person_id] = row
        else:
            found["guest", row.guest_key] = row
            found["enrolment", row.enrolment_id] = row
    _tie_late_registrations(subjects, found)
    return found


def _tie_late_registrations(subjects: Sequence[Subject], found: dict[_Who, Attendance]) -> None:
    """Somebody came without registration first, and was registered afterwards."""
    late = []
    for one in subjects:
        if one.enrolment is not None and (row := found.get(_who(one))) is not None and row.enrolment_id is None:
            row.enrolment = one.enrolment
            late.append(row)
    if late:
        Attendance.objects.bulk_update(late, ["enrolment"])


def _places(people: Collection[Person], days: Iterable[date]) -> dict[int, Workplace]:
    return workplaces([person.pk for person in people], on=max(days)) if people else {}


def _new_attendance(
    event: Event, subject: Subject, state: AttendanceState, places: dict[int, Workplace], at: datetime
) -> Attendance:
    own = subject.enrolment
    if own is not None:
        return Attendance(
            event=event,
            enrolment=own,
            person_id=own.person_id,
            guest_key="" if own.person_id else f"enrolment:{own.pk}",
            name=own.name,
            sort_key=own.sort_key,
            organisation_id=own.organisation_id,
            organisation_name=own.organisation_name,
            territory_id=own.territory_id,
            state=state,
            recorded_at=at,
            updated_at=at,
        )
    person = subject.person
    name = person.full_name if person is not None else subject.name
    place = places.get(person.pk, NOWHERE) if person is not None else NOWHERE
    organisation, territory = subject.organisation, subject.territory
    return Attendance(
        event=event,
        person=person,
        guest_key="" if person is not None else subject.guest_key[:80],
        name=name[:200],
        sort_key=sort_key(name)[:220],
        organisation_id=organisation.pk if organisation is not None else place.organisation_id,
        organisation_name=(subject.organisation_name or place.organisation_name)[:200],
        territory_id=territory.pk if territory is not None else place.territory_id,
        state=state,
        recorded_at=at,
        updated_at=at,
    )
