"""Whom a sheet would ask: members here, members or heads below, single people; each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from stellazh.associations.models import Association, AssociationQuerySet, Grant
from stellazh.common.capabilities import Role
from stellazh.common.clock import day_of
from stellazh.documents.models import AcquaintanceRow, Document
from stellazh.members.models import Membership, Responsible
from stellazh.people.models import Person

_NAME: Final = ("family_name", "given_name", "patronymic", "email", "card__contact_email")


class Below(StrEnum):
    """Who is asked in the associations below."""

    NOBODY = "nobody"
    MEMBERS = "members"
    HEADS = "heads"


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom to ask. `association_ids` are some of those below, all of them when empty; `person_ids` are single people
    from the lists of the association and of those below.
    """

    own_members: bool = False
    below: Below = Below.NOBODY
    association_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person who would be asked, and through which association."""

    person_id: int
    name: str
    association_id: int
    has_address: bool


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many would be asked through one association."""

    association: Association
    asked_count: int
    without_address_count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Everybody who would be asked. `known_count` people are passed over: asked about this version before."""

    people: tuple[Candidate, ...]
    places: tuple[PlaceCount, ...]
    known_count: int

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def without_address_count(self) -> int:
        return sum(not one.has_address for one in self.people)


def associations_below(document: Document) -> AssociationQuerySet:
    """The associations below the document's own that are not closed, in order."""
    own = document.association
    return Association.objects.present().below(own).exclude(pk=own.pk).in_order()


def choose(document: Document, addressees: Addressees, *, at: datetime) -> Choice:
    """Whom these words would ask today. As many queries for thousands as for a few.

    Somebody who stands in several places is asked once, through the lowest of them. Nobody is asked twice about one
    version: who has read it, or is on an open sheet of it, is passed over.
    """
    found: dict[int, Candidate] = {}
    for one in sorted(_candidates(document, addressees, day_of(at, document.association.time_zone)), key=_lowest_first):
        found.setdefault(one[1].person_id, one[1])
    known = set(
        AcquaintanceRow.objects.filter(
            Q(read_at__isnull=False) | Q(sheet__closed_at=None),
            sheet__document=document,
            sheet__document_version__number=document.version_count,
        ).values_list("person_id", flat=True)
    )
    people = tuple(one for key, one in found.items() if key not in known)
    return Choice(people, tuple(_places(people)), len(found) - len(people))


def choose_again(rows: QuerySet[AcquaintanceRow]) -> Choice:
    """The people of these rows, each through the association it was asked through. Two queries."""
    fields = ("person_id", "association_id", *(f"person__{name}" for name in _NAME))
    found = [
        _candidate(person_id, association_id, known)
        for person_id, association_id, *known in rows.filter(person__archived_at=None).values_list(*fields)
    ]
    return Choice(tuple(found), tuple(_places(found)), 0)


def people_to_ask(document: Document, *, on: date) -> QuerySet[Person]:
    """Whoever stands in the lists of the document's association or below it."""
    places = Membership.objects.on(on).filter(association__path__startswith=document.association.path)
    return Person.objects.present().filter(pk__in=places.values("person_id"))


def _lowest_first(found: tuple[int, Candidate]) -> int:
    return -found[0]


def _candidates(document: Document, wanted: Addressees, on: date) -> Iterator[tuple[int, Candidate]]:
    """Each with the depth of the association."""
    own, below = document.association, associations_below(document).order_by()
    if wanted.association_ids:
        below = below.filter(pk__in=wanted.association_ids)
    members = Membership.objects.on(on).order_by("-association__depth", "from_on", "pk")
    if wanted.own_members:
        yield from _of(members.filter(association=own))
    if wanted.below == Below.MEMBERS:
        yield from _of(members.filter(association__in=below))
    if wanted.below == Below.HEADS:
        heads = Grant.objects.active_on(on).filter(association__in=below, role=Role.HEAD)
        yield from _of(heads.order_by("-association__depth", "pk"))
        yield from _responsible(below, on)
    if wanted.person_ids:
        within = members.filter(association__path__startswith=own.path, association__archived_at=None)
        yield from _of(within.filter(person_id__in=wanted.person_ids))


def _of(rows: QuerySet[Any]) -> Iterator[tuple[int, Candidate]]:
    fields = ("association__depth", "person_id", "association_id", *(f"person__{name}" for name in _NAME))
    for depth, person_id, association_id, *known in rows.filter(person__archived_at=None).values_list(*fields):
        yield depth, _candidate(person_id, association_id, known)


def _responsible(below: AssociationQuerySet, on: date) -> Iterator[tuple[int, Candidate]]:
    """Whoever answers for the territory of one of these associations; asked through the highest of that territory."""
    place_of: dict[int, tuple[int, int]] = {}
    for territory_id, depth, key in below.order_by("depth", "pk").values_list("territory_id", "depth", "pk"):
        place_of.setdefault(territory_id, (depth, key))
    rows = Responsible.objects.on(on).filter(
        territory__in=below.order_by().values("territory_id"), person__archived_at=None
    )
    fields = ("territory_id", "person_id", *(f"person__{name}" for name in _NAME))
    for territory_id, person_id, *known in rows.order_by("pk").values_list(*fields):
        depth, association_id = place_of[territory_id]
        yield depth, _candidate(person_id, association_id, known)


def _candidate(person_id: int, association_id: int, known: list[Any]) -> Candidate:
    family, given, patronymic, email, contact_email = known
    person = Person(family_name=family, given_name=given, patronymic=patronymic)
    return Candidate(person_id, person.full_name, association_id, bool(email or contact_email))


def _places(people: Iterable[Candidate]) -> Iterator[PlaceCount]:
    asked: Counter[int] = Counter()
    silent: Counter[int] = Counter()
    for one in people:
        asked[one.association_id] += 1
        silent[one.association_id] += not one.has_address
    for association in Association.objects.filter(pk__in=list(asked)).in_order():
        yield PlaceCount(association, asked[association.pk], silent[association.pk])
