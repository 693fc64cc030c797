"""Letting people and schools be found by words.

What is indexed is what every reader of a list of members may see: names, associations, and where somebody works unless
the person keeps that narrower. Nothing else of a card is, so that no search tells of a field hidden from the reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from stellazh.associations.models import Organisation
from stellazh.members.enums import Level
from stellazh.members.models import Card, Membership, Post
from stellazh.members.visibility import level_of
from stellazh.people.models import Person
from stellazh.textindex.services import drop_others, drop_texts, forget_unused_words, put_texts

PEOPLE: Final = "people"
SCHOOLS: Final = "schools"
REINDEX: Final = "members.reindex"
AT_ONCE: Final = 500
# Posts of these levels stand in the lists of members.
_OPEN: Final = (Level.REGION, Level.PUBLIC)
_waiting: ContextVar[set[int] | None] = ContextVar("people_to_be_indexed", default=None)


def reindex_people(person_ids: Iterable[int]) -> None:
    """Let these people be found by what stands in their cards now; those archived or gone are found no longer.

    A few statements for each five hundred. Inside `gathering()` it only notes whom to index.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(person_ids)
        return
    wanted = sorted(set(person_ids))
    with transaction.atomic():
        for start in range(0, len(wanted), AT_ONCE):
            lot = wanted[start : start + AT_ONCE]
            texts = {
                person.pk: " ".join([person.full_name, person.short_name, *words])
                for person, words in told_of_people(lot)
            }
            put_texts(PEOPLE, texts)
            drop_texts(PEOPLE, [person_id for person_id in lot if person_id not in texts])


@transaction.atomic
def reindex_schools(organisation_ids: Iterable[int]) -> None:
    """Let these organisations be found by their names, ИНН and territory; archived ones are found no longer."""
    wanted = sorted(set(organisation_ids))
    for start in range(0, len(wanted), AT_ONCE):
        lot = wanted[start : start + AT_ONCE]
        rows = Organisation.objects.present().filter(pk__in=lot).select_related("territory")
        texts = {row.pk: f"{row.short_name} {row.name} {row.territory.name} {row.inn}" for row in rows}
        put_texts(SCHOOLS, texts)
        drop_texts(SCHOOLS, [organisation_id for organisation_id in lot if organisation_id not in texts])


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What making the index anew came to: `gone_count` things were in it that are no more."""

    people_count: int
    school_count: int
    gone_count: int
    forgotten_count: int


def reindex_all(*, progress: Callable[[str, int, int], None] = lambda words, count, total: None) -> Reindexed:
    """Let all people and schools be found by what they are now, and forget the words of nobody any more.

    Five hundred in a transaction, so that nobody waits for it.
    """
    people = list(Person.objects.present().order_by("pk").values_list("pk", flat=True))
    schools = list(Organisation.objects.present().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(people), AT_ONCE):
        progress("Люди", start, len(people))
        reindex_people(people[start : start + AT_ONCE])
    for start in range(0, len(schools), AT_ONCE):
        progress("Школы", start, len(schools))
        reindex_schools(schools[start : start + AT_ONCE])
    gone = drop_others(PEOPLE, people) + drop_others(SCHOOLS, schools)
    forgotten = forget_unused_words(PEOPLE) + forget_unused_words(SCHOOLS)
    return Reindexed(len(people), len(schools), gone, forgotten)


@contextmanager
def gathering() -> Iterator[None]:
    """Index the people changed inside once, when it ends: for imports and whatever else changes hundreds.

    Use it inside the transaction of the deed. When that fails nothing is indexed.
    """
    if _waiting.get() is not None:
        yield
        return
    changed: set[int] = set()
    token = _waiting.set(changed)
    try:
        yield
    finally:
        _waiting.reset(token)
    reindex_people(changed)


def told_of_people(person_ids: Sequence[int]) -> list[tuple[Person, list[str]]]:
    """Those of the people whose cards are not archived, with what every reader of a list may see of them besides their
    names: posts, schools, associations. Four queries.
    """
    people = list(Person.objects.present().filter(pk__in=person_ids))
    hidden = {
        card.person_id
        for card in Card.objects.filter(person_id__in=person_ids).only("person_id", "visibility")
        if level_of(card, "posts") not in _OPEN
    }
    told: dict[int, list[str]] = defaultdict(list)
    posts = Post.objects.filter(person_id__in=person_ids, to_on=None).select_related("organisation__territory")
    for post in posts:
        if post.person_id not in hidden:
            school = post.organisation
            told[post.person_id] += [post.title, school.short_name, school.name, school.territory.name]
    members = Membership.objects.filter(person_id__in=person_ids, to_on=None).select_related("association__territory")
    for row in members:
        told[row.person_id] += [row.association.short_name, row.association.territory.name]
    return [(one, told[one.pk]) for one in people]
