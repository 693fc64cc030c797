"""Organisations: schools, libraries, methodical centres, authorities, partners."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from stellazh.associations import access
from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Organisation, Territory
from stellazh.associations.signals import organisations_changed
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.russian.collation import fold, sort_key


class InnIsTaken(DomainError):
    """Another organisation has that number, or it is no such number."""


@dataclass(frozen=True, slots=True)
class OrganisationFields:
    """An organisation as typed. `outside_ids` maps a system's name to the organisation's number in it."""

    kind: str
    name: str
    short_name: str
    territory_id: int
    inn: str = ""
    outside_ids: dict[str, str] = field(default_factory=dict)

    def shown(self, territory_name: str) -> dict[str, str]:
        return {
            "Вид": OrganisationKind(self.kind).label,
            "Полное название": self.name,
            "Краткое название": self.short_name,
            "Территория": territory_name,
            "ИНН": self.inn,
            "Номера в других системах": ", ".join(f"{k}: {v}" for k, v in sorted(self.outside_ids.items())),
        }


@transaction.atomic
def create_organisation(
    *, fields: OrganisationFields, submission_key: UUID | None = None, by: Actor, at: datetime
) -> Organisation:
    """Enter an organisation. The same `submission_key` gives the same row.

    Raises:
        PermissionRefused: `by` does not keep the structure of that territory.
        InnIsTaken: the ИНН stands with another organisation or has a wrong length.
    """
    # Locked, so that the second of two clicks at once finds the row of the first.
    territory = Territory.objects.select_for_update().get(pk=fields.territory_id)
    require(access.can_manage_territory(by, territory))
    if made := made_before(Organisation.objects.filter(territory=territory), submission_key):
        return made
    organisation = Organisation(submission_key=submission_key)
    _fill(organisation, fields, territory)
    with unique_or(InnIsTaken(f"ИНН {organisation.inn} уже записан за другой организацией.")):
        organisation.save()
    record("organisation_created", organisation, by=by, at=at, changes=compare({}, fields.shown(territory.name)))
    organisations_changed.send(Organisation, organisation_ids=[organisation.pk])
    return organisation


@transaction.atomic
def update_organisation(
    organisation_id: int, *, expected_version: int, fields: OrganisationFields, by: Actor, at: datetime
) -> Organisation:
    """Change an organisation.

    Raises:
        PermissionRefused, InnIsTaken, ChangedMeanwhile.
    """
    organisation = (
        Organisation.objects.select_for_update(of=("self",)).select_related("territory").get(pk=organisation_id)
    )
    territory = Territory.objects.get(pk=fields.territory_id)
    require(access.can_manage_territory(by, organisation.territory))
    require(access.can_manage_territory(by, territory))
    before = OrganisationFields(
        organisation.kind,
        organisation.name,
        organisation.short_name,
        organisation.territory_id,
        organisation.inn,
        organisation.outside_ids,
    ).shown(organisation.territory.name)
    after = fields.shown(territory.name)
    require_version(organisation.version, expected_version, theirs=before, mine=after)
    _fill(organisation, fields, territory)
    organisation.version += 1
    with unique_or(InnIsTaken(f"ИНН {organisation.inn} уже записан за другой организацией.")):
        organisation.save()
    record("organisation_changed", organisation, by=by, at=at, changes=compare(before, after))
    organisations_changed.send(Organisation, organisation_ids=[organisation.pk])
    return organisation


@transaction.atomic
def archive_organisation(organisation_id: int, *, by: Actor, at: datetime) -> Organisation:
    """Put an organisation away: it leaves lists and pickers, papers keep its name.

    Raises:
        PermissionRefused: `by` does not keep the structure there.
    """
    organisation = (
        Organisation.objects.select_for_update(of=("self",)).select_related("territory").get(pk=organisation_id)
    )
    require(access.can_manage_territory(by, organisation.territory))
    if organisation.archived_at is None:
        organisation.archived_at = at
        organisation.version += 1
        organisation.save(update_fields=["archived_at", "version"])
        record("organisation_archived", organisation, by=by, at=at)
        organisations_changed.send(Organisation, organisation_ids=[organisation.pk])
    return organisation


def _fill(organisation: Organisation, fields: OrganisationFields, territory: Territory) -> None:
    inn = "".join(fields.inn.split())
    organisation.inn = inn
    try:
        organisation.clean_fields(exclude=[f.name for f in Organisation._meta.fields if f.name != "inn"])  # noqa: SLF001
    except ValidationError as refusal:
        raise InnIsTaken(" ".join(refusal.messages)) from refusal
    if inn and Organisation.objects.filter(inn=inn).exclude(pk=organisation.pk).exists():
        raise InnIsTaken(f"ИНН {inn} уже записан за другой организацией.")
    organisation.kind = fields.kind
    organisation.name = " ".join(fields.name.split())
    organisation.short_name = " ".join(fields.short_name.split())
    organisation.territory = territory
    organisation.outside_ids = fields.outside_ids
    organisation.sort_key = sort_key(organisation.short_name)[:400]
    organisation.name_key = fold(organisation.short_name)[:140]
