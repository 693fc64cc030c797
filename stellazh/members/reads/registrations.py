"""What newcomers choose from, what those who decide see, and whom a newcomer may be already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from rapidfuzz.distance import DamerauLevenshtein

from stellazh.associations.access import reach
from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.common.actor import Actor
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.members.access.registrations import can_give_card
from stellazh.members.models import Membership, Post, Registration
from stellazh.members.reads.desk_facts import may_have_requests, waiting_requests
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.people.models import Person
from stellazh.russian.collation import fold
from stellazh.russian.numerals import agree

# A list longer than this is no help to anybody: then the school is named in words.
MOST_SCHOOLS = 400
MOST_CANDIDATES = 300
MOST_ALIKE = 8
BEGINNING = 2


@dataclass(frozen=True, slots=True)
class Alike:
    """A known person whom the newcomer may be, why, where she works and stands, and whether the card may be hers."""

    person: Person
    why: str
    works: str
    stands: str
    may_choose: Verdict

    @property
    def words(self) -> str:
        """«Это она: Ольхова Вера Ильинична, МБОУ СОШ № 5 (имя записано одинаково)»."""
        named = ", ".join(part for part in (self.person.full_name, self.works or self.stands) if part)
        return f"Это она: {named} ({self.why})"


def places_to_join(query: str) -> list[Association]:
    """Open associations by the alphabet of their territories, narrowed by a part of any name. One query.

    The one above all stands last: whoever takes the first she sees should not ask the whole region.
    """
    rows = Association.objects.present().select_related("territory").order_by("territory__sort_key", "sort_key", "pk")
    asked = fold(query)
    found = [row for row in rows if asked in fold(f"{row.territory.name} {row.name} {row.short_name}")]
    return sorted(found, key=lambda row: row.parent_id is None)


def schools_of(association: Association) -> list[Organisation]:
    """The schools a newcomer to that association chooses from; none when there are too many to choose."""
    rows = Organisation.objects.present().filter(territory__path__startswith=association.territory.path)
    found = list(
        rows.filter(kind__in=(OrganisationKind.SCHOOL, OrganisationKind.LIBRARY)).in_order()[: MOST_SCHOOLS + 1]
    )
    return found if len(found) <= MOST_SCHOOLS else []


def alike(registration: Registration, actor: Actor) -> list[Alike]:
    """People within the actor's reach, and cards of no list, whom the newcomer may be; the likeliest first.

    Nobody is merged by that: it is for the person who decides.
    """
    within = Membership.objects.filter(reach(actor, "members.read_members", "association__"))
    has_none = Q(email=None) | Q(password="") | Q(password__startswith="!")  # noqa: S106
    known = Q(pk__in=within.values("person_id")) | (Q(memberships=None) & has_none)
    looks = Q(name_key__startswith=fold(registration.family_name)[:BEGINNING]) | Q(email=registration.email)
    if registration.organisation_id is not None:
        colleagues = Post.objects.filter(organisation_id=registration.organisation_id).values("person_id")
        looks |= Q(pk__in=colleagues)
    people = list(Person.objects.present().filter(known, looks).order_by("sort_key", "pk").distinct()[:MOST_CANDIDATES])
    schools = _schools({person.pk for person in people}, actor)
    found: list[tuple[int, Person, str]] = []
    for person in people:
        is_colleague = registration.organisation_id in {post.organisation_id for post in schools[person.pk]}
        rank, why = _likeness(registration, person, is_colleague=is_colleague)
        if why:
            found.append((rank, person, why))
    found.sort(key=lambda one: one[0])
    chosen = found[:MOST_ALIKE]
    stands = _places([person.pk for _, person, _ in chosen])
    return [
        Alike(
            person,
            why,
            "; ".join(post.organisation.short_name for post in schools[person.pk] if post.to_on is None),
            "; ".join(stands[person.pk]),
            can_give_card(actor, person, registration.email),
        )
        for _, person, why in chosen
    ]


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """Requests that wait for the person, a card for each association. One query when there is one, besides what all
    cards of members ask."""
    if not may_have_requests(request):
        return
    rows = (
        waiting_requests(request.actor)
        .values("association__code", "association__short_name")
        .annotate(count=Count("pk"))
    )
    for row in rows.order_by("association__short_name"):
        count: int = row["count"]
        yield DeskTask(
            title=f"Решить: {count} {agree(count, 'заявка', 'заявки', 'заявок')} на вступление",
            text=f"{row['association__short_name']}: люди ждут ответа.",
            href=reverse("members:registration_list", args=[row["association__code"]]),
            action="Открыть заявки",
            tag="заявки",
            tone="warn",
        )


def desk_events(request: Request) -> Iterable[DeskEvent]:
    """Requests have no day."""
    return ()


def _schools(person_ids: set[int], actor: Actor) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = defaultdict(list)
    held = Post.objects.filter(person_id__in=person_ids).select_related("organisation")
    for post in seen_posts(held, actor=actor):
        found[post.person_id].append(post)
    return found


def _places(person_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in Membership.objects.filter(person_id__in=person_ids, to_on=None).select_related("association"):
        found[row.person_id].append(row.association.short_name)
    return found


def _likeness(registration: Registration, person: Person, *, is_colleague: bool) -> tuple[int, str]:
    """How alike, the smaller the likelier, and in words; no words when not."""
    if person.email == registration.email:
        return 0, "записан этот же адрес почты"
    mine = (registration.given_name, registration.patronymic)
    theirs = (person.given_name, person.patronymic)
    if not all(_may_be_one(one, other) for one, other in zip(mine, theirs, strict=True)):
        return 9, ""
    distance = DamerauLevenshtein.distance(fold(registration.family_name), fold(person.family_name))
    here = " и школа та же" if is_colleague else ""
    if distance == 0:
        return (1 if is_colleague else 2), f"имя не противоречит{here}" if theirs != mine else f"имя то же{here}"
    if distance == 1:
        return (3 if is_colleague else 4), f"в фамилии отличается одна буква{here}"
    if is_colleague and all(len(part) > 1 for part in theirs) and theirs == mine:
        return 5, "имя, отчество и школа те же, фамилия другая"
    return 9, ""


def _may_be_one(one: str, other: str) -> bool:
    """«Анна» may be «А» and may be unknown; it is not «Ольга»."""
    first, second = sorted((fold(one).rstrip("."), fold(other).rstrip(".")), key=len)
    return first == second or (len(first) <= 1 and second.startswith(first))
