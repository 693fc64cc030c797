"""Materials as they stand: their words, their order, whether they are put away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access import can_edit_event
from stellazh.events.models import Material
from stellazh.events.services.locking import locked_event
from stellazh.events.services.materials.values import MaterialFields, checked_material, slot_of
from stellazh.events.services.programme.ordering import Way


@transaction.atomic
def update_material(
    material_id: int, *, expected_version: int, fields: MaterialFields, by: Actor, at: datetime
) -> Material:
    """Change title, audience and the line of the programme it stands at. Equal fields change nothing.

    Raises:
        PermissionRefused, ChangedMeanwhile, UnknownSlot.
        What `checked_material` refuses.
    """
    material = locked_material(material_id, by)
    stored, checked = MaterialFields.of(material), checked_material(fields)
    slot = slot_of(material.event, checked.slot_id, material.slot_id)
    before, wanted = stored.texts(material.slot), checked.texts(slot)
    require_version(material.version, expected_version, theirs=before, mine=wanted)
    if stored == checked:
        return material
    material.title, material.audience, material.slot = checked.title, checked.audience, slot
    _save(material, ["title", "audience", "slot"])
    _record("material_updated", material, by=by, at=at, changes=compare(before, wanted))
    return material


@transaction.atomic
def move_material(material_id: int, *, way: Way, by: Actor, at: datetime) -> bool:
    """Change places with the one before or after it at the same line of the programme. Gives whether it moved.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    material = locked_material(material_id, by)
    rows = list(material.event.materials.filter(archived_at=None).order_by("position", "pk"))
    beside = [row for row in rows if row.slot_id == material.slot_id]
    place = next((place for place, row in enumerate(beside) if row.pk == material_id), None)
    other = None if place is None else place + (-1 if way == Way.UP else 1)
    if place is None or other is None or not 0 <= other < len(beside):
        return False
    first, second = rows.index(beside[place]), rows.index(beside[other])
    rows[first], rows[second] = rows[second], rows[first]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Material.objects.bulk_update(rows, ["position"])
    _record("material_moved", material, by=by, at=at)
    return True


@transaction.atomic
def archive_material(material_id: int, *, by: Actor, at: datetime) -> Material:
    """Put a material away: nobody but those who prepare the event opens it. Twice changes nothing.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    material = locked_material(material_id, by)
    if material.archived_at is None:
        material.archived_at = at
        _save(material, ["archived_at"])
        _record("material_archived", material, by=by, at=at)
    return material


@transaction.atomic
def restore_material(material_id: int, *, by: Actor, at: datetime) -> Material:
    """Bring a material back. Twice changes nothing.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    material = locked_material(material_id, by)
    if material.archived_at is not None:
        material.archived_at = None
        _save(material, ["archived_at"])
        _record("material_restored", material, by=by, at=at)
    return material


def locked_material(material_id: int, by: Actor) -> Material:
    """The material with its event, both held until the transaction ends.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    event = locked_event(Material.objects.values_list("event_id", flat=True).get(pk=material_id))
    require(can_edit_event(by, event))
    material = Material.objects.select_for_update(of=("self",)).select_related("slot").get(pk=material_id)
    material.event = event
    return material


def _save(material: Material, fields: list[str]) -> None:
    material.version += 1
    material.save(update_fields=[*fields, "version"])


def _record(
    deed: str, material: Material, *, by: Actor, at: datetime, changes: dict[str, tuple[str, str]] | None = None
) -> None:
    record(deed, material, by=by, at=at, scope=material.event.association.path, changes=changes)
