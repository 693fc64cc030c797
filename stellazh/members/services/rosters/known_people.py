"""People whom rows of a list can be about: those in lists of members that the actor may read, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.members.card_fields import FIELD_BY_CODE
from stellazh.members.enums import Level
from stellazh.members.models import Award, Card, Membership, Post, Training
from stellazh.members.rosters.matching import Known, PeopleIndex
from stellazh.members.rosters.names import Name
from stellazh.members.visibility import lets_through, level_of, nearness_of
from stellazh.people.models import Person

LOT: Final = 500
_LISTED: Final = (Level.REGION, Level.PUBLIC)


@dataclass(slots=True)
class PersonDetails:
    """What stands in one person's cards, as far as the actor may see and change it.

    `membership` is the open one in the association of the list, if any; `open_codes` the fields of the card.
    """

    person: Person
    card: Card | None = None
    posts: list[Post] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    membership: Membership | None = None
    open_codes: frozenset[str] = frozenset()

    @property
    def name(self) -> Name:
        return name_of_person(self.person)


def name_of_person(person: Person) -> Name:
    """The name that stands in the card."""
    return Name(person.family_name, person.given_name, person.patronymic)


def in_lots(ids: Iterable[int]) -> Iterator[list[int]]:
    """The keys in lots that one query can name."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), LOT):
        yield wanted[start : start + LOT]


def people_index(association: Association, *, by: Actor) -> PeopleIndex:
    """Everybody who stands or stood in a list that `by` may read, under the keys by which rows find them.

    Four queries. Contacts count only of those who stand in the association itself: their keeper sees them anyway.
    """
    near = Membership.objects.filter(reach(by, "members.read_members", "association__"))
    here = set(Membership.objects.filter(association=association, to_on=None).values_list("person_id", flat=True))
    schools: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.filter(to_on=None, person__in=near.values("person_id"))
    for person_id, organisation_id in posts.values_list("person_id", "organisation_id"):
        schools[person_id].add(organisation_id)
    contacts: dict[int, tuple[str, str]] = {}
    cards = Card.objects.filter(person__memberships__association=association, person__memberships__to_on=None)
    for card in cards.only("person_id", "phone", "contact_email", "visibility"):
        contacts[card.person_id] = (
            card.phone if lets_through(level_of(card, "phone"), Level.HEAD) else "",
            card.contact_email.casefold() if lets_through(level_of(card, "contact_email"), Level.HEAD) else "",
        )
    people = Person.objects.present().filter(pk__in=near.values("person_id"))
    rows = people.values_list("pk", "family_name", "given_name", "patronymic", "email")
    return PeopleIndex.of(
        Known(
            Name(family, given, patronymic),
            id=pk,
            emails=frozenset(one for one in (email, contacts.get(pk, ("", ""))[1]) if one),
            phone=contacts.get(pk, ("", ""))[0],
            schools=frozenset(schools.get(pk, ())),
            is_here=pk in here,
        )
        for pk, family, given, patronymic, email in rows
    )


def taken_addresses(emails: Iterable[str]) -> Mapping[str, int]:
    """Addresses with which somebody signs in, whoever it is → the person's key. Not to be shown."""
    wanted = sorted(set(emails))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), LOT):
        lot = Person.objects.filter(email__in=wanted[start : start + LOT])
        found.update((email, pk) for email, pk in lot.values_list("email", "pk") if email)
    return found


def details_of(ids: Sequence[int], association: Association, *, by: Actor) -> dict[int, PersonDetails]:
    """What stands in the cards of these people. Nine queries for each five hundred."""
    found: dict[int, PersonDetails] = {}
    for lot in in_lots(ids):
        found |= _details_of_lot(lot, association, by)
    return found


def _details_of_lot(ids: list[int], association: Association, by: Actor) -> dict[int, PersonDetails]:
    found = {person.pk: PersonDetails(person) for person in Person.objects.present().filter(pk__in=ids)}
    near = nearness_of(by, ids)
    # Rows of archived people fall into this one and are forgotten.
    nobody = PersonDetails(Person())
    for card in Card.objects.filter(person_id__in=ids):
        found.get(card.person_id, nobody).card = card
    for post in Post.objects.filter(person_id__in=ids, to_on=None).select_related("organisation").order_by("pk"):
        found.get(post.person_id, nobody).posts.append(post)
    for training in Training.objects.filter(card__person_id__in=ids).select_related("card"):
        found.get(training.card.person_id, nobody).trainings.append(training)
    for award in Award.objects.filter(card__person_id__in=ids).select_related("card"):
        found.get(award.card.person_id, nobody).awards.append(award)
    for membership in Membership.objects.filter(person_id__in=ids, association=association, to_on=None):
        found.get(membership.person_id, nobody).membership = membership
    for person_id, details in found.items():
        details.open_codes = _open_codes(details.card, near.get(person_id))
        if "posts" not in details.open_codes:
            details.posts = []
    return found


def _open_codes(card: Card | None, near: Level | None) -> frozenset[str]:
    chosen = card or Card()
    codes = {code for code in FIELD_BY_CODE if near is not None and lets_through(level_of(chosen, code), near)}
    if level_of(chosen, "posts") in _LISTED:
        # Whoever may read the list sees the posts in it.
        codes.add("posts")
    return frozenset(codes)
