"""People whom a name in a video room may mean: those registered, and those in lists of the association and below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from stellazh.associations.access import reach
from stellazh.common.actor import Actor
from stellazh.events.models import ENROLLED_OR_INVITED, Enrolment, Event
from stellazh.events.rooms.matching import Known, RoomIndex
from stellazh.members.enums import Level
from stellazh.members.models import Membership, Post
from stellazh.members.rosters.names import split_name
from stellazh.members.visibility import hides_from
from stellazh.people.models import Person, PersonQuerySet
from stellazh.russian.collation import fold

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class RoomPerson:
    """Somebody who may be chosen for a row: `key` is «enrolment:12» or «person:7»."""

    key: str
    name: str
    school: str
    is_registered: bool


def enrolment_key(pk: int) -> str:
    return f"enrolment:{pk}"


def person_key(pk: int) -> str:
    return f"person:{pk}"


def key_numbers(keys: Iterable[str], kind: str) -> set[int]:
    """The numbers of the keys of one kind: `key_numbers(["person:7"], "person")` is {7}."""
    found = set()
    for key in keys:
        before, _, number = key.partition(":")
        if before == kind and number.isascii() and number.isdecimal() and len(number) < 16:
            found.add(int(number))
    return found


def people_in_reach(event: Event, *, on: date, by: Actor) -> PersonQuerySet:
    """People who stand on that day in a list of the event's association or below it that `by` may read."""
    near = Membership.objects.on(on).filter(
        reach(by, "members.read_members", "association__"), association__path__startswith=event.association.path
    )
    return Person.objects.present().filter(pk__in=near.values("person_id"))


def room_index(event: Event, *, on: date, by: Actor) -> RoomIndex:
    """Everybody who may be meant, under the parts of their names. Four queries, whatever the number of people."""
    known: list[Known] = []
    registered: set[int] = set()
    for row in Enrolment.objects.filter(event=event).select_related("person"):
        registered.add(row.person_id or 0)
        known.append(_known_enrolment(row))
    near = people_in_reach(event, on=on, by=by)
    schools = _schools(near.values("pk"), on=on)
    for pk, family, given, patronymic, email in near.values_list(
        "pk", "family_name", "given_name", "patronymic", "email"
    ):
        if pk not in registered:
            emails = frozenset({email} if email else ())
            known.append(
                Known(person_key(pk), fold(family), fold(given), fold(patronymic), emails, "; ".join(schools[pk]))
            )
    return RoomIndex.of(known)


def room_people(event: Event, keys: Iterable[str], *, on: date) -> dict[str, RoomPerson]:
    """Those people by their keys, to be shown; three queries at most. Whoever is gone is left out."""
    wanted = set(keys)
    found: dict[str, RoomPerson] = {}
    for row in Enrolment.objects.filter(event=event, pk__in=key_numbers(wanted, "enrolment")):
        found[enrolment_key(row.pk)] = _shown_enrolment(row)
    numbers = key_numbers(wanted, "person")
    if numbers:
        people = Person.objects.present().filter(pk__in=numbers)
        schools = _schools(people.values("pk"), on=on)
        for person in people:
            key = person_key(person.pk)
            found[key] = RoomPerson(key, person.full_name, "; ".join(schools[person.pk]), is_registered=False)
    return found


def find_room_people(event: Event, query: str, *, on: date, by: Actor) -> list[RoomPerson]:
    """Those registered, then those in reach, whose name contains the query; twenty at most."""
    wanted = fold(query)
    if len(wanted) < 2:
        return []
    # `sort_key` of a registration and `name_key` of a person are folded.
    rows = Enrolment.objects.filter(event=event, sort_key__contains=wanted).order_by("sort_key", "pk")[:MOST_FOUND]
    found = [_shown_enrolment(row) for row in rows]
    inside = Enrolment.objects.filter(event=event, person__isnull=False).values("person_id")
    beside = people_in_reach(event, on=on, by=by).filter(sort_key__contains=wanted).exclude(pk__in=inside)
    people = list(beside.in_order()[: MOST_FOUND - len(found)])
    schools = _schools([person.pk for person in people], on=on)
    found += [RoomPerson(person_key(p.pk), p.full_name, "; ".join(schools[p.pk]), is_registered=False) for p in people]
    return found


def _known_enrolment(row: Enrolment) -> Known:
    emails = {row.guest_email.casefold()} if row.guest_email else set()
    family, given, patronymic = fold(row.name), "", ""
    if row.person is not None:
        person = row.person
        family, given, patronymic = fold(person.family_name), fold(person.given_name), fold(person.patronymic)
        emails |= {person.email} if person.email else set()
    elif (name := split_name(row.name)) is not None:
        family, given, patronymic = name.key
    return Known(
        enrolment_key(row.pk),
        family,
        given,
        patronymic,
        frozenset(emails),
        row.organisation_name,
        is_registered=row.state in ENROLLED_OR_INVITED,
    )


def _shown_enrolment(row: Enrolment) -> RoomPerson:
    return RoomPerson(
        enrolment_key(row.pk), row.name, row.organisation_name, is_registered=row.state in ENROLLED_OR_INVITED
    )


def _schools(person_ids: Any, *, on: date) -> dict[int, list[str]]:
    """Where each of them works on that day, unless she keeps it from those above her. One query."""
    hidden = Person.objects.filter(hides_from(Level.REGION, "posts")).values("pk")
    found: dict[int, list[str]] = defaultdict(list)
    posts = Post.objects.on(on).filter(person_id__in=person_ids).exclude(person_id__in=hidden)
    for person_id, name in posts.values_list("person_id", "organisation__short_name"):
        found[person_id].append(name)
    return found
