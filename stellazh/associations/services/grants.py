"""Roles: given from a day, ended on a day, never deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from stellazh.associations import access
from stellazh.associations.models import Association, Grant
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.live import bus
from stellazh.people.models import Person


class GrantExists(DomainError):
    """The person holds that role there already."""


class RoleEndsBeforeItBegins(DomainError):
    """The last day lies before the first."""


@transaction.atomic
def grant_role(
    *, person_id: int, role: str, association_id: int, from_on: date, to_on: date | None = None, by: Actor, at: datetime
) -> Grant:
    """Give a person a role at an association from a day on.

    Raises:
        PermissionRefused: `by` may not give that role there.
        GrantExists: the person holds it already.
        RoleEndsBeforeItBegins: `to_on` lies before `from_on`.
        DomainError: the person's card is archived.
    """
    association = Association.objects.get(pk=association_id)
    require(access.can_grant_role(by, role, association))
    if to_on is not None and to_on < from_on:
        raise RoleEndsBeforeItBegins("Последний день роли раньше первого.")
    # The person's row is locked, so that a double click gives the role once.
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.archived_at is not None:
        raise DomainError(f"{person.short_name}: карточка в архиве, роли ей не назначают.")
    clash = Grant.objects.filter(person=person, role=role, association=association)
    if any(grant.to_on is None or grant.to_on >= from_on for grant in clash):
        raise GrantExists(f"{person.short_name}: роль «{Role(role).label}» здесь уже есть.")
    grant = Grant.objects.create(
        person=person,
        role=role,
        association=association,
        from_on=from_on,
        to_on=to_on,
        granted_by=by if isinstance(by, Person) else None,
        granted_at=at,
    )
    record(
        "role_granted",
        association,
        by=by,
        at=at,
        scope=association.path,
        changes={Role(role).label: ("", f"{person.short_name} с {from_on:%d.%m.%Y}")},
    )
    return grant


@transaction.atomic
def end_grant(grant_id: int, *, last_day: date, by: Actor, at: datetime) -> Grant:
    """End a role; `last_day` is the last day it holds. A role that has not begun, or began today, ends at once.

    Raises:
        PermissionRefused: `by` may not end that role there.
        DomainError: it has ended already, or would end after it was to.
    """
    grant = Grant.objects.select_for_update(of=("self",)).select_related("association", "person").get(pk=grant_id)
    association = grant.association
    if association is None:
        raise DomainError("Эта роль назначена не в объединении.")
    require(access.can_grant_role(by, grant.role, association))
    if grant.to_on is not None and grant.to_on <= last_day:
        raise DomainError("Роль уже окончена.")
    # A role that was to begin later never takes effect: its only day is the one on which it was called off.
    grant.from_on = min(grant.from_on, last_day)
    grant.to_on = last_day
    grant.save(update_fields=["from_on", "to_on"])
    record(
        "role_ended",
        association,
        by=by,
        at=at,
        scope=association.path,
        changes={Role(grant.role).label: (grant.person.short_name, f"по {last_day:%d.%m.%Y}")},
    )
    bus.revoke(grant.person)
    return grant
