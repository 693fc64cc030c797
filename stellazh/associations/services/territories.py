"""The tree of territories: region, municipalities, districts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.associations import access
from stellazh.associations.enums import TerritoryKind
from stellazh.associations.models import Association, Territory
from stellazh.associations.services.codes import CodeIsTaken, checked_code
from stellazh.associations.signals import territories_named
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.russian.collation import sort_key


class TerritoryIsInUse(DomainError):
    """Organisations, associations or territories still stand in it."""


@dataclass(frozen=True, slots=True)
class TerritoryFields:
    """What may be changed of a territory; its code and its place in the tree stay."""

    kind: str
    name: str

    def shown(self) -> dict[str, str]:
        return {"Вид": TerritoryKind(self.kind).label, "Название": self.name}


@transaction.atomic
def create_territory(
    *, code: str, parent_id: int | None, fields: TerritoryFields, by: Actor, at: datetime
) -> Territory:
    """Add a territory under `parent_id`; without one it is the root of the installation.

    Raises:
        PermissionRefused: `by` does not keep the structure there.
        CodeIsTaken: another territory has the code, or there is a root already.
    """
    parent = Territory.objects.select_for_update().get(pk=parent_id) if parent_id is not None else None
    require(access.can_manage_territory(by, parent))
    code = checked_code(code)
    if Territory.objects.filter(code=code).exists():
        raise CodeIsTaken(f"Код «{code}» уже занят другой территорией.")
    if parent is None and Territory.objects.filter(parent=None).exists():
        raise CodeIsTaken("Корневая территория уже есть: укажите, во что входит новая.")
    territory = Territory(code=code, parent=parent, kind=fields.kind, name=fields.name.strip())
    territory.path = f"{parent.path if parent else '/'}{code}/"
    territory.depth = parent.depth + 1 if parent else 0
    territory.sort_key = sort_key(territory.name)[:400]
    with unique_or(CodeIsTaken(f"Код «{code}» уже занят другой территорией.")):
        territory.save()
    record("territory_created", territory, by=by, at=at, changes=compare({}, fields.shown()))
    return territory


@transaction.atomic
def update_territory(
    territory_id: int, *, expected_version: int, fields: TerritoryFields, by: Actor, at: datetime
) -> Territory:
    """Change a territory's kind and name.

    Raises:
        PermissionRefused, ChangedMeanwhile.
    """
    territory = Territory.objects.select_for_update().get(pk=territory_id)
    require(access.can_manage_territory(by, territory))
    before = TerritoryFields(territory.kind, territory.name).shown()
    require_version(territory.version, expected_version, theirs=before, mine=fields.shown())
    territory.kind, territory.name = fields.kind, fields.name.strip()
    territory.sort_key = sort_key(territory.name)[:400]
    territory.version += 1
    territory.save()
    record("territory_changed", territory, by=by, at=at, changes=compare(before, fields.shown()))
    if before["Название"] != territory.name:
        territories_named.send(Territory, at=at)
    return territory


@transaction.atomic
def archive_territory(territory_id: int, *, by: Actor, at: datetime) -> Territory:
    """Put away a territory in which nothing stands any more.

    Raises:
        PermissionRefused, TerritoryIsInUse.
    """
    territory = Territory.objects.select_for_update().get(pk=territory_id)
    require(access.can_manage_territory(by, territory))
    if (
        territory.children.filter(archived_at=None).exists()
        or territory.organisations.filter(archived_at=None).exists()
        or Association.objects.present().filter(territory=territory).exists()
    ):
        raise TerritoryIsInUse("В территории ещё есть организации, объединения или части: сначала перенесите их.")
    territory.archived_at = at
    territory.version += 1
    territory.save(update_fields=["archived_at", "version"])
    record("territory_archived", territory, by=by, at=at)
    return territory
