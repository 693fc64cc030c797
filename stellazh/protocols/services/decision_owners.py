"""Those who answer for a decision, of a protocol or of a resolution alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, QuerySet

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, UnfoldTo
from stellazh.protocols.models import Decision, DecisionOwner, ProtocolPerson
from stellazh.protocols.services.decision_fields import (
    UNFOLDINGS,
    OwnerFields,
    checked_owners,
    owner_fields,
)
from stellazh.protocols.services.decision_refusals import UnknownOwner

_GONE = "Кого-то из ответственных нет в справочнике вашего объединения. Впишите заново."


def owners_of(decision: Decision) -> tuple[OwnerFields, ...]:
    """The stored ones, in order."""
    return tuple(owner_fields(owner) for owner in decision.owners.all())


def put_owners(decision: Decision, owners: Iterable[OwnerFields]) -> tuple[OwnerFields, ...]:
    """Make these the ones who answer for a stored decision; gives them as stored. The caller holds the paper locked.

    Whoever stays keeps the row, and with it what is already marked; whoever is no longer named goes.

    Raises:
        UnknownOwner, TooManyOwners, TextTooLong: somebody cannot be named; somebody new must be within reach.
    """
    wanted = checked_owners(tuple(owners))
    stored = {owner_fields(row).key: row for row in decision.owners.all()}
    require_owners([owner for owner in wanted if owner.key not in stored], decision)
    kept: list[DecisionOwner] = []
    new: list[DecisionOwner] = []
    for position, owner in enumerate(wanted, start=1):
        row = stored.pop(owner.key, None)
        if row is None:
            new.append(_row(decision, owner, position))
        elif (row.position, owner_fields(row)) != (position, owner):
            row.position, row.name, row.unfold_to = position, owner.name, owner.unfold_to
            kept.append(row)
    DecisionOwner.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    DecisionOwner.objects.bulk_update(kept, ["position", "name", "unfold_to"])
    DecisionOwner.objects.bulk_create(new)
    getattr(decision, "_prefetched_objects_cache", {}).pop("owners", None)
    return wanted


def require_owners(owners: Iterable[OwnerFields], decision: Decision) -> None:
    """Pass when all they are linked to lies within reach of the decision's association.

    Within reach are people of the association and of those below it, whoever stands in the same protocol, the
    associations themselves, the territories and organisations of its territory.

    Raises:
        UnknownOwner: something does not.
    """
    owners = tuple(owners)
    association = decision.association
    people = {owner.person_id for owner in owners if owner.person_id is not None}
    if people:
        near = set(people_in_reach(association).filter(pk__in=people).values_list("pk", flat=True))
        named = ProtocolPerson.objects.filter(protocol=decision.protocol, person__in=people - near)
        if decision.protocol is not None:
            near |= {row.person_id for row in named.only("person_id") if row.person_id is not None}
        if near != people:
            raise UnknownOwner(_GONE)
    places = Territory.objects.filter(archived_at=None).below(association.territory)
    schools = Organisation.objects.present().filter(territory__path__startswith=association.territory.path)
    _require(schools, {owner.organisation_id for owner in owners})
    _require(places, {owner.territory_id for owner in owners})
    _require(Association.objects.present().below(association), {owner.association_id for owner in owners})


def people_in_reach(association: Association) -> QuerySet[Person]:
    """Whom a decision of the association may name: people who belong, or belonged, to it or to one below it."""
    known = Membership.objects.filter(association__path__startswith=association.path)
    return Person.objects.present().filter(pk__in=known.values("person_id"))


def usual_unfolding(addressee_class: str, *, has_below: bool) -> str:
    """How marks of a class are kept unless somebody says otherwise: an association without any below it counts schools
    one by one, one with others below it counts municipalities.
    """
    usual = UNFOLDINGS[addressee_class][0]
    if has_below or addressee_class in (AddresseeClass.CENTRE, AddresseeClass.PARTNERS):
        return usual
    schools = (AddresseeClass.LIBRARIES, AddresseeClass.LIBRARIANS)
    return UnfoldTo.SCHOOL if addressee_class in schools else UnfoldTo.ONE


def _require(rows: QuerySet[Model], keys: set[int | None]) -> None:
    wanted = keys - {None}
    if wanted and rows.filter(pk__in=wanted).count() != len(wanted):
        raise UnknownOwner(_GONE)


def _row(decision: Decision, owner: OwnerFields, position: int) -> DecisionOwner:
    return DecisionOwner(
        decision=decision,
        position=position,
        kind=owner.kind,
        name=owner.name,
        addressee_class=owner.addressee_class,
        unfold_to=owner.unfold_to,
        person_id=owner.person_id,
        organisation_id=owner.organisation_id,
        territory_id=owner.territory_id,
        association_id=owner.association_id,
    )
