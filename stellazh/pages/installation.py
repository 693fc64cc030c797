"""The first step of an installation: its root territory, its root association and its operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Association, Territory
from stellazh.associations.services import (
    AssociationFields,
    TerritoryFields,
    create_association,
    create_territory,
    grant_role,
)
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, create_person, open_account
from stellazh.people.services.consents import publish_missing_texts


class AlreadyStarted(DomainError):
    """The installation has its root already."""


@dataclass(frozen=True, slots=True)
class Root:
    """What stands at the top: a region, a city or a municipality, and its association."""

    code: str
    territory_kind: str
    territory_name: str
    association_kind: str
    association_name: str
    association_short_name: str
    time_zone: str = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class FirstOperator:
    """Who keeps the installation."""

    names: PersonFields
    email: str
    password: str


@transaction.atomic
def start_installation(root: Root, operator: FirstOperator, *, by: Actor, at: datetime) -> tuple[Association, Person]:
    """Make the root territory, the root association and the operator, all or nothing; publish the texts of consents.

    Raises:
        AlreadyStarted: there is a root already.
        DomainError: what the single steps refuse (a code, a time zone, a weak password).
    """
    if Association.objects.exists() or Territory.objects.exists():
        raise AlreadyStarted("Установка уже начата: корневое объединение есть.")
    territory = create_territory(
        code=root.code,
        parent_id=None,
        fields=TerritoryFields(root.territory_kind, root.territory_name),
        by=by,
        at=at,
    )
    association = create_association(
        code=root.code,
        parent_id=None,
        fields=AssociationFields(
            root.association_kind,
            root.association_name,
            root.association_short_name,
            territory.pk,
            root.time_zone,
        ),
        by=by,
        at=at,
    )
    person = create_person(fields=operator.names, email=operator.email, scope=association.path, by=by, at=at)
    person = open_account(person.pk, password=operator.password, by=by, at=at)
    grant_role(
        person_id=person.pk,
        role=Role.OPERATOR,
        association_id=association.pk,
        from_on=at.date(),
        by=by,
        at=at,
    )
    publish_missing_texts(by=by, at=at)
    return association, person
