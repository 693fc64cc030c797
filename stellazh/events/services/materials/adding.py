"""New materials, and what they become later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.events.access import can_edit_event
from stellazh.events.models import Event, Material, MaterialVersion
from stellazh.events.services.fields import checked_texts
from stellazh.events.services.locking import locked_event
from stellazh.events.services.materials.bringing import Brought, Ready, ready_file, store_material_file
from stellazh.events.services.materials.keeping import locked_material
from stellazh.events.services.materials.values import (
    MOST_MATERIALS,
    FileOrLink,
    MaterialFields,
    TooManyMaterials,
    checked_link,
    checked_material,
    slot_of,
)
from stellazh.office.plain_text import printable_line


def add_material(
    event_id: int,
    *,
    fields: MaterialFields,
    file: Brought | None = None,
    url: str = "",
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Material:
    """Add a file or a link after the others. One `submission_key` adds one.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
        FileOrLink: neither or both were brought.
        UnknownSlot: the line of the programme is gone.
        TooManyMaterials; what `ready_file`, `store_file`, `checked_link` and `checked_material` refuse.
    """
    event = Event.objects.select_related("association").get(pk=event_id)
    require(can_edit_event(by, event))
    ready, address = _brought(file, url)
    named = _named(fields, ready, address)
    return _add(event_id, named, ready, address, submission_key=submission_key, by=by, at=at)


@transaction.atomic
def _add(
    event_id: int,
    fields: MaterialFields,
    ready: Ready | None,
    address: str,
    *,
    submission_key: UUID | None,
    by: Actor,
    at: datetime,
) -> Material:
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    made = made_before(event.materials.all(), submission_key)
    if made is not None:
        return made
    checked = checked_material(fields)
    present = event.materials.filter(archived_at=None)
    if present.count() >= MOST_MATERIALS:
        raise TooManyMaterials(f"Материалов уже {MOST_MATERIALS}: соберите файлы в архив.")
    slot = slot_of(event, checked.slot_id)
    last: int | None = present.aggregate(last=Max("position"))["last"]
    material = Material.objects.create(
        event=event,
        slot=slot,
        title=checked.title,
        audience=checked.audience,
        position=(last or 0) + 1,
        submission_key=submission_key,
    )
    _add_version(material, ready, address, number=1, note="", by=by, at=at)
    changes = compare({}, checked.texts(slot))
    record("material_added", material, by=by, at=at, scope=event.association.path, changes=changes)
    return material


def add_material_version(
    material_id: int, *, file: Brought | None = None, url: str = "", note: str = "", by: Actor, at: datetime
) -> MaterialVersion:
    """Put another file or link in the material's place; what it was stays with those who prepare the event.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
        FileOrLink: neither or both were brought.
        TextTooLong; what `ready_file`, `store_file` and `checked_link` refuse.
    """
    found = Material.objects.select_related("event__association").get(pk=material_id)
    require(can_edit_event(by, found.event))
    ready, address = _brought(file, url)
    told = printable_line(note)
    checked_texts(MaterialVersion, {"note": told})
    with transaction.atomic():
        material = locked_material(material_id, by)
        last: int = material.versions.aggregate(last=Max("number"))["last"] or 0
        version = _add_version(material, ready, address, number=last + 1, note=told, by=by, at=at)
        material.version += 1
        material.save(update_fields=["version"])
        scope = material.event.association.path
        record("material_version_added", material, by=by, at=at, scope=scope, note=f"№ {version.number} {told}".strip())
    return version


def _brought(file: Brought | None, url: str) -> tuple[Ready | None, str]:
    address = checked_link(url)
    if (file is None) == (not address):
        raise FileOrLink("Выберите файл или вставьте ссылку: что-то одно.")
    # Before the transaction: nobody waits for the work of pixels.
    return (ready_file(file) if file is not None else None), address


def _named(fields: MaterialFields, ready: Ready | None, address: str) -> MaterialFields:
    if fields.title.strip():
        return fields
    own = PurePath(ready.name).stem if ready is not None else (urlsplit(address).hostname or address)
    return replace(fields, title=own)


def _add_version(
    material: Material, ready: Ready | None, address: str, *, number: int, note: str, by: Actor, at: datetime
) -> MaterialVersion:
    scope = material.event.association.path
    return MaterialVersion.objects.create(
        material=material,
        number=number,
        file=store_material_file(ready, scope=scope, by=by, at=at) if ready is not None else None,
        url=address,
        note=note,
        added_at=at,
        added_by=by.actor_name[:200],
    )
