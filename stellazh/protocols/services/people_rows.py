"""Who is named in a protocol: those present, invited, excused and absent, and who leads and writes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.people.models import Person
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import Protocol, ProtocolPerson, RollCall
from stellazh.protocols.reads.people import LEADING, STANDING, name_key, person_meant, voters_among
from stellazh.protocols.services.fields import PERSON_NAMES, PersonFields, checked_person, put
from stellazh.protocols.services.refusals import AlreadyNamed, LeadsTheMeeting, TextMissing, UnknownPerson, VotedByRoll
from stellazh.protocols.services.touching import editable_protocol, keep_deed, touch
from stellazh.russian.collation import sort_key

_AWAY = (PartRole.EXCUSED, PartRole.ABSENT)
_ONE_ALONE = (PartRole.CHAIR, PartRole.SECRETARY)


@transaction.atomic
def add_person(
    protocol_id: int, *, fields: PersonFields, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> ProtocolPerson:
    """Name somebody. A name that one person of the lists around bears alone links her, with her post and school.

    Whoever leads or writes is counted among those present too; a new chair or secretary takes the place of the one
    before, who stays present. Her vote counts when she stands in the list of the association or below; that of somebody
    invited does not. The same `submission_key` gives the row it made before.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        AlreadyNamed: she stands in the lists already.
        UnknownPerson, TextMissing, TextTooLong.
    """
    protocol = editable_protocol(protocol_id, by)
    if made := made_before(protocol.people.all(), submission_key):
        return made
    checked = _linked(protocol, checked_person(fields))
    if checked.role in LEADING:
        return _let_lead(protocol, checked, submission_key, by=by, at=at)
    _require_not_named(protocol, checked)
    return _added(protocol, checked, submission_key, by=by, at=at)


@transaction.atomic
def update_person(
    row_id: int, *, expected_version: int, fields: PersonFields, by: Actor, at: datetime
) -> ProtocolPerson:
    """Change what is said of somebody named. Equal fields change nothing; another name is another person.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        ChangedMeanwhile: somebody saved first.
        AlreadyNamed: two would stand there with one name.
        LeadsTheMeeting: she leads or writes, so she was there.
        TextMissing, TextTooLong.
    """
    protocol, row = _locked(row_id, by)
    stored, checked = PersonFields.of(row), checked_person(fields)
    checked = replace(checked, person_id=row.person_id)
    if name_key(checked.name) != name_key(stored.name) and row.attendance_id is None:
        checked = _linked(protocol, replace(checked, person_id=None))
    require_version(row.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    if checked == stored:
        return row
    if (checked.role in LEADING) != (stored.role in LEADING) or (
        checked.role in LEADING and checked.role != stored.role
    ):
        raise TextMissing("Ведущего и секретаря назначают отдельной строкой.")
    if checked.role in STANDING:
        _require_not_named(protocol, checked, besides=row)
        if checked.role in _AWAY:
            _require_not_leading(protocol, row)
    put(row, checked, PERSON_NAMES)
    row.sort_key = sort_key(row.name)
    row.version += 1
    row.save()
    changes = compare(stored.texts(), checked.texts())
    keep_deed("protocol_person_updated", row, protocol, by=by, at=at, changes=changes)
    touch(protocol, at=at, block="people")
    return row


@transaction.atomic
def remove_person(row_id: int, *, by: Actor, at: datetime) -> None:
    """Take somebody out of the lists; the journal keeps who it was. One who leads only stops leading.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        LeadsTheMeeting: she leads or writes: first somebody else is named, or that row is taken out.
        VotedByRoll: her vote stands in a roll call.
    """
    protocol, row = _locked(row_id, by)
    if row.role in STANDING:
        _require_not_leading(protocol, row)
    if RollCall.objects.filter(voter=row).exists():
        raise VotedByRoll(f"{row.name}: есть голос в поимённом голосовании. Сначала измените голосование.")
    before = {"Кто": (f"{row.name}, {row.get_role_display()}", "")}
    keep_deed("protocol_person_removed", row, protocol, by=by, at=at, changes=before)
    row.delete()
    touch(protocol, at=at, block="people")


def _locked(row_id: int, by: Actor) -> tuple[Protocol, ProtocolPerson]:
    found = ProtocolPerson.objects.only("protocol_id").get(pk=row_id)
    protocol = editable_protocol(found.protocol_id, by)
    return protocol, ProtocolPerson.objects.get(pk=row_id)


def _linked(protocol: Protocol, asked: PersonFields) -> PersonFields:
    """With the person, her post and school, whether her vote counts."""
    day, association = protocol.held_on, protocol.association
    if asked.person_id is not None:
        if not Person.objects.present().filter(pk=asked.person_id).exists():
            raise UnknownPerson("Такого человека нет: выберите другого.")
    elif meant := person_meant(association, asked.name, on=day):
        person, place = meant
        asked = replace(
            asked,
            person_id=person.pk,
            name=person.full_name,
            post=asked.post or place.post[:200],
            organisation_name=asked.organisation_name or place.organisation_name[:200],
        )
    if asked.role == PartRole.INVITED:
        return replace(asked, has_vote=False)
    if asked.person_id is not None and asked.has_vote:
        return replace(asked, has_vote=asked.person_id in voters_among(association, [asked.person_id], on=day))
    return asked


def _added(
    protocol: Protocol, fields: PersonFields, submission_key: uuid.UUID | None, *, by: Actor, at: datetime
) -> ProtocolPerson:
    row = ProtocolPerson(protocol=protocol, submission_key=submission_key, sort_key=sort_key(fields.name))
    put(row, fields, PERSON_NAMES)
    row.save()
    keep_deed("protocol_person_added", row, protocol, by=by, at=at, changes=compare({}, fields.texts()))
    touch(protocol, at=at, block="people")
    return row


def _let_lead(
    protocol: Protocol, fields: PersonFields, submission_key: uuid.UUID | None, *, by: Actor, at: datetime
) -> ProtocolPerson:
    standing = _namesakes(protocol, fields)
    there = next((row for row in standing if row.role in STANDING), None)
    if any(row.role == fields.role for row in standing):
        raise AlreadyNamed(f"{fields.name}: уже {PartRole(fields.role).label}.")
    if there is None:
        _added(protocol, replace(fields, role=PartRole.PRESENT), None, by=by, at=at)
    elif there.role != PartRole.PRESENT:
        there.role, there.reason = PartRole.PRESENT, ""
        there.version += 1
        there.save()
    if there is not None:
        # As she stands among those present, so she stands as the one who leads.
        fields = replace(fields, name=there.name, person_id=there.person_id, is_remote=there.is_remote)
        fields = replace(
            fields,
            post=fields.post or there.post,
            organisation_name=fields.organisation_name or there.organisation_name,
        )
    if fields.role in _ONE_ALONE:
        for before in protocol.people.filter(role=fields.role):
            changes = {"Кто": (f"{before.name}, {before.get_role_display()}", "")}
            keep_deed("protocol_person_removed", before, protocol, by=by, at=at, changes=changes)
            before.delete()
    return _added(protocol, fields, submission_key, by=by, at=at)


def _namesakes(protocol: Protocol, fields: PersonFields) -> list[ProtocolPerson]:
    """The rows of the same person; of somebody we do not know, those with her name."""
    rows = protocol.people.all()
    if fields.person_id is not None:
        return list(rows.filter(person_id=fields.person_id))
    return [row for row in rows.filter(person=None) if name_key(row.name) == name_key(fields.name)]


def _require_not_named(protocol: Protocol, fields: PersonFields, besides: ProtocolPerson | None = None) -> None:
    for row in _namesakes(protocol, fields):
        if row.role in STANDING and row != besides:
            raise AlreadyNamed(f"{row.name}: уже есть в списке ({row.get_role_display()}).")


def _require_not_leading(protocol: Protocol, row: ProtocolPerson) -> None:
    for other in _namesakes(protocol, PersonFields.of(row)):
        if other.role in LEADING:
            raise LeadsTheMeeting(
                f"{row.name}: {other.get_role_display()} этого заседания. Сначала назначьте другого человека."
            )
