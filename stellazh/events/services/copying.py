"""An event made in the likeness of another: what is taken along is chosen, every time in it moves."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.events import moments
from stellazh.events.access import can_create_event, can_edit_event
from stellazh.events.cloning import CloneWhat
from stellazh.events.models import Event, Material, MaterialVersion, Slot, Speaker
from stellazh.events.repeating import shifted, wall_delta
from stellazh.events.services.events import save_new
from stellazh.events.services.fields import EventFields
from stellazh.events.services.numbers import next_number

ENROLMENT_FIELDS = (
    "enrolment_mode", "enrolment_opens_at", "enrolment_closes_at", "capacity", "capacity_online", "has_waiting_list",
    "takes_guests", "takes_walk_ins", "list_shown",
)  # fmt: skip


@transaction.atomic
def clone_event(
    event_id: int,
    *,
    what: CloneWhat,
    starts_at: datetime,
    title: str = "",
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> Event:
    """Make a draft like the event, to begin at `starts_at`; the same `submission_key` gives the one it made before.

    Every moment moves by the clock on the wall. A numbered meeting gets the next number of its new year. The plan item
    is not taken along: another event does not do the same item. Other subjects copy theirs by `moments.on_cloned`.

    Raises:
        PermissionRefused: `by` prepares no events there.
        What `checked_fields` refuses.
    """
    # A template is read, not changed: an archived one may serve too.
    source = Event.objects.select_related("association", "parent").get(pk=event_id)
    require(can_create_event(by, source.association))
    made = made_before(Event.objects.filter(association_id=source.association_id), submission_key)
    if made is not None:
        return made
    parent = source.parent if source.parent is not None and can_edit_event(by, source.parent) else None
    return copy_of(
        source, what, starts_at=starts_at, title=title, parent=parent, submission_key=submission_key, by=by, at=at
    )


def copy_of(
    source: Event,
    what: CloneWhat,
    *,
    starts_at: datetime,
    title: str = "",
    parent: Event | None = None,
    submission_key: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Event:
    """`clone_event` for whoever has asked the right already."""
    delta = wall_delta(source.starts_at, starts_at, source.zone)
    event = Event(
        association=source.association,
        parent=parent,
        series_id=source.series_id,
        cloned_from=source,
        submission_key=submission_key,
    )
    fields = _moved(source, delta, what)
    save_new(event, replace(fields, title=title.strip() or fields.title), by=by, at=at, deed="event_cloned")
    slots = _copy_programme(source, event, delta, with_speakers=what.speakers) if what.programme else {}
    if what.materials:
        _copy_materials(source, event, slots, by=by, at=at)
    for hook in moments.on_cloned:
        hook.call(source, event, what, delta, by, at)
    if what.parts:
        for part in source.children.present().select_related("association").in_order():
            begins = shifted(part.starts_at, delta, source.zone)
            copy_of(part, replace(what, parts=False), starts_at=begins, parent=event, by=by, at=at)
    return event


def _moved(source: Event, delta: timedelta, what: CloneWhat) -> EventFields:
    zone = source.zone
    fields = EventFields.of(source)
    opens_at, closes_at = fields.enrolment_opens_at, fields.enrolment_closes_at
    starts_at = shifted(fields.starts_at, delta, zone)
    number = fields.number
    if number is not None:
        number = next_number(source.association_id, SchoolYear.of(starts_at.date()).start, source.form)
    moved = replace(
        fields,
        starts_at=starts_at,
        ends_at=shifted(fields.ends_at, delta, zone),
        number=number,
        enrolment_opens_at=shifted(opens_at, delta, zone) if opens_at else None,
        enrolment_closes_at=shifted(closes_at, delta, zone) if closes_at else None,
    )
    if what.enrolment:
        return moved
    usual = EventFields("", starts_at, starts_at)
    return replace(moved, **{name: getattr(usual, name) for name in ENROLMENT_FIELDS})


def _copy_programme(source: Event, event: Event, delta: timedelta, *, with_speakers: bool) -> dict[int, Slot]:
    """The slots of the new event by the keys of those they were copied from; parents come before children."""
    zone = source.zone
    copies: dict[int, Slot] = {}
    rows = list(source.slots.filter(archived_at=None).order_by("position", "pk"))
    for row in sorted(rows, key=lambda slot: slot.parent_id is not None):
        if row.parent_id is not None and row.parent_id not in copies:
            continue
        copies[row.pk] = Slot.objects.create(
            event=event,
            parent=copies[row.parent_id] if row.parent_id is not None else None,
            kind=row.kind,
            position=row.position,
            title=row.title,
            description=row.description,
            starts_at=shifted(row.starts_at, delta, zone) if row.starts_at else None,
            ends_at=shifted(row.ends_at, delta, zone) if row.ends_at else None,
            place=row.place,
        )
    if with_speakers:
        speakers = Speaker.objects.filter(slot_id__in=copies).order_by("position", "pk")
        Speaker.objects.bulk_create(
            Speaker(
                slot=copies[row.slot_id],
                position=row.position,
                person_id=row.person_id,
                name=row.name,
                post=row.post,
                organisation_id=row.organisation_id,
                organisation_name=row.organisation_name,
                is_name_public=row.is_name_public,
            )
            for row in speakers
        )
    return copies


def _copy_materials(source: Event, event: Event, slots: dict[int, Slot], *, by: Actor, at: datetime) -> None:
    """The materials, each with its last version as the first."""
    for row in source.materials.filter(archived_at=None).prefetch_related("versions"):
        versions = list(row.versions.all())
        if not versions:
            continue
        last = max(versions, key=lambda version: version.number)
        material = Material.objects.create(
            event=event,
            slot=slots.get(row.slot_id) if row.slot_id is not None else None,
            title=row.title,
            position=row.position,
            audience=row.audience,
        )
        MaterialVersion.objects.create(
            material=material,
            number=1,
            file_id=last.file_id,
            url=last.url,
            note="",
            added_at=at,
            added_by=by.actor_name[:200],
        )
