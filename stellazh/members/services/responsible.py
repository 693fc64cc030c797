"""Naming who answers in a municipality, and letting that end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from stellazh.associations.models import Association, Territory
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.members.access.responsible import can_name_responsible
from stellazh.members.models import Responsible
from stellazh.people.models import Person


class AlreadyResponsible(DomainError):
    """The person answers for that territory already."""


@transaction.atomic
def name_responsible(
    territory_id: int, *, person_id: int, basis: str, from_on: date, by: Actor, at: datetime
) -> Responsible:
    """Say that the person answers for the territory from a day on. Gives no rights.

    Raises:
        PermissionRefused: `by` leads no association over the territory.
        AlreadyResponsible: the person does already.
        DomainError: the card is archived.
    """
    # Locked, so that a double click names once.
    territory = Territory.objects.select_for_update().get(pk=territory_id)
    require(can_name_responsible(by, territory))
    person = Person.objects.get(pk=person_id)
    if person.archived_at is not None:
        raise DomainError(f"{person.short_name}: карточка в архиве.")
    if Responsible.objects.filter(territory=territory, person=person, to_on=None).exists():
        raise AlreadyResponsible(f"{person.short_name}: уже отвечает за {territory}.")
    row = Responsible.objects.create(territory=territory, person=person, basis=" ".join(basis.split()), from_on=from_on)
    record(
        "responsible_named",
        territory,
        by=by,
        at=at,
        scope=_scope(territory),
        changes={"Ответственный": ("", f"{person.full_name} с {from_on:%d.%m.%Y}")},
    )
    return row


@transaction.atomic
def end_responsible(responsible_id: int, *, last_day: date, by: Actor, at: datetime) -> Responsible:
    """Say that the person answers no longer; `last_day` is the last day.

    Raises:
        PermissionRefused; DomainError: it has ended, or would end before it began.
    """
    rows = Responsible.objects.select_for_update(of=("self",)).select_related("territory", "person")
    row = rows.get(pk=responsible_id)
    require(can_name_responsible(by, row.territory))
    if row.to_on is not None:
        raise DomainError("Это поручение уже окончено.")
    if last_day < row.from_on:
        raise DomainError("Последний день раньше первого.")
    row.to_on = last_day
    row.version += 1
    row.save(update_fields=["to_on", "version"])
    record(
        "responsible_ended",
        row.territory,
        by=by,
        at=at,
        scope=_scope(row.territory),
        changes={"Ответственный": (row.person.full_name, f"по {last_day:%d.%m.%Y}")},
    )
    return row


def _scope(territory: Territory) -> str:
    """The path of the association of that very territory, so that its head reads it in the journal; else of none."""
    found = Association.objects.present().filter(territory=territory).in_order().values_list("path", flat=True).first()
    return found or ""
