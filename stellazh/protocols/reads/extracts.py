"""Which decisions of a protocol concern a school or a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Grant, Organisation, Territory
from stellazh.common.errors import DomainError
from stellazh.members.models import Membership, Post
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind
from stellazh.protocols.models import Protocol, ProtocolPerson
from stellazh.protocols.models.decisions import LEADERS
from stellazh.protocols.reads.content_model import DecisionLine, OwnerLine, ProtocolContent
from stellazh.russian.persons.likeness import Likeness, names_alike
from stellazh.russian.persons.mentions import find_mentions

_KINDS = {
    AddresseeClass.AUTHORITIES: {OrganisationKind.AUTHORITY},
    AddresseeClass.PARTNERS: {OrganisationKind.PARTNER},
    AddresseeClass.CENTRE: {OrganisationKind.METHODICAL_CENTRE},
    AddresseeClass.LIBRARIES: {OrganisationKind.SCHOOL, OrganisationKind.LIBRARY},
    AddresseeClass.LIBRARIANS: {OrganisationKind.SCHOOL, OrganisationKind.LIBRARY},
}


class NothingConcerns(DomainError):
    """No decision of the protocol concerns whom the extract is for, or none was chosen."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom an extract is for, with everything through which a decision can concern her. Paths are of territories."""

    name: str
    person_ids: frozenset[int]
    names: tuple[str, ...]
    organisation_ids: frozenset[int]
    kinds: frozenset[str]
    paths: tuple[str, ...]
    association_ids: frozenset[int]
    leads: bool


def person_bearer(person: Person, association: Association, *, on: date) -> Bearer:
    """A person with her schools, municipality and associations on that day. Three queries."""
    schools = [post.organisation for post in Post.objects.on(on).filter(person=person).select_related(*_PLACE)]
    homes = Membership.objects.on(on).filter(person=person).select_related("association__territory")
    member_of = [one.association for one in homes]
    leads = Grant.objects.active_on(on).filter(person=person, role__in=LEADERS, association__archived_at=None)
    led = [grant.association for grant in leads.select_related("association__territory") if grant.association]
    below = [one for one in led if one.path.startswith(association.path)]
    kinds = _kinds(schools)
    if member_of and not schools:
        # Whose school nobody has entered is a librarian all the same.
        kinds = frozenset({OrganisationKind.SCHOOL.value})
    paths = [school.territory.path for school in schools] + [one.territory.path for one in [*member_of, *led]]
    return Bearer(
        name=person.full_name,
        person_ids=frozenset({person.pk}),
        names=(person.full_name,),
        organisation_ids=frozenset(school.pk for school in schools),
        kinds=kinds,
        paths=tuple(paths),
        association_ids=frozenset(one.pk for one in [*member_of, *led]),
        leads=bool(below),
    )


def organisation_bearer(organisation: Organisation, *, on: date) -> Bearer:
    """A school with those who work there and the associations of its territory. Two queries."""
    workers = [post.person for post in Post.objects.on(on).filter(organisation=organisation).select_related("person")]
    near = Association.objects.present().filter(territory_id=organisation.territory_id)
    return Bearer(
        name=organisation.short_name,
        person_ids=frozenset(person.pk for person in workers),
        names=tuple(person.full_name for person in workers),
        organisation_ids=frozenset({organisation.pk}),
        kinds=_kinds([organisation]),
        paths=(organisation.territory.path,),
        association_ids=frozenset(near.values_list("pk", flat=True)),
        leads=False,
    )


def concerning(content: ProtocolContent, bearer: Bearer, association: Association) -> frozenset[int]:
    """The keys of the decisions that concern the bearer: she, her school, municipality or association answers, or a
    class that covers her. One query at most.
    """
    decisions = list(content.all_decisions)
    paths = _paths_of(decisions)
    return frozenset(
        decision.id
        for decision in decisions
        if any(_concerns(owner, bearer, association, paths) for owner in decision.owners)
    )


def own_organisations(person_id: int, *, on: date) -> list[Organisation]:
    """Where the person works on that day."""
    rows = Organisation.objects.present().filter(posts__in=Post.objects.on(on).filter(person_id=person_id))
    return list(rows.select_related("territory").distinct().in_order())


def people_to_choose(protocol: Protocol) -> list[Person]:
    """Known people whom the protocol names: who was there and who answers."""
    there = ProtocolPerson.objects.filter(protocol=protocol, person__isnull=False).values("person_id")
    answering = Q(pk__in=protocol.decisions.filter(owners__person__isnull=False).values("owners__person_id"))
    return list(Person.objects.filter(Q(pk__in=there) | answering).order_by("sort_key", "pk"))


def organisations_to_choose(protocol: Protocol) -> list[Organisation]:
    """Schools and organisations of the association's territory and below."""
    rows = Organisation.objects.present().filter(territory__path__startswith=protocol.association.territory.path)
    return list(rows.select_related("territory").in_order())


_PLACE = ("organisation__territory",)


def _kinds(organisations: Iterable[Organisation]) -> frozenset[str]:
    return frozenset(one.kind for one in organisations)


def _paths_of(decisions: Iterable[DecisionLine]) -> dict[int, str]:
    keys = {owner.territory_id for decision in decisions for owner in decision.owners if owner.territory_id}
    return dict(Territory.objects.filter(pk__in=keys).values_list("pk", "path")) if keys else {}


def _concerns(owner: OwnerLine, bearer: Bearer, association: Association, paths: dict[int, str]) -> bool:
    match owner.kind:
        case AddresseeKind.PERSON:
            return owner.person_id in bearer.person_ids
        case AddresseeKind.ORGANISATION:
            return owner.organisation_id in bearer.organisation_ids
        case AddresseeKind.TERRITORY:
            path = paths.get(owner.territory_id or 0, "")
            return bool(path) and any(place.startswith(path) for place in bearer.paths)
        case AddresseeKind.ASSOCIATION:
            return owner.association_id in bearer.association_ids
        case AddresseeKind.CLASS:
            return _covers(owner, bearer, association)
        case AddresseeKind.GROUP:
            return _is_named(owner.name, bearer.names)


def _covers(owner: OwnerLine, bearer: Bearer, association: Association) -> bool:
    """Whether a class, read within the association's territory, covers the bearer."""
    if owner.organisation_id:
        return owner.organisation_id in bearer.organisation_ids
    if owner.addressee_class == AddresseeClass.HEADS:
        return bearer.leads
    if not any(place.startswith(association.territory.path) for place in bearer.paths):
        return False
    return owner.addressee_class is not None and bool(_KINDS[owner.addressee_class] & bearer.kinds)


def _is_named(words: str, names: Iterable[str]) -> bool:
    mentioned = [found.name for found in find_mentions(words)]
    return any(names_alike(name, other) == Likeness.SAME for name in names for other in mentioned)
