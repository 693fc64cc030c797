"""The responsibles of items: linked people, groups and organisations, or words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from stellazh.associations.models import Association, Organisation
from stellazh.members.models import Membership
from stellazh.people.models import Person, PersonQuerySet
from stellazh.workplans.models import ItemOwner, PlanItem
from stellazh.workplans.services.fields import OwnerFields
from stellazh.workplans.services.refusals import UnknownOwner


def people_for_owners(association: Association, *, on: date | None = None) -> PersonQuerySet:
    """Whom a plan of the association may name: members of it, of those above and of those below, by the alphabet.

    `on` is the day of membership; without it, those whose membership is open.
    """
    memberships = Membership.objects.on(on) if on else Membership.objects.filter(to_on=None)
    related = memberships.filter(
        Q(association__path__in=_paths_above(association.path)) | Q(association__path__startswith=association.path)
    )
    people: PersonQuerySet = Person.objects.present().filter(pk__in=related.values("person_id")).in_order()
    return people


def owners_of(item: PlanItem) -> tuple[OwnerFields, ...]:
    """The stored owners of an item, in order."""
    return tuple(owner_fields(owner) for owner in item.owners.all())


def owner_fields(owner: ItemOwner) -> OwnerFields:
    """A stored owner as it would be typed."""
    return OwnerFields(
        kind=owner.kind,
        name=owner.name,
        detail=owner.detail,
        person_id=owner.person_id,
        association_id=owner.association_id,
        organisation_id=owner.organisation_id,
    )


def put_owners(item: PlanItem, owners: Sequence[OwnerFields]) -> None:
    """Make these the owners of a stored item."""
    ItemOwner.objects.filter(item=item).delete()
    ItemOwner.objects.bulk_create(owner_rows(item, owners))


def owner_rows(item: PlanItem, owners: Sequence[OwnerFields]) -> list[ItemOwner]:
    """Rows for the owners of an item, in order, not stored yet."""
    return [
        ItemOwner(
            item=item,
            position=position,
            kind=owner.kind,
            name=owner.name,
            detail=owner.detail,
            person_id=owner.person_id,
            association_id=owner.association_id,
            organisation_id=owner.organisation_id,
        )
        for position, owner in enumerate(owners, start=1)
    ]


def require_owners(owners: Iterable[OwnerFields]) -> None:
    """Pass when everything the owners are linked to exists.

    Raises:
        UnknownOwner: something does not.
    """
    owners = tuple(owners)
    for model, ids in (
        (Person, {owner.person_id for owner in owners}),
        (Association, {owner.association_id for owner in owners}),
        (Organisation, {owner.organisation_id for owner in owners}),
    ):
        wanted = ids - {None}
        if wanted and model._default_manager.filter(pk__in=wanted).count() != len(wanted):  # noqa: SLF001
            raise UnknownOwner("Кого-то из ответственных больше нет в справочнике. Выберите его заново.")


def _paths_above(path: str) -> list[str]:
    """«/region/town/» → «/region/», «/region/town/»."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
