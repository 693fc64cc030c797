"""People of a protocol out of the list of attendance of its event: at the beginning, and again when it changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from stellazh.associations.models import Association, Grant
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.events.enums import AttendanceState
from stellazh.events.models import Attendance
from stellazh.events.reads.places import NOWHERE, workplaces
from stellazh.events.reads.speakers import Workplace, workplaces_of
from stellazh.people.models import Person
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import Protocol, ProtocolPerson
from stellazh.protocols.reads.people import LEADING, STANDING, voters_among
from stellazh.protocols.services.refusals import EventHasNoProtocol
from stellazh.protocols.services.touching import editable_protocol, keep_deed, touch
from stellazh.russian.collation import sort_key

# Who watched the recording later was not at the meeting.
ROLES: Final = {
    AttendanceState.PRESENT: PartRole.PRESENT,
    AttendanceState.ONLINE: PartRole.PRESENT,
    AttendanceState.EXCUSED: PartRole.EXCUSED,
    AttendanceState.ABSENT: PartRole.ABSENT,
}


@dataclass(frozen=True, slots=True)
class PeopleTaken:
    """How many were added to the lists, and how many stand there otherwise than before."""

    added_count: int = 0
    changed_count: int = 0

    def __bool__(self) -> bool:
        return bool(self.added_count or self.changed_count)


@transaction.atomic
def take_people_again(protocol_id: int, *, by: Actor, at: datetime) -> PeopleTaken:
    """Bring the lists up to the event's list of attendance: the newly marked are added, changed marks are followed.

    What was typed by hand stays: names, posts, people added. Whoever leads stays present. Nobody is taken out.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        EventHasNoProtocol: the protocol was not made of an event.
    """
    protocol = editable_protocol(protocol_id, by)
    if protocol.event_id is None:
        raise EventHasNoProtocol("У протокола нет мероприятия: список участия взять неоткуда.")
    rows = list(protocol.people.all())
    leading = {row.person_id for row in rows if row.role in LEADING}
    by_attendance = {row.attendance_id: row for row in rows if row.role in STANDING and row.attendance_id}
    by_person = {row.person_id: row for row in rows if row.role in STANDING and row.person_id}
    new, changed = [], 0
    for attendance in _attendances(protocol.event_id):
        row = by_attendance.get(attendance.pk) or by_person.get(attendance.person_id or 0)
        if row is None:
            new.append(attendance)
        else:
            changed += _follow(row, attendance, is_leading=row.person_id in leading and row.person_id is not None)
    _make_rows(protocol, new)
    taken = PeopleTaken(len(new), changed)
    if taken:
        changes = {"Добавлено, изменено": ("", f"{taken.added_count}, {taken.changed_count}")}
        keep_deed("protocol_people_taken", protocol, protocol, by=by, at=at, changes=changes)
        touch(protocol, at=at, block="people")
    return taken


def take_people(protocol: Protocol) -> None:
    """Fill a new protocol with the people of its event, and propose who led and who wrote. Asks no right."""
    if protocol.event_id is not None:
        _make_rows(protocol, _attendances(protocol.event_id))
    _propose_leading(protocol)


def _attendances(event_id: int) -> list[Attendance]:
    rows = Attendance.objects.filter(event_id=event_id, state__in=list(ROLES)).select_related("person")
    return list(rows.order_by("sort_key", "pk"))


def _make_rows(protocol: Protocol, attendances: Collection[Attendance]) -> None:
    day = protocol.held_on
    known = [one.person_id for one in attendances if one.person_id]
    posts = workplaces_of(known, on=day) if known else {}
    schools = workplaces(known, on=day) if known else {}
    voting = voters_among(protocol.association, known, on=day) if known else set()
    rows = []
    for one in attendances:
        place = posts.get(one.person_id or 0, Workplace())
        # The school as the list of attendance kept it then, else where she worked that day.
        school = one.organisation_name or schools.get(one.person_id or 0, NOWHERE).organisation_name
        rows.append(
            ProtocolPerson(
                protocol=protocol,
                role=ROLES[AttendanceState(one.state)],
                person_id=one.person_id,
                attendance=one,
                name=one.name,
                sort_key=one.sort_key or sort_key(one.name),
                post=place.post[:200],
                organisation_name=(school or "")[:200],
                is_remote=one.state == AttendanceState.ONLINE,
                has_vote=one.person_id is None or one.person_id in voting,
                reason=one.reason,
            )
        )
    ProtocolPerson.objects.bulk_create(rows)


def _follow(row: ProtocolPerson, attendance: Attendance, *, is_leading: bool) -> bool:
    """Let a row stand as the mark says. Whether it stands otherwise than before."""
    role = ROLES[AttendanceState(attendance.state)]
    if is_leading or row.role == PartRole.INVITED:
        role = PartRole(row.role)
    wanted = (role, attendance.state == AttendanceState.ONLINE, attendance.reason, attendance.pk)
    if (row.role, row.is_remote, row.reason, row.attendance_id) == wanted:
        return False
    row.role, row.is_remote, row.reason, row.attendance_id = wanted
    row.version += 1
    row.save(update_fields=["role", "is_remote", "reason", "attendance_id", "version"])
    return True


def _propose_leading(protocol: Protocol) -> None:
    """The head and the secretary of the association, when they were there; before anybody is marked, as expected."""
    present = {row.person_id: row for row in protocol.people.filter(role=PartRole.PRESENT) if row.person_id}
    is_marked = protocol.people.exists()
    chosen: set[int] = set()
    for role, part in (
        (Role.HEAD, PartRole.CHAIR),
        (Role.DEPUTY, PartRole.CHAIR),
        (Role.SECRETARY, PartRole.SECRETARY),
    ):
        if part == PartRole.CHAIR and chosen:
            continue
        for person in _holders(protocol.association, role, protocol.held_on):
            if person.pk in chosen or (is_marked and person.pk not in present):
                continue
            chosen.add(person.pk)
            _let_lead(protocol, person, part, present.get(person.pk))
            break


def _holders(association: Association, role: str, on: date) -> list[Person]:
    grants = Grant.objects.active_on(on).filter(association=association, role=role).order_by("from_on", "pk")
    return [grant.person for grant in grants.select_related("person") if grant.person.archived_at is None]


def _let_lead(protocol: Protocol, person: Person, part: str, there: ProtocolPerson | None) -> None:
    place = workplaces_of([person.pk], on=protocol.held_on).get(person.pk, Workplace()) if there is None else None
    post = there.post if there else place.post[:200] if place else ""
    school = there.organisation_name if there else place.organisation_name[:200] if place else ""
    parts = [part] if there else [part, PartRole.PRESENT]
    ProtocolPerson.objects.bulk_create(
        ProtocolPerson(
            protocol=protocol,
            role=one,
            person=person,
            name=there.name if there else person.full_name,
            sort_key=person.sort_key,
            post=post,
            organisation_name=school,
            is_remote=there.is_remote if there else False,
        )
        for one in parts
    )
