"""Lines of the programme: adding, changing, putting away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access import can_edit_event
from stellazh.events.enums import SlotKind
from stellazh.events.models import Event, Slot, Speaker
from stellazh.events.services.locking import locked_event
from stellazh.events.services.programme.ordering import place_by_time, place_last
from stellazh.events.services.programme.refusals import (
    SectionsDoNotNest,
    TooManySlots,
    UnknownSection,
    UnknownSpeaker,
)
from stellazh.events.services.programme.values import SlotFields, SpeakerFields, checked_slot
from stellazh.workplans.services.owners import people_for_owners

MOST_SLOTS: Final = 500
_COLUMNS: Final = ("title", "kind", "description", "starts_at", "ends_at", "place")


@transaction.atomic
def add_slot(event_id: int, *, fields: SlotFields, submission_key: UUID | None = None, by: Actor, at: datetime) -> Slot:
    """Add a line: by its time among those that have one, else after the others. One `submission_key` adds one.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
        UnknownSection, SectionsDoNotNest: it cannot stand there.
        UnknownSpeaker: a person chosen is not of the lists near the association.
        TooManySlots; what `checked_slot` refuses.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    made = made_before(event.slots.all(), submission_key)
    if made is not None:
        return made
    checked = checked_slot(fields)
    if event.slots.filter(archived_at=None).count() >= MOST_SLOTS:
        raise TooManySlots(f"В программе уже {MOST_SLOTS} строк. Разделите мероприятие на части.")
    section = _section(event, checked)
    _require_people(event, checked.speakers, known=frozenset())
    slot = Slot(event=event, parent=section, submission_key=submission_key)
    _put(slot, checked)
    place_by_time(slot)
    slot.save(force_insert=True)
    _put_speakers(slot, checked.speakers)
    _record("slot_added", slot, by=by, at=at, changes=compare({}, checked.texts(event.zone)))
    return slot


@transaction.atomic
def update_slot(slot_id: int, *, expected_version: int, fields: SlotFields, by: Actor, at: datetime) -> Slot:
    """Change a line with its speakers. Another beginning or another section puts it at its place there.

    Raises:
        PermissionRefused, ChangedMeanwhile, UnknownSection, SectionsDoNotNest, UnknownSpeaker.
        What `checked_slot` refuses.
    """
    slot = _locked(slot_id, by)
    event = slot.event
    stored, checked = SlotFields.of(slot), checked_slot(fields)
    before, wanted = stored.texts(event.zone), checked.texts(event.zone)
    require_version(slot.version, expected_version, theirs=before, mine=wanted)
    if stored == checked:
        return slot
    section = _section(event, checked, slot)
    _require_people(event, checked.speakers, known={one.person_id for one in stored.speakers})
    _put(slot, checked)
    if stored.section_id != checked.section_id or stored.starts_at != checked.starts_at:
        slot.parent = section
        place_by_time(slot)
    slot.version += 1
    slot.save()
    if stored.speakers != checked.speakers:
        slot.speakers.all().delete()
        _put_speakers(slot, checked.speakers)
    _record("slot_updated", slot, by=by, at=at, changes=compare(before, wanted))
    return slot


@transaction.atomic
def archive_slot(slot_id: int, *, by: Actor, at: datetime) -> Slot:
    """Put a line away, a section with its talks. Its materials stay, at the event as a whole. Twice changes nothing.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    slot = _locked(slot_id, by)
    if slot.archived_at is None:
        slot.archived_at = at
        _save_archived(slot, "slot_archived", by=by, at=at)
    return slot


@transaction.atomic
def restore_slot(slot_id: int, *, by: Actor, at: datetime) -> Slot:
    """Bring a line back, to its end of the programme; a section with its talks. Twice changes nothing.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
        UnknownSection: the section it stood in is put away.
    """
    slot = _locked(slot_id, by)
    if slot.archived_at is None:
        return slot
    if slot.parent is not None and slot.parent.archived_at is not None:
        raise UnknownSection(f"Сначала верните секцию «{slot.parent}».")
    slot.archived_at = None
    place_last(slot)
    _save_archived(slot, "slot_restored", by=by, at=at)
    return slot


def _locked(slot_id: int, by: Actor) -> Slot:
    event = locked_event(Slot.objects.values_list("event_id", flat=True).get(pk=slot_id))
    require(can_edit_event(by, event))
    slot = Slot.objects.select_for_update(of=("self",)).select_related("parent").get(pk=slot_id)
    slot.event = event
    return slot


def _section(event: Event, wanted: SlotFields, slot: Slot | None = None) -> Slot | None:
    """The section the line is to stand in.

    Raises:
        UnknownSection, SectionsDoNotNest.
    """
    is_dissolved = slot is not None and slot.kind == SlotKind.SESSION != wanted.kind
    if is_dissolved and slot is not None and slot.children.filter(archived_at=None).exists():
        raise SectionsDoNotNest("В этой секции есть выступления: она остаётся секцией.")
    if wanted.section_id is None:
        return None
    if wanted.kind == SlotKind.SESSION:
        raise SectionsDoNotNest("Секция не входит в другую секцию.")
    found = event.slots.filter(pk=wanted.section_id, kind=SlotKind.SESSION)
    if slot is None or slot.parent_id != wanted.section_id:
        found = found.filter(archived_at=None)
    section = found.first()
    if section is None:
        raise UnknownSection("Этой секции больше нет: выберите другую.")
    return section


def _require_people(event: Event, speakers: Iterable[SpeakerFields], *, known: Iterable[int | None]) -> None:
    """Somebody named before may stay; others come from the lists that plans name people from."""
    fresh = {one.person_id for one in speakers if one.person_id is not None} - set(known)
    if fresh and people_for_owners(event.association).filter(pk__in=fresh).count() != len(fresh):
        raise UnknownSpeaker("Выбранного человека нет в списках объединения: впишите имя словами.")


def _put(slot: Slot, fields: SlotFields) -> None:
    for name in _COLUMNS:
        setattr(slot, name, getattr(fields, name))


def _put_speakers(slot: Slot, speakers: Iterable[SpeakerFields]) -> None:
    Speaker.objects.bulk_create(
        Speaker(
            slot=slot,
            position=position,
            person_id=one.person_id,
            name=one.name,
            post=one.post,
            organisation_id=one.organisation_id,
            organisation_name=one.organisation_name,
            is_name_public=one.is_name_public,
        )
        for position, one in enumerate(speakers, start=1)
    )


def _save_archived(slot: Slot, deed: str, *, by: Actor, at: datetime) -> None:
    slot.version += 1
    slot.save(update_fields=["archived_at", "position", "version"])
    _record(deed, slot, by=by, at=at)


def _record(
    deed: str, slot: Slot, *, by: Actor, at: datetime, changes: dict[str, tuple[str, str]] | None = None
) -> None:
    record(deed, slot, by=by, at=at, scope=slot.event.association.path, changes=changes, note=str(slot.event)[:300])
