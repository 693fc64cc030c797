"""People whom somebody preparing a run may put into it, with post, school and municipality as far as they let it be
known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.certificates.recipient_lists import Recipient
from stellazh.common.actor import Actor
from stellazh.members.enums import Level
from stellazh.members.models import Membership, Post
from stellazh.members.visibility import hides_from
from stellazh.people.models import Person, PersonQuerySet
from stellazh.russian.collation import fold

MOST_FOUND: Final = 30


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where somebody works, as a sheet tells it."""

    post: str = ""
    organisation_id: int | None = None
    school: str = ""
    municipality: str = ""


NOWHERE: Final = Workplace()


def people_in_reach(association: Association, *, on: date, by: Actor) -> PersonQuerySet:
    """People in the lists of the association and below it that `by` may read."""
    near = Membership.objects.on(on).filter(
        reach(by, "members.read_members", "association__"), association__path__startswith=association.path
    )
    return Person.objects.present().filter(pk__in=near.values("person_id"))


def find_people(association: Association, query: str, *, on: date, by: Actor) -> list[Recipient]:
    """Those in reach whose name holds every word of the query, thirty at most. Two queries."""
    words = fold(query).split()
    if not any(len(word) > 1 for word in words):
        return []
    people = people_in_reach(association, on=on, by=by)
    for word in words:
        people = people.filter(sort_key__contains=word)
    return recipients_of(list(people.in_order()[:MOST_FOUND]), on=on)


def recipients_of(people: Iterable[Person], *, on: date) -> list[Recipient]:
    """The people with where they work on that day. One query."""
    people = list(people)
    places = workplaces_of([person.pk for person in people], on=on)
    return [
        Recipient(
            name=person.full_name,
            person_id=person.pk,
            post=(place := places.get(person.pk, NOWHERE)).post,
            organisation_id=place.organisation_id,
            school=place.school,
            municipality=place.municipality,
        )
        for person in people
    ]


def workplaces_of(person_ids: Collection[int], *, on: date) -> dict[int, Workplace]:
    """Where each of them works on that day, unless she keeps it from those above her: the post entered first. One
    query."""
    hidden = Person.objects.filter(hides_from(Level.REGION, "posts")).values("pk")
    posts = Post.objects.on(on).filter(person_id__in=person_ids).exclude(person_id__in=hidden)
    found: dict[int, Workplace] = {}
    for post in posts.select_related("organisation__territory").order_by("pk"):
        organisation = post.organisation
        place = Workplace(post.title, organisation.pk, organisation.short_name, organisation.territory.name)
        found.setdefault(post.person_id, place)
    return found
