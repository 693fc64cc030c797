"""Who exactly is meant: a class of addressees as a list of municipalities, schools, associations or organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.associations.enums import OrganisationKind, TerritoryKind
from stellazh.associations.models import Association, Organisation, Territory
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, UnfoldTo
from stellazh.protocols.models import DecisionOwner
from stellazh.russian.collation import sort_key

GROUP: Final = "group"
_MUNICIPAL: Final = (TerritoryKind.CITY, TerritoryKind.MUNICIPALITY, TerritoryKind.DISTRICT)
_KINDS: Final = {
    AddresseeClass.PARTNERS: (OrganisationKind.PARTNER,),
    AddresseeClass.AUTHORITIES: (OrganisationKind.AUTHORITY,),
    AddresseeClass.CENTRE: (OrganisationKind.METHODICAL_CENTRE,),
    AddresseeClass.LIBRARIES: (OrganisationKind.SCHOOL, OrganisationKind.LIBRARY),
    AddresseeClass.LIBRARIANS: (OrganisationKind.SCHOOL,),
    AddresseeClass.HEADS: (),
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """One who gets a mark. `key` is that of `Assignment.key`; at most one of the ids is set."""

    key: str
    name: str
    sort_key: str
    person_id: int | None = None
    organisation_id: int | None = None
    territory_id: int | None = None
    association_id: int | None = None


class Places:
    """What stands at and below one association, read when first asked: three queries at most."""

    def __init__(self, association: Association) -> None:
        self._association = association
        self._associations: list[Addressee] | None = None
        self._municipalities: list[Addressee] | None = None
        self._organisations: list[tuple[str, Addressee]] | None = None

    def associations(self) -> list[Addressee]:
        """The associations right below, those that are not closed: each answers to the one above it."""
        if self._associations is None:
            rows = Association.objects.present().filter(parent_id=self._association.pk)
            self._associations = [of_association(row) for row in rows]
        return self._associations

    def municipalities(self) -> list[Addressee]:
        """Cities, municipalities and districts right under the association's territory."""
        if self._municipalities is None:
            rows = Territory.objects.filter(
                parent_id=self._association.territory_id, kind__in=_MUNICIPAL, archived_at=None
            )
            self._municipalities = [of_territory(row) for row in rows]
        return self._municipalities

    def organisations(self, kinds: Sequence[str]) -> list[Addressee]:
        """Organisations of these kinds in the association's territory and everything below."""
        if self._organisations is None:
            path = self._association.territory.path
            rows = Organisation.objects.present().filter(territory__path__startswith=path)
            self._organisations = [(row.kind, of_organisation(row)) for row in rows]
        return [one for kind, one in self._organisations if kind in kinds]


def of_person(person: Person) -> Addressee:
    """A person."""
    return Addressee(f"person:{person.pk}", person.full_name, person.sort_key, person_id=person.pk)


def of_organisation(row: Organisation) -> Addressee:
    """A school or another organisation."""
    return Addressee(f"organisation:{row.pk}", row.short_name, row.sort_key[:320], organisation_id=row.pk)


def of_territory(row: Territory) -> Addressee:
    """A municipality."""
    return Addressee(f"territory:{row.pk}", row.name, row.sort_key[:320], territory_id=row.pk)


def of_association(row: Association) -> Addressee:
    """An association."""
    return Addressee(f"association:{row.pk}", row.short_name, row.sort_key[:320], association_id=row.pk)


def addressees_of(owner: DecisionOwner, places: Places) -> list[Addressee]:
    """Everybody whom the owner means now; one mark for all when nobody can be named. Never empty.

    The owner has its person, organisation, territory and association selected.
    """
    found = list(_named(owner)) if owner.kind != AddresseeKind.CLASS else _of_class(owner, places)
    return found or [Addressee(GROUP, owner.name, sort_key(owner.name)[:320])]


def _named(owner: DecisionOwner) -> Iterable[Addressee]:
    if owner.kind == AddresseeKind.PERSON and owner.person and owner.person.archived_at is None:
        yield of_person(owner.person)
    elif owner.kind == AddresseeKind.ORGANISATION and owner.organisation and not owner.organisation.archived_at:
        yield of_organisation(owner.organisation)
    elif owner.kind == AddresseeKind.TERRITORY and owner.territory and owner.territory.archived_at is None:
        yield of_territory(owner.territory)
    elif owner.kind == AddresseeKind.ASSOCIATION and owner.association and owner.association.archived_at is None:
        yield of_association(owner.association)


def _of_class(owner: DecisionOwner, places: Places) -> list[Addressee]:
    match owner.unfold_to:
        case UnfoldTo.ASSOCIATION:
            return places.associations()
        case UnfoldTo.MUNICIPALITY:
            return places.municipalities()
        case UnfoldTo.SCHOOL:
            return places.organisations((OrganisationKind.SCHOOL,))
        case UnfoldTo.ORGANISATION:
            if owner.organisation is not None and owner.organisation.archived_at is None:
                return [of_organisation(owner.organisation)]
            return places.organisations(_KINDS[AddresseeClass(owner.addressee_class)])
    # One mark for all; a class that has one bearer, as the centre has, may be named by its organisation.
    if owner.organisation is not None and owner.organisation.archived_at is None:
        return [of_organisation(owner.organisation)]
    return []
