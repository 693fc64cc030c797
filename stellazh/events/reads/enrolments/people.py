"""People whom somebody may register or invite, with how they stand to the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.events.enums import EnrolmentState
from stellazh.events.models import Event
from stellazh.events.reads.places import NOWHERE, workplaces
from stellazh.members.models import Membership, Post
from stellazh.people.models import Person
from stellazh.people.models.persons import PersonQuerySet
from stellazh.russian.collation import fold, sort_key

MOST_FOUND = 50
MOST_OF_LISTS = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with her school; `state` is empty for one whom the event does not know."""

    person_id: int
    name: str
    school: str
    state: str = ""
    enrolment_id: int | None = None

    @property
    def state_label(self) -> str:
        return str(EnrolmentState(self.state).label) if self.state else ""

    @property
    def may_enrol(self) -> bool:
        """Whether registering her would change anything."""
        return self.state in ("", EnrolmentState.INVITED, EnrolmentState.WITHDRAWN)


def candidates_in_lists(actor: Actor, event: Event, *, query: str, on: date) -> list[Candidate]:
    """Members of the lists that the actor keeps whose name or school holds the words, two hundred at most."""
    people = _about(_people(actor, "members.edit_members", on), query, on)
    return _candidates(people.in_order()[:MOST_OF_LISTS], event, on=on)


def find_candidates(actor: Actor, event: Event, *, query: str, on: date) -> list[Candidate]:
    """People of the lists that the actor reads whose name or school holds the words, fifty at most."""
    people = _about(_people(actor, "members.read_members", on), query, on)
    return _candidates(people.in_order()[:MOST_FOUND], event, on=on)


def _about(people: PersonQuerySet, query: str, on: date) -> PersonQuerySet:
    for word in fold(query).split():
        at_school = Post.objects.on(on).filter(organisation__name_key__contains=word)
        people = people.filter(Q(pk__in=at_school.values("person_id")) | Q(sort_key__contains=sort_key(word)))
    return people


def associations_to_invite(actor: Actor) -> QuerySet[Association]:
    """Associations whose lists the actor reads."""
    return Association.objects.present().filter(reach(actor, "members.read_members")).order_by("path")


def _people(actor: Actor, capability: str, on: date) -> PersonQuerySet:
    rows = Membership.objects.filter(reach(actor, capability, "association__"), to_on=None, from_on__lte=on)
    return Person.objects.present().filter(pk__in=rows.values("person_id"))


def _candidates(people: QuerySet[Person], event: Event, *, on: date) -> list[Candidate]:
    found = list(people)
    ids = [person.pk for person in found]
    at_work = workplaces(ids, on=on)
    rows = event.enrolments.filter(person_id__in=ids).values_list("person_id", "state", "pk")
    known = {person_id: (state, pk) for person_id, state, pk in rows}
    return [
        Candidate(
            person.pk,
            person.full_name,
            at_work.get(person.pk, NOWHERE).organisation_name,
            *known.get(person.pk, ("", None)),
        )
        for person in found
    ]
