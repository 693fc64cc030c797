"""What services of the structure are given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from stellazh.associations import services
from stellazh.associations.models import Association, Grant, Territory
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.people.models import Person


def association_fields(territory: Territory, **changes: str) -> services.AssociationFields:
    values = {"kind": "mmo", "name": "Новое  объединение", "short_name": "Новое", "about": " О нас \n", **changes}
    return services.AssociationFields(territory_id=territory.pk, **values)


def organisation_fields(territory: Territory, **changes: Any) -> services.OrganisationFields:
    values = {"kind": "school", "name": "Школа  № 5", "short_name": "МБОУ  СОШ № 5", **changes}
    return services.OrganisationFields(territory_id=territory.pk, **values)


def grant(person: Person, role: Role, association: Association, by: Actor, at: datetime, **days: date) -> Grant:
    return services.grant_role(
        person_id=person.pk,
        role=role,
        association_id=association.pk,
        **{"from_on": at.date(), **days},  # type: ignore[arg-type]
        by=by,
        at=at,
    )
