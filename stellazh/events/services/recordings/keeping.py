"""Recordings of an event: added by address, shown once uploaded, ordered, put away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access import can_edit_event
from stellazh.events.enums import Audience
from stellazh.events.models import Event, Recording, Slot
from stellazh.events.services.locking import locked_event
from stellazh.events.services.materials.values import slot_of
from stellazh.events.services.programme.ordering import Way
from stellazh.events.services.refusals import TextMissing
from stellazh.media.models import MediaItem
from stellazh.media.services import add_embedded, archive_item, rename_item, restore_item
from stellazh.media.services.items import clean_title

RECORDING: Final = "events.recording"


@dataclass(frozen=True, slots=True)
class RecordingFields:
    """Everything of a recording that is edited. An empty title of a new one becomes the event's."""

    title: str = ""
    audience: str = Audience.EVERYBODY
    slot_id: int | None = None

    def texts(self, slot: Slot | None) -> dict[str, str]:
        """By Russian names, as the audit and a conflict show them."""
        return {
            "Название": self.title,
            "Кому открыта": str(Audience(self.audience).label),
            "К чему": str(slot) if slot is not None else "",
        }


@transaction.atomic
def add_recording(event_id: int, *, address: str, fields: RecordingFields, by: Actor, at: datetime) -> Recording:
    """Show a film of Rutube or VK Видео at the event. The same film added again is found, not doubled.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
        NotAVideoAddress: the address leads to no film of these hosts.
        UnknownSlot, TextMissing: it cannot stand there, or nobody is named who may see it.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    title = fields.title.strip() or f"Запись: {event.title}"
    item = add_embedded(RECORDING, event.object_key, address=address, title=title, by=by, at=at)
    return _shown(event, item, replace(fields, title=item.title), by=by, at=at)


@transaction.atomic
def publish_recording(event_id: int, *, item_id: int, fields: RecordingFields, by: Actor, at: datetime) -> Recording:
    """Show what was uploaded to those whom it is meant for. What is shown already stays as it is.

    Raises:
        PermissionRefused, UnknownSlot, TextMissing.
        MediaItem.DoesNotExist: it is not of this event.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    item = MediaItem.objects.present().of(RECORDING, event.object_key).get(pk=item_id)
    if fields.title.strip():
        item = rename_item(item, title=fields.title, by=by, at=at)
    return _shown(event, item, replace(fields, title=item.title), by=by, at=at)


@transaction.atomic
def update_recording(
    recording_id: int, *, expected_version: int, fields: RecordingFields, by: Actor, at: datetime
) -> Recording:
    """Change title, audience and the line of the programme. Equal fields change nothing.

    Raises:
        PermissionRefused, ChangedMeanwhile, UnknownSlot, TextMissing, NoTitle.
    """
    recording = _locked(recording_id, by)
    _require_audience(fields)
    wanted = replace(fields, title=clean_title(fields.title))
    slot = slot_of(recording.event, wanted.slot_id, recording.slot_id)
    stored = RecordingFields(recording.item.title, recording.audience, recording.slot_id)
    before, after = stored.texts(recording.slot), wanted.texts(slot)
    require_version(recording.version, expected_version, theirs=before, mine=after)
    if stored == wanted:
        return recording
    if stored.title != wanted.title:
        recording.item = rename_item(recording.item, title=wanted.title, by=by, at=at)
    recording.audience, recording.slot = wanted.audience, slot
    recording.version += 1
    recording.save(update_fields=["audience", "slot", "version"])
    _record("recording_updated", recording, by=by, at=at, changes=compare(before, after))
    return recording


@transaction.atomic
def move_recording(recording_id: int, *, way: Way, by: Actor, at: datetime) -> bool:
    """Change places with the one before or after it. Gives whether it moved.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    recording = _locked(recording_id, by)
    rows = list(recording.event.recordings.filter(item__archived_at=None).order_by("position", "pk"))
    place = next((place for place, row in enumerate(rows) if row.pk == recording_id), None)
    other = None if place is None else place + (-1 if way == Way.UP else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Recording.objects.bulk_update(rows, ["position"])
    _record("recording_moved", recording, by=by, at=at)
    return True


@transaction.atomic
def archive_recording(recording_id: int, *, by: Actor, at: datetime) -> Recording:
    """Show it no more. Twice changes nothing.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    recording = _locked(recording_id, by)
    recording.item = archive_item(recording.item, by=by, at=at)
    return recording


@transaction.atomic
def restore_recording(recording_id: int, *, by: Actor, at: datetime) -> Recording:
    """Show it again. Twice changes nothing.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    recording = _locked(recording_id, by)
    recording.item = restore_item(recording.item, by=by, at=at)
    return recording


def _shown(event: Event, item: MediaItem, fields: RecordingFields, *, by: Actor, at: datetime) -> Recording:
    known = Recording.objects.filter(item=item).first()
    if known is not None:
        return known
    _require_audience(fields)
    slot = slot_of(event, fields.slot_id)
    last: int | None = event.recordings.aggregate(last=Max("position"))["last"]
    recording = Recording.objects.create(
        event=event, item=item, slot=slot, audience=fields.audience, position=(last or 0) + 1
    )
    _record("recording_shown", recording, by=by, at=at, changes=compare({}, fields.texts(slot)))
    return recording


def _require_audience(fields: RecordingFields) -> None:
    if fields.audience not in Audience.values:
        raise TextMissing("Выберите из списка, кому открыта запись.")


def _locked(recording_id: int, by: Actor) -> Recording:
    event = locked_event(Recording.objects.values_list("event_id", flat=True).get(pk=recording_id))
    require(can_edit_event(by, event))
    recording = Recording.objects.select_for_update(of=("self",)).select_related("item", "slot").get(pk=recording_id)
    recording.event = event
    return recording


def _record(
    deed: str, recording: Recording, *, by: Actor, at: datetime, changes: dict[str, tuple[str, str]] | None = None
) -> None:
    scope = recording.event.association.path
    record(deed, recording, by=by, at=at, scope=scope, changes=changes, note=recording.item.title[:300])
