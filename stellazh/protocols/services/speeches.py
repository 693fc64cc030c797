"""What was said: added, typed, put in order, put away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.protocols.enums import SpeechKind
from stellazh.protocols.models import AgendaItem, Protocol, Speech
from stellazh.protocols.reads.people import who_is
from stellazh.protocols.services.fields import SPEECH_NAMES, SpeechFields, checked_speech, put
from stellazh.protocols.services.moving import Way, neighbour_of, renumber
from stellazh.protocols.services.refusals import RowIsArchived, RowOfAnotherProtocol, TextMissing
from stellazh.protocols.services.revisions import keep_revision, keep_set_aside
from stellazh.protocols.services.touching import editable_protocol, keep_deed, keep_text, touch


@transaction.atomic
def add_speech(
    protocol_id: int,
    *,
    item_id: int | None,
    kind: str = SpeechKind.SPOKE,
    fields: SpeechFields,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> Speech:
    """Add a speech after the others of its kind; it may be empty. Without `item_id` it belongs to the whole meeting.

    A name that one of those present bears alone links her, with her post. The same `submission_key` gives the speech it
    made before.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        RowOfAnotherProtocol: there is no such question in it.
        TextTooLong, TextMissing.
    """
    protocol = editable_protocol(protocol_id, by)
    if made := made_before(protocol.speeches.all(), submission_key):
        return made
    if kind not in SpeechKind.values:
        raise TextMissing("Выберите: слушали или выступили.")
    item = item_of(protocol, item_id)
    checked = _with_speaker(protocol, checked_speech(fields))
    rows = protocol.speeches.filter(item=item).order_by("-position")
    last = rows.values_list("position", flat=True).first() or 0
    speech = Speech(protocol=protocol, item=item, kind=kind, position=last + 1, submission_key=submission_key)
    put(speech, checked, (*SPEECH_NAMES, "person_id"))
    speech.save()
    block = speech_block(speech)
    # The history begins with the empty place.
    keep_revision(protocol, block, dict.fromkeys(SPEECH_NAMES, ""), by=by, at=at)
    keep_deed("protocol_speech_added", speech, protocol, by=by, at=at, changes=compare({}, checked.texts()))
    touch(protocol, at=at, block=block)
    return speech


@transaction.atomic
def update_speech(
    speech_id: int,
    *,
    expected_version: int,
    fields: SpeechFields,
    set_aside: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Speech:
    """Change a speech; equal fields change nothing. What stood there before stays among the earlier texts.

    A new name that one of those present bears alone links her; her post is put where none was typed. `set_aside` are
    texts not taken when a clash was settled: they are kept too.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        RowIsArchived, TextTooLong.
    """
    protocol, speech = _editable(speech_id, by)
    stored = SpeechFields.of(speech)
    checked = replace(checked_speech(fields), person_id=speech.person_id)
    if checked.name != stored.name:
        checked = _with_speaker(protocol, replace(checked, person_id=fields.person_id))
    require_version(speech.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    block = speech_block(speech)
    keep_set_aside(protocol, block, set_aside, by=by, at=at)
    if checked == stored:
        return speech
    put(speech, checked, (*SPEECH_NAMES, "person_id"))
    _save(speech)
    keep_text(
        "protocol_speech_updated", speech, protocol, block, stored=stored.values(), after=checked.values(),
        before=stored.texts(), wanted=checked.texts(), by=by, at=at,
    )  # fmt: skip
    return speech


@transaction.atomic
def move_speech(speech_id: int, *, way: Way, by: Actor, at: datetime) -> bool:
    """Change places with the speech before or after it of the same kind and question. Gives whether it moved.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        RowIsArchived.
    """
    protocol, speech = _editable(speech_id, by)
    rows = list(protocol.speeches.filter(item_id=speech.item_id, archived_at=None).order_by("position", "pk"))
    alike = [row for row in rows if row.kind == speech.kind]
    other = neighbour_of(alike, speech, way)
    if other is None:
        return False
    renumber(rows, speech, other)
    keep_deed("protocol_speech_moved", speech, protocol, by=by, at=at)
    touch(protocol, at=at, block=speech_block(speech))
    return True


@transaction.atomic
def archive_speech(speech_id: int, *, by: Actor, at: datetime) -> Speech:
    """Put a speech away; `restore_speech` brings it back. One that is away stays so.

    Raises:
        PermissionRefused: `by` may not change the protocol.
    """
    return _set_archived(speech_id, at, "protocol_speech_archived", by=by, at=at)


@transaction.atomic
def restore_speech(speech_id: int, *, by: Actor, at: datetime) -> Speech:
    """Bring a speech back to its place. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` may not change the protocol.
    """
    return _set_archived(speech_id, None, "protocol_speech_restored", by=by, at=at)


def item_of(protocol: Protocol, item_id: int | None) -> AgendaItem | None:
    """The question that is named, or none.

    Raises:
        RowOfAnotherProtocol: there is no such question in the agenda.
    """
    if item_id is None:
        return None
    item = protocol.agenda.filter(pk=item_id, archived_at=None).first()
    if item is None:
        raise RowOfAnotherProtocol("Этого вопроса в повестке больше нет: обновите страницу.")
    return item


def speech_block(speech: Speech) -> str:
    """Its name among blocks of the page and of the history."""
    return f"speech-{speech.pk}"


def _set_archived(speech_id: int, when: datetime | None, action: str, *, by: Actor, at: datetime) -> Speech:
    protocol, speech = _locked(speech_id, by)
    if (speech.archived_at is None) == (when is None):
        return speech
    speech.archived_at = when
    _save(speech)
    block = speech_block(speech)
    keep_revision(protocol, block, SpeechFields.of(speech).values(), by=by, at=at)
    keep_deed(action, speech, protocol, by=by, at=at)
    touch(protocol, at=at, block=block)
    return speech


def _locked(speech_id: int, by: Actor) -> tuple[Protocol, Speech]:
    found = Speech.objects.only("protocol_id").get(pk=speech_id)
    protocol = editable_protocol(found.protocol_id, by)
    # Read under the lock: what was read before it may be old.
    return protocol, Speech.objects.get(pk=speech_id)


def _editable(speech_id: int, by: Actor) -> tuple[Protocol, Speech]:
    protocol, speech = _locked(speech_id, by)
    if speech.archived_at is not None:
        raise RowIsArchived("Выступление убрано: сначала верните его под вопросом.")
    return protocol, speech


def _save(speech: Speech) -> None:
    speech.version += 1
    speech.save()


def _with_speaker(protocol: Protocol, fields: SpeechFields) -> SpeechFields:
    if not fields.name:
        return replace(fields, person_id=None)
    known = who_is(protocol, fields.name)
    if known is None:
        return replace(fields, person_id=None)
    post = ", ".join(part for part in (known.post, known.organisation_name) if part)
    return replace(fields, person_id=known.person_id, post=fields.post or post[:300])
