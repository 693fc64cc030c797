"""Who sees which field of whose card. Asked for pages, lists, filters and exports alike: a filter must not leak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Q

from stellazh.associations.access import reach
from stellazh.associations.models import Grant
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.members.card_fields import FIELD_BY_CODE
from stellazh.members.enums import Level
from stellazh.members.models import Card, Membership
from stellazh.people.access import is_self
from stellazh.people.models import Person

# What each level lets through, from the narrowest on.
_ORDER: Final = (Level.SELF, Level.HEAD, Level.REGION, Level.PUBLIC)


def level_of(card: Card, code: str) -> Level:
    """The level of a field: the person's choice, else the field's own."""
    chosen = card.visibility.get(code)
    return Level(chosen) if chosen in Level.values else FIELD_BY_CODE[code].default


def nearness(actor: Actor, person: Person) -> Level | None:
    """How near the actor stands: SELF is the person, HEAD leads where she stands, REGION leads above; None is neither.

    One query at most.
    """
    return Level.SELF if is_self(actor, person) else nearness_of(actor, [person.pk]).get(person.pk)


def nearness_of(actor: Actor, person_ids: list[int]) -> Mapping[int, Level]:
    """`nearness` for many, the actor's own card included; people out of reach are not in it. Three queries.

    A person's leader is the one of the association she entered first, of those she stands in: whoever takes her into
    one more list sees no more by it than those above do. Whoever leads an association has for a leader the one who
    leads the association above it.
    """
    here = Membership.objects.at_home().filter(reach(actor, "members.read_cards_here", "association__"))
    above = Membership.objects.filter(reach(actor, "members.read_cards", "association__"), to_on=None)
    found: dict[int, Level] = {}
    for person_id in above.filter(person_id__in=person_ids).values_list("person_id", flat=True):
        found[person_id] = Level.REGION
    for person_id in here.filter(person_id__in=person_ids).values_list("person_id", flat=True):
        found[person_id] = Level.HEAD
    leaders = Grant.objects.active_on(clock.today()).filter(
        reach(actor, "members.read_cards_here", "association__parent__"), role=Role.HEAD, person_id__in=person_ids
    )
    for person_id in leaders.values_list("person_id", flat=True):
        found[person_id] = Level.HEAD
    if actor.actor_kind == "person" and actor.actor_id.isdecimal() and int(actor.actor_id) in person_ids:
        found[int(actor.actor_id)] = Level.SELF
    return found


def lets_through(level: Level, near: Level | None, *, is_published: bool = False) -> bool:
    """Whether a field of that level is shown to somebody that near. «Все» needs the person's consent as well."""
    if near is None:
        return level == Level.PUBLIC and is_published
    return _ORDER.index(level) >= _ORDER.index(near)


def seen_fields(actor: Actor, card: Card, *, published: frozenset[str] = frozenset()) -> frozenset[str]:
    """Codes of the fields of one card that the actor may see; `published` are the consents to distribution in force."""
    near = nearness(actor, card.person)
    return frozenset(
        code for code in FIELD_BY_CODE if lets_through(level_of(card, code), near, is_published=code in published)
    )


def hides_from(near: Level, code: str, prefix: str = "card__") -> Q:
    """A condition of querysets: cards whose field somebody that near may NOT see. For filters over many cards.

    Its negation is right as well: those the field is shown of, and people without a card.
    """
    shut = [level.value for level in _ORDER if _ORDER.index(level) < _ORDER.index(near)]
    field = f"{prefix}visibility__{code}"
    # A level nobody chose is NULL, and so would be its negation: hence the second half.
    condition = Q(**{f"{field}__in": shut, f"{field}__isnull": False})
    if FIELD_BY_CODE[code].default in shut:
        condition |= Q(**{f"{field}__isnull": True})
    return condition
