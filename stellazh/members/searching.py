"""People and schools in the search of everything.

Of people everybody who reads a list of members finds what `services.indexing` keeps: names, associations, and where
somebody works unless the person keeps that narrower. Others find only who has agreed to be named to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.associations.models import Organisation
from stellazh.associations.searching import Place, place_of
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.members.enums import Level
from stellazh.members.models import Card, Membership, Post
from stellazh.members.services.indexing import told_of_people
from stellazh.members.visibility import level_of
from stellazh.people.enums import PUBLISHED_NAME, PUBLISHED_POSTS, ConsentPurpose
from stellazh.people.models import Consent, Person
from stellazh.people.services.consents import published_subjects
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Source, searchables

PEOPLE: Final = "people_person"
MEMBERSHIPS: Final = "members_membership"
POSTS: Final = "members_post"
ORGANISATIONS: Final = "associations_organisation"
TERRITORIES: Final = "associations_territory"
_POSTS: Final = "posts"


def register() -> None:
    """Let people and schools be found."""
    of_people = tuple(_of_people())
    for code, entries, visible_to, more in (
        ("person", _people, _listed_for, ()),
        (
            "person_public",
            _published_people,
            _published_for,
            (Source("people_consent", "{row}.person_id", ("person_id", "subject", "withdrawn_at")),),
        ),
    ):
        searchables.add(
            SearchableKind(
                code=code,
                label="человек",
                plural="Люди",
                entries=entries,
                every_key=Person.objects.present,
                visible_to=visible_to,
                address=lambda key: reverse("members:card_detail", args=[key]),
                sources=(*of_people, *more),
                order=10,
                group="person",
                weight=1.1,
            )
        )
    searchables.add(
        SearchableKind(
            code="school",
            label="школа, организация",
            plural="Школы и организации",
            entries=_schools,
            every_key=Organisation.objects.present,
            visible_to=_schools_for,
            address=lambda key: reverse("members:school_detail", args=[key]),
            sources=(
                Source(ORGANISATIONS, columns=("kind", "name", "short_name", "inn", "territory_id", "archived_at")),
                Source(TERRITORIES, f"SELECT t.id FROM {ORGANISATIONS} t WHERE t.territory_id = {{row}}.id", ("name",)),  # noqa: S608
            ),
            order=15,
        )
    )


def _of_people() -> Iterable[Source]:
    """What is told of people: their cards, posts and places, and the names of those."""
    yield Source(PEOPLE, columns=("family_name", "given_name", "patronymic", "archived_at"))
    yield Source("members_card", "{row}.person_id", ("person_id", "visibility"))
    yield Source(POSTS, "{row}.person_id", ("person_id", "organisation_id", "title", "to_on"))
    yield Source(MEMBERSHIPS, "{row}.person_id", ("person_id", "association_id", "to_on"))
    yield Source(
        "associations_association",
        f"SELECT t.person_id FROM {MEMBERSHIPS} t WHERE t.association_id = {{row}}.id AND t.to_on IS NULL",  # noqa: S608
        ("short_name", "territory_id", "path"),
    )
    yield Source(
        ORGANISATIONS,
        f"SELECT t.person_id FROM {POSTS} t WHERE t.organisation_id = {{row}}.id AND t.to_on IS NULL",  # noqa: S608
        ("short_name", "name", "territory_id"),
    )
    yield Source(
        TERRITORIES,
        f"SELECT t.person_id FROM {POSTS} t JOIN {ORGANISATIONS} o ON o.id = t.organisation_id"  # noqa: S608
        " WHERE o.territory_id = {row}.id AND t.to_on IS NULL",
        ("name",),
    )
    yield Source(
        TERRITORIES,
        f"SELECT t.person_id FROM {MEMBERSHIPS} t JOIN associations_association a ON a.id = t.association_id"  # noqa: S608
        " WHERE a.territory_id = {row}.id AND t.to_on IS NULL",
        ("name",),
    )


def _people(keys: Sequence[int]) -> Iterable[SearchEntry]:
    places = _places(keys)
    for person, words in told_of_people(keys):
        yield _entry(person, [person.short_name, *dict.fromkeys(words)], places.get(person.pk))


def _published_people(keys: Sequence[int]) -> Iterable[SearchEntry]:
    """Of each who agreed to it the name; where she works if she agreed to that as well and shows it to everybody."""
    published = published_subjects(keys)
    named = [key for key in keys if PUBLISHED_NAME in published.get(key, frozenset())]
    if not named:
        return
    cards = {card.person_id: card for card in Card.objects.filter(person_id__in=named).only("person_id", "visibility")}
    for person in Person.objects.present().filter(pk__in=named):
        card = cards.get(person.pk) or Card(person=person)
        shows_posts = PUBLISHED_POSTS in published[person.pk] and level_of(card, _POSTS) == Level.PUBLIC
        posts = Post.objects.filter(person=person, to_on=None).select_related("organisation") if shows_posts else ()
        words = [word for post in posts for word in (post.title, post.organisation.short_name, post.organisation.name)]
        yield _entry(person, [person.short_name, *words], None)


def _entry(person: Person, words: Iterable[str], place: Place | None) -> SearchEntry:
    return SearchEntry(
        person.pk,
        person.full_name,
        ", ".join(filter(None, words)),
        place=place["place"] if place else "",
        territory_id=place["territory_id"] if place else None,
    )


def _places(person_ids: Sequence[int]) -> dict[int, Place]:
    """Where each of them stands: of her open places the one entered first. One query."""
    rows = Membership.objects.filter(person_id__in=person_ids, to_on=None).select_related("association")
    return {row.person_id: place_of(row.association) for row in rows.order_by("-pk")}


def _listed_for(actor: Actor) -> QuerySet[Person]:
    """People of the lists that the actor may read, `access.cards.can_see_in_list`, and herself."""
    day = clock.today()
    rows = Membership.objects.on(day) | Membership.objects.on(day + timedelta(days=1))
    seen = Q(pk__in=rows.filter(reach(actor, "members.read_members", "association__")).values("person_id"))
    if actor.actor_kind == ActorKind.PERSON:
        seen |= Q(pk=int(actor.actor_id))
    return Person.objects.present().filter(seen)


def _published_for(actor: Actor) -> QuerySet[Person]:
    given = Consent.objects.in_force().filter(
        person=OuterRef("pk"), text__purpose=ConsentPurpose.DISTRIBUTION, subject=PUBLISHED_NAME
    )
    return Person.objects.present().filter(Exists(given))


def _schools(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = list(Organisation.objects.present().filter(pk__in=keys).select_related("territory"))
    for row in rows:
        words = [row.name, row.get_kind_display(), row.territory.name, row.inn]
        yield SearchEntry(row.pk, row.short_name, "\n".join(filter(None, words)), territory_id=row.territory_id)


def _schools_for(actor: Actor) -> QuerySet[Organisation]:
    """All of them for whoever reads some list of members; for others the one where she works."""
    present = Organisation.objects.present()
    if can_somewhere(actor, "members.read_members"):
        return present
    if actor.actor_kind != ActorKind.PERSON:
        return present.none()
    held = Post.objects.on(clock.today()).filter(person_id=int(actor.actor_id))
    return present.filter(pk__in=held.values("organisation_id"))
