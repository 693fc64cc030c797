"""Whom a typed name means, and who is offered while it is typed: those present, those of the lists around."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.events.reads.speakers import Workplace, workplaces_of
from stellazh.members.models import Membership
from stellazh.people.models import Person
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import Protocol, ProtocolPerson
from stellazh.russian.collation import fold
from stellazh.workplans.services.owners import people_for_owners

MOST_OFFERED: Final = 12
# Each person stands in one of these once; whoever leads has a row for that besides.
STANDING: Final = (PartRole.PRESENT, PartRole.INVITED, PartRole.EXCUSED, PartRole.ABSENT)
LEADING: Final = (PartRole.CHAIR, PartRole.LEADER, PartRole.SECRETARY)
_THERE: Final = (PartRole.PRESENT, PartRole.INVITED, *LEADING)


@dataclass(frozen=True, slots=True)
class OfferedPerson:
    """Somebody offered: `value` is what is written, `label` what tells namesakes apart."""

    person_id: int
    value: str
    label: str


def name_key(name: str) -> str:
    """«Ольхова В. И.» and «Ольхова В.И» are one spelling."""
    return fold(name).replace(". ", ".").rstrip(".")


def short_name(name: str) -> str:
    """«Ольхова В.И.» of «Ольхова Вера Ильинична»; other names as they are."""
    words = name.split()
    if len(words) != 3 or not all(len(word) > 1 and word.isalpha() for word in words[1:]):
        return name
    return f"{words[0]} {words[1][0]}.{words[2][0]}."


def who_is(protocol: Protocol, name: str) -> ProtocolPerson | None:
    """The one of those present or invited whom the name means; None when it means nobody, or two. One query."""
    meant: dict[str, ProtocolPerson] = {}
    for row in protocol.people.filter(role__in=_THERE).order_by("pk"):
        if name_key(name) in {name_key(row.name), name_key(short_name(row.name))}:
            meant.setdefault(f"person:{row.person_id}" if row.person_id else name_key(row.name), row)
    return next(iter(meant.values())) if len(meant) == 1 else None


def offered_people(association: Association, query: str, *, on: date) -> list[OfferedPerson]:
    """People of the association, of those above and below, whose name holds every word typed. Two queries."""
    words = fold(query).split()
    if not any(len(word) > 1 for word in words):
        return []
    people = people_for_owners(association, on=on)
    for word in words:
        people = people.filter(sort_key__contains=word)
    found = list(people[:MOST_OFFERED])
    places = workplaces_of([person.pk for person in found], on=on)
    names = [person.full_name for person in found]
    offered = []
    for person in found:
        place = places.get(person.pk, Workplace())
        label = ", ".join(part for part in (place.post, place.organisation_name) if part)
        is_shared = names.count(person.full_name) > 1 and place.organisation_name
        value = f"{person.full_name}, {place.organisation_name}" if is_shared else person.full_name
        offered.append(OfferedPerson(person.pk, value, label))
    return offered


def person_meant(association: Association, name: str, *, on: date) -> tuple[Person, Workplace] | None:
    """The one of the lists around whom the name means, with her workplace; None when it means nobody or two."""
    words = [word for word in fold(name).replace(",", " ").split() if len(word) > 2]
    if not words:
        return None
    called = reduce(or_, (Q(sort_key__startswith=word) for word in words))
    people = list(people_for_owners(association, on=on).filter(called))
    places = workplaces_of([person.pk for person in people], on=on)
    wanted, meant = name_key(name), defaultdict[str, set[int]](set)
    for person in people:
        spellings = [person.full_name, person.short_name]
        if school := places.get(person.pk, Workplace()).organisation_name:
            spellings.append(f"{person.full_name}, {school}")
        for spelling in spellings:
            meant[name_key(spelling)].add(person.pk)
    if len(meant[wanted]) != 1:
        return None
    person = next(person for person in people if person.pk in meant[wanted])
    return person, places.get(person.pk, Workplace())


def voters_among(association: Association, person_ids: Collection[int], *, on: date) -> set[int]:
    """Those of them who stand that day in the list of the association or of one below it. One query.

    Where nobody stands in any list, nobody can be told apart: all of them.
    """
    lists = Membership.objects.on(on).filter(association__path__startswith=association.path)
    found = set(lists.filter(person_id__in=person_ids).values_list("person_id", flat=True))
    return found if found or lists.exists() else set(person_ids)


def rows_of(people: Iterable[ProtocolPerson], *roles: str) -> list[ProtocolPerson]:
    """The rows of these roles, in order."""
    return [row for row in people if row.role in roles]
