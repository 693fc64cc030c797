"""Associations: making them, changing them, closing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from stellazh.associations import access
from stellazh.associations.enums import AssociationKind
from stellazh.associations.models import Association, Territory, validate_time_zone
from stellazh.associations.services.codes import CodeIsTaken, checked_code
from stellazh.associations.signals import territories_named
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.russian.collation import sort_key


class AssociationHasBranches(DomainError):
    """Open associations still belong to it."""


@dataclass(frozen=True, slots=True)
class AssociationFields:
    """What may be changed of an association; its code and its place in the ladder stay."""

    kind: str
    name: str
    short_name: str
    territory_id: int
    time_zone: str = "Europe/Moscow"
    about: str = ""

    def shown(self, territory_name: str) -> dict[str, str]:
        return {
            "Вид": AssociationKind(self.kind).label,
            "Полное название": self.name,
            "Краткое название": self.short_name,
            "Территория": territory_name,
            "Часовой пояс": self.time_zone,
            "Об объединении": self.about,
        }


@transaction.atomic
def create_association(
    *,
    code: str,
    parent_id: int | None,
    fields: AssociationFields,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Association:
    """Make an association under `parent_id`. The same `submission_key` gives the same row.

    Raises:
        PermissionRefused: `by` does not keep the structure of the parent, or not that territory.
        CodeIsTaken: the code is in use or malformed.
        DomainError: the time zone is unknown.
    """
    # Locked, so that the second of two clicks at once finds the row of the first.
    parent = Association.objects.select_for_update().get(pk=parent_id) if parent_id is not None else None
    require(access.can_create_association(by, parent))
    if made := made_before(Association.objects.filter(parent=parent), submission_key):
        return made
    code = checked_code(code)
    if Association.objects.filter(code=code).exists():
        raise CodeIsTaken(f"Код «{code}» уже занят другим объединением.")
    association = Association(code=code, parent=parent, submission_key=submission_key)
    association.path = f"{parent.path if parent else '/'}{code}/"
    association.depth = parent.depth + 1 if parent else 0
    require(access.can_manage_territory(by, Territory.objects.get(pk=fields.territory_id)))
    territory = _fill(association, fields)
    with unique_or(CodeIsTaken(f"Код «{code}» уже занят другим объединением.")):
        association.save()
    record(
        "association_created",
        association,
        by=by,
        at=at,
        scope=association.path,
        changes=compare({}, fields.shown(territory.name)),
    )
    return association


@transaction.atomic
def update_association(
    association_id: int, *, expected_version: int, fields: AssociationFields, by: Actor, at: datetime
) -> Association:
    """Change an association.

    Raises:
        PermissionRefused: `by` does not keep the structure there, or not the territory it is moved to.
        ChangedMeanwhile; DomainError: the time zone is unknown.
    """
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(access.can_manage_structure(by, association))
    before = AssociationFields(
        association.kind,
        association.name,
        association.short_name,
        association.territory_id,
        association.time_zone,
        association.about,
    ).shown(association.territory.name)
    territory = Territory.objects.get(pk=fields.territory_id)
    if territory != association.territory:
        # Whoever keeps an association keeps its territory: moving it is no way to come by another one.
        require(access.can_manage_territory(by, territory))
    after = fields.shown(territory.name)
    require_version(association.version, expected_version, theirs=before, mine=after)
    _fill(association, fields)
    association.version += 1
    association.save()
    record("association_changed", association, by=by, at=at, scope=association.path, changes=compare(before, after))
    if (before["Краткое название"], before["Территория"]) != (after["Краткое название"], after["Территория"]):
        territories_named.send(Association, at=at)
    return association


@transaction.atomic
def close_association(association_id: int, *, by: Actor, at: datetime) -> Association:
    """Close an association: its papers stay readable, new ones are not made.

    Raises:
        PermissionRefused; AssociationHasBranches: open associations belong to it.
    """
    association = Association.objects.select_for_update().get(pk=association_id)
    require(access.can_manage_structure(by, association))
    if Association.objects.present().filter(parent=association).exists():
        raise AssociationHasBranches("В объединение входят другие, ещё открытые: сначала закройте их.")
    if association.archived_at is None:
        association.archived_at = at
        association.version += 1
        association.save(update_fields=["archived_at", "version"])
        record("association_closed", association, by=by, at=at, scope=association.path)
    return association


@transaction.atomic
def reopen_association(association_id: int, *, by: Actor, at: datetime) -> Association:
    """Open a closed association again.

    Raises:
        PermissionRefused: `by` does not keep the structure there.
    """
    association = Association.objects.select_for_update().get(pk=association_id)
    require(access.can_manage_structure(by, association))
    if association.archived_at is not None:
        association.archived_at = None
        association.version += 1
        association.save(update_fields=["archived_at", "version"])
        record("association_reopened", association, by=by, at=at, scope=association.path)
    return association


def _fill(association: Association, fields: AssociationFields) -> Territory:
    try:
        validate_time_zone(fields.time_zone)
    except ValidationError as refusal:
        raise DomainError(" ".join(refusal.messages)) from refusal
    territory = Territory.objects.get(pk=fields.territory_id)
    association.kind = fields.kind
    association.name = " ".join(fields.name.split())
    association.short_name = " ".join(fields.short_name.split())
    association.territory = territory
    association.time_zone = fields.time_zone
    association.about = fields.about.strip()
    association.sort_key = sort_key(association.short_name)[:400]
    return territory
