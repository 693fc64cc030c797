"""A school's card in words, who works there, and what was changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from stellazh.associations.access import reach
from stellazh.associations.models import Organisation
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor, ActorKind
from stellazh.members.enums import Level
from stellazh.members.models import Membership, Post, SchoolCard
from stellazh.members.services.card_values import label_of, words_of
from stellazh.members.visibility import hides_from
from stellazh.people.models import Person

HISTORY_LENGTH: Final = 20
_PARTS: Final = (
    ("Школа", ("settlement", "school_type", "pupil_count", "class_count", "phone", "site")),
    ("Библиотека", ("library_kind", "room", "area_m2", "has_reading_room", "seat_count")),
    ("Оборудование", ("computer_count", "has_internet", "library_system")),
    ("Фонд", ("fund_count", "textbook_count", "fiction_count")),
)


@dataclass(frozen=True, slots=True)
class SchoolFact:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """A heading and the facts under it; empty ones are left out."""

    title: str
    facts: tuple[SchoolFact, ...]


def school_card_of(organisation: Organisation) -> SchoolCard:
    """The school's card, or an unsaved empty one."""
    return SchoolCard.objects.filter(organisation=organisation).first() or SchoolCard(organisation=organisation)


def school_parts(card: SchoolCard) -> tuple[SchoolPart, ...]:
    """What the card says, under its headings."""
    parts = []
    for title, names in _PARTS:
        facts = [SchoolFact(label_of(SchoolCard, name), _words(card, name)) for name in names]
        told = tuple(fact for fact in facts if fact.text)
        if told:
            parts.append(SchoolPart(title, told))
    return tuple(parts)


def staff_of(organisation: Organisation, *, actor: Actor, on: date) -> list[Post]:
    """Who works there that day, as far as the actor may read a list of members the person stands in.

    Posts that the person keeps from the region are left out. One query.
    """
    places = Membership.objects.on(on).filter(reach(actor, "members.read_members", "association__"))
    near = Q(person_id__in=places.values("person_id"))
    if actor.actor_kind == ActorKind.PERSON and actor.actor_id.isdecimal():
        near |= Q(person_id=int(actor.actor_id))
    shown = Post.objects.on(on).filter(near, organisation=organisation, person__archived_at=None)
    hidden = Person.objects.filter(hides_from(Level.REGION, "posts")).values("pk")
    return list(shown.exclude(person_id__in=hidden).select_related("person").order_by("person__sort_key", "pk"))


def school_history(organisation: Organisation) -> Sequence[AuditEntry]:
    """The latest changes of the card, one for each deed. One query."""
    rows = AuditEntry.objects.about(organisation).filter(action="school_card_changed")[: HISTORY_LENGTH * 2]
    # One deed stands in the journals of all associations of the territory.
    once = {(row.at, row.actor_id, str(row.changes)): row for row in rows}
    return list(once.values())[:HISTORY_LENGTH]


def _words(card: SchoolCard, name: str) -> str:
    value = getattr(card, name)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1000:
        return f"{value:,}".replace(",", "\u00a0")
    return words_of(SchoolCard, name, value)
