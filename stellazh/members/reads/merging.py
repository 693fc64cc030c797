"""Look-alikes, and two cards side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db.models import Q
from django.urls import reverse
from rapidfuzz.distance import DamerauLevenshtein

from stellazh.associations.access import reach
from stellazh.associations.models import Grant
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.common.desk import DeskTask
from stellazh.members.models import Card, Membership, Post
from stellazh.members.reads.seen_posts import seen_posts
from stellazh.people.enums import MergeState
from stellazh.people.models import Merge, MergeQuerySet, Person, PersonQuerySet
from stellazh.russian.collation import fold
from stellazh.russian.persons import Likeness

MOST_PAIRS = 200
MOST_PEOPLE = 5000


@dataclass(frozen=True, slots=True)
class MergeSide:
    """What one of two cards holds, in words."""

    person: Person
    posts: tuple[str, ...]
    places: tuple[str, ...]
    roles: tuple[str, ...]
    card_words: str


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """Two people whose names could be one's; `why` says how alike they are."""

    one: Person
    other: Person
    why: str


WHY = {
    Likeness.SAME: "фамилия и инициалы совпадают",
    Likeness.ONE_LETTER: "отличается одна буква",
    Likeness.OTHER_INITIALS: "фамилия одна, инициалы не противоречат",
}


def people_in_reach(actor: Actor) -> PersonQuerySet:
    """People whose cards the actor may merge: those in her lists, today or to come."""
    places = Membership.objects.filter(reach(actor, "members.merge_people", "association__"), to_on=None)
    return Person.objects.present().filter(pk__in=places.values("person_id"))


def look_alikes(actor: Actor) -> list[LookAlikes]:
    """Pairs of look-alikes among the first `MOST_PEOPLE` of the actor's own people, surest first. Two queries.

    Only people whose family names are near are compared, so that a thousand people take no million comparisons.
    """
    people = {person.pk: person for person in people_in_reach(actor).in_order()[:MOST_PEOPLE]}
    settled = {
        frozenset(pair)
        for pair in Merge.objects.exclude(state=MergeState.DONE).values_list("survivor_id", "absorbed_id")
    }
    found: list[tuple[int, LookAlikes]] = []
    for first, second in _near_pairs(people.values()):
        likeness = _likeness(people[first], people[second])
        if likeness is not None and frozenset((first, second)) not in settled:
            found.append((list(WHY).index(likeness), LookAlikes(people[first], people[second], WHY[likeness])))
    found.sort(key=lambda pair: (pair[0], pair[1].one.sort_key))
    return [pair for _, pair in found[:MOST_PAIRS]]


def _near_pairs(people: Iterable[Person]) -> Iterator[tuple[int, int]]:
    """Keys of people whose family names are equal or one letter apart, each pair once, in the order given.

    Names one letter apart become equal when the right letter is left out of one of them or of both.
    """
    buckets: dict[str, list[int]] = defaultdict(list)
    place: dict[int, int] = {}
    for number, person in enumerate(people):
        place[person.pk] = number
        name = fold(person.family_name)
        for key in {name, *(name[:cut] + name[cut + 1 :] for cut in range(len(name)))}:
            buckets[key].append(person.pk)
    pairs = {tuple(sorted(pair, key=place.__getitem__)) for held in buckets.values() for pair in combinations(held, 2)}
    yield from sorted(((one, other) for one, other in pairs), key=lambda pair: (place[pair[0]], place[pair[1]]))


def _likeness(one: Person, other: Person) -> Likeness | None:
    """How alike the names are that stand in the cards, part by part; None when they are two people's."""
    if _differ(one, other):
        return None
    first, second = fold(one.family_name), fold(other.family_name)
    if first != second:
        one_edit = DamerauLevenshtein.distance(first, second, score_cutoff=1) <= 1
        return Likeness.ONE_LETTER if one_edit and _initials(one) == _initials(other) else None
    return Likeness.SAME if one.name_key == other.name_key else Likeness.OTHER_INITIALS


def _initials(person: Person) -> tuple[str, str]:
    return fold(person.given_name)[:1], fold(person.patronymic)[:1]


def _differ(one: Person, other: Person) -> bool:
    """Whether given names or patronymics known on both sides contradict each other."""
    for first, second in ((one.given_name, other.given_name), (one.patronymic, other.patronymic)):
        if first and second:
            a, b = fold(first), fold(second)
            if not (a.startswith(b) or b.startswith(a)):
                return True
    return False


def merge_sides(people: Iterable[Person], *, actor: Actor, on: date) -> list[MergeSide]:
    """The cards side by side, as the reader may see them. Four queries, however many; see `seen_posts`."""
    listed = list(people)
    ids = [person.pk for person in listed]
    posts, places, roles = defaultdict(list), defaultdict(list), defaultdict(list)
    held = Post.objects.on(on).filter(person_id__in=ids).select_related("organisation")
    for post in seen_posts(held, actor=actor):
        posts[post.person_id].append(f"{post.title}, {post.organisation.short_name}")
    for row in Membership.objects.on(on).filter(person_id__in=ids).select_related("association"):
        places[row.person_id].append(row.association.short_name)
    grants = Grant.objects.active_on(on).filter(~Q(role=Role.MEMBER), person_id__in=ids).select_related("association")
    for grant in grants:
        roles[grant.person_id].append(f"{grant.get_role_display()}, {grant.association}")
    confirmed = dict(Card.objects.filter(person_id__in=ids).values_list("person_id", "confirmed_at"))
    return [
        MergeSide(
            person,
            tuple(posts[person.pk]),
            tuple(places[person.pk]),
            tuple(roles[person.pk]),
            _card_words(person.pk, confirmed),
        )
        for person in listed
    ]


def _card_words(person_id: int, confirmed: Mapping[int, object]) -> str:
    if person_id not in confirmed:
        return "не заполнена"
    return "подтверждена" if confirmed[person_id] else "заполнена, не подтверждена"


def waiting_merges(person_id: int) -> MergeQuerySet:
    """Merges of the person's card that wait for the person's own word."""
    waiting = Merge.objects.about(person_id).filter(state=MergeState.PROPOSED)
    return waiting.exclude(confirmations__person=person_id)


def own_merge_tasks(person_id: int) -> Iterator[DeskTask]:
    """«У вас две карточки?» for «Мой стол», a task for each. One query."""
    for merge in waiting_merges(person_id).select_related("survivor", "absorbed"):
        names = f"«{merge.absorbed.full_name}» и «{merge.survivor.full_name}»"
        yield DeskTask(
            "У вас две карточки?",
            f"{merge.proposed_by_name} предлагает объединить {names}.",
            reverse("members:merge_confirm", args=[merge.pk]),
            "Посмотреть",
            tone="warn",
        )
