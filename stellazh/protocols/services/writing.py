"""Protocols begun, alone or from an event, and their headings changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.enums import SlotKind
from stellazh.events.models import Event, Speaker
from stellazh.events.reads.programme import present_slots
from stellazh.protocols.access import can_create_protocol
from stellazh.protocols.enums import BodyForm, SpeechKind
from stellazh.protocols.models import AgendaItem, Protocol, Speech
from stellazh.protocols.reads.people import short_name
from stellazh.protocols.services.carrying import carry_over_into
from stellazh.protocols.services.fields import PROTOCOL_NAMES, ProtocolFields, checked_protocol, put
from stellazh.protocols.services.from_attendance import take_people
from stellazh.protocols.services.proposing import fields_of_event
from stellazh.protocols.services.refusals import TextMissing
from stellazh.protocols.services.revisions import keep_revision, keep_set_aside
from stellazh.protocols.services.touching import editable_protocol, keep_deed, touch

HEADING = "protocol"
_QUESTIONS = (SlotKind.TALK, SlotKind.SESSION, SlotKind.TASK)


@transaction.atomic
def create_protocol(
    association_id: int,
    *,
    fields: ProtocolFields,
    submission_key: uuid.UUID | None,
    carries_over: bool = True,
    by: Actor,
    at: datetime,
) -> Protocol:
    """Begin a draft without an event. The same `submission_key` gives the protocol it made before.

    With `carries_over` open decisions of earlier meetings come into its agenda; an old protocol brought from Word
    has none.

    Raises:
        PermissionRefused: `by` keeps no protocols there, or the association is closed.
        TextMissing, TextTooLong, WrongTimes, WrongNumber: a field is not acceptable.
    """
    # Locked, so that the second of two clicks at once finds the protocol of the first.
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_create_protocol(by, association))
    if made := made_before(Protocol.objects.filter(association=association), submission_key):
        return made
    protocol = _begun(Protocol(association=association, submission_key=submission_key), fields, by=by, at=at)
    if carries_over:
        carry_over_into(protocol, by=by, at=at)
    return protocol


@transaction.atomic
def create_from_event(event_id: int, *, submission_key: uuid.UUID | None, by: Actor, at: datetime) -> Protocol:
    """Begin the protocol of an event, before it is held too: heading, people marked, agenda of the programme.

    One event has one protocol: the second click, and the second person, get the one that is there.

    Raises:
        PermissionRefused: `by` keeps no protocols there.
        EventHasNoProtocol: the event was called off or put away.
    """
    rows = Event.objects.select_for_update(of=("self",)).select_related("association__territory")
    event = rows.get(pk=event_id)
    require(can_create_protocol(by, event.association))
    present = Protocol.objects.present().select_related("association__territory").filter(event=event).first()
    if present is not None:
        return present
    if made_before(Protocol.objects.filter(event=event), submission_key):
        # It was put away since: the form sent again begins another.
        submission_key = None
    protocol = Protocol(association=event.association, event=event, submission_key=submission_key)
    _begun(protocol, fields_of_event(event), by=by, at=at)
    take_people(protocol)
    _take_agenda(protocol, event)
    carry_over_into(protocol, by=by, at=at)
    return protocol


@transaction.atomic
def update_heading(
    protocol_id: int,
    *,
    expected_version: int,
    fields: ProtocolFields,
    set_aside: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Protocol:
    """Change the heading; equal fields change nothing. What stood there before stays among the earlier texts.

    `set_aside` are texts not taken when a clash was settled: they are kept too.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        TextMissing, TextTooLong, WrongTimes, WrongNumber: a field is not acceptable.
    """
    protocol = editable_protocol(protocol_id, by)
    stored, checked = ProtocolFields.of(protocol), checked_protocol(fields)
    require_version(protocol.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    keep_set_aside(protocol, HEADING, set_aside, by=by, at=at)
    return _save_heading(protocol, stored, checked, by=by, at=at)


@transaction.atomic
def set_body_form(protocol_id: int, *, body_form: str, by: Actor, at: datetime) -> Protocol:
    """Write the course of the meeting by questions, or shortly. Every text stays where it was typed.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        TextMissing: there is no such way.
    """
    protocol = editable_protocol(protocol_id, by)
    if body_form not in BodyForm.values:
        raise TextMissing("Выберите, как записан ход заседания.")
    stored = ProtocolFields.of(protocol)
    return _save_heading(protocol, stored, replace(stored, body_form=body_form), by=by, at=at)


def _begun(protocol: Protocol, fields: ProtocolFields, *, by: Actor, at: datetime) -> Protocol:
    checked = checked_protocol(fields)
    put(protocol, checked, PROTOCOL_NAMES)
    protocol.school_year = SchoolYear.of(checked.held_on).start
    protocol.created_at = protocol.updated_at = at
    protocol.save()
    texts = {name: text for name, text in checked.texts().items() if text}
    keep_deed("protocol_created", protocol, protocol, by=by, at=at, changes=compare({}, texts))
    return protocol


def _save_heading(
    protocol: Protocol, stored: ProtocolFields, checked: ProtocolFields, *, by: Actor, at: datetime
) -> Protocol:
    if checked == stored:
        return protocol
    put(protocol, checked, PROTOCOL_NAMES)
    protocol.school_year = SchoolYear.of(checked.held_on).start
    protocol.version += 1
    protocol.updated_at = at
    protocol.save()
    keep_revision(protocol, HEADING, stored.values(), by=by, at=at, after=checked.values())
    changes = compare(stored.texts(), checked.texts())
    keep_deed("protocol_updated", protocol, protocol, by=by, at=at, changes=changes)
    touch(protocol, at=at, block=HEADING)
    return protocol


def _take_agenda(protocol: Protocol, event: Event) -> None:
    """A question for each line of the programme, with whoever speaks; a section that holds talks is none."""
    slots = present_slots(event)
    holding = {slot.parent_id for slot in slots}
    lines = [slot for slot in slots if slot.kind in _QUESTIONS and slot.pk not in holding]
    speeches = []
    for position, slot in enumerate(lines, start=1):
        speakers = list(slot.speakers.all())
        item = AgendaItem.objects.create(
            protocol=protocol,
            position=position,
            title=slot.title,
            reporters="; ".join(_reporter(one) for one in speakers)[:400],
            slot=slot,
        )
        speeches += [_heard(item, number, one) for number, one in enumerate(speakers, start=1)]
    Speech.objects.bulk_create(speeches)


def _heard(item: AgendaItem, position: int, speaker: Speaker) -> Speech:
    return Speech(
        protocol_id=item.protocol_id,
        item=item,
        kind=SpeechKind.HEARD,
        position=position,
        person_id=speaker.person_id,
        name=short_name(speaker.name),
        post=_post_of(speaker)[:300],
    )


def _reporter(speaker: Speaker) -> str:
    return ", ".join(part for part in (short_name(speaker.name), speaker.post) if part)


def _post_of(speaker: Speaker) -> str:
    return ", ".join(part for part in (speaker.post, speaker.organisation_name) if part)
