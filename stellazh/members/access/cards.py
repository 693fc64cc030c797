"""Who may see and change the card of a librarian, and the card of a school."""

from __future__ import annotations

from datetime import timedelta

from stellazh.associations.access import can_somewhere, reach
from stellazh.associations.models import Association, Organisation
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.members.card_fields import FIELD_BY_CODE
from stellazh.members.enums import CampaignState, Level
from stellazh.members.models import CampaignAnswer, Card, Membership, Post
from stellazh.members.visibility import lets_through, level_of, nearness
from stellazh.people.access import can_edit_person, is_self
from stellazh.people.models import Person

# The purpose of the personal links of a campaign, and what they are links to.
CONFIRMATION = "members.confirmation"
_ANSWER = "members.campaignanswer"


def answers_by_link(actor: Actor, person: Person) -> bool:
    """Whether the actor holds the personal link of an open campaign that asks this very person."""
    if not isinstance(actor, LinkHolder) or (actor.purpose, actor.object_type) != (CONFIRMATION, _ANSWER):
        return False
    if not actor.object_id.isdecimal():
        return False
    asked = CampaignAnswer.objects.filter(pk=int(actor.object_id), person_id=person.pk)
    return asked.filter(campaign__state=CampaignState.OPEN).exists()


def can_edit_card(actor: Actor, person: Person) -> Verdict:
    """The person, whoever keeps a list the person stands in, and the bearer of the person's own link of a campaign.

    Fields that the actor may not see cannot be changed by her either: see `card_fields_open_to`.
    """
    if person.archived_at is not None:
        return refuse("Карточка в архиве: сначала верните её.")
    return ALLOWED if answers_by_link(actor, person) else can_edit_person(actor, person)


def can_set_visibility(actor: Actor, person: Person) -> Verdict:
    """The person alone, signed in: a personal link may have been printed out and handed over by somebody else."""
    if is_self(actor, person) and person.archived_at is None:
        return ALLOWED
    return refuse("Кто что видит в карточке, решает только сам человек, войдя в систему.")


def card_nearness(actor: Actor, person: Person) -> Level | None:
    """`visibility.nearness`, for the bearer of the person's own link and for the system too.

    A link shows no more than the head sees: it may have been printed out by her, or mailed to an address she wrote.
    """
    if actor.actor_kind == ActorKind.SYSTEM:
        return Level.SELF
    return Level.HEAD if answers_by_link(actor, person) else nearness(actor, person)


def card_fields_open_to(actor: Actor, card: Card) -> frozenset[str]:
    """Codes of the fields that whoever edits the card may see, and therefore change."""
    near = card_nearness(actor, card.person)
    if near is None:
        return frozenset()
    return frozenset(code for code in FIELD_BY_CODE if lets_through(level_of(card, code), near))


def can_see_in_list(actor: Actor, person: Person) -> bool:
    """Whether the person stands in a list of members that the actor may read: then the name and the posts are seen."""
    day = clock.today()
    places = Membership.objects.on(day) | Membership.objects.on(day + timedelta(days=1))
    return places.filter(reach(actor, "members.read_members", "association__"), person_id=person.pk).exists()


def works_at(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor holds a post there today."""
    if actor.actor_kind != ActorKind.PERSON or not actor.actor_id.isdecimal():
        return False
    return Post.objects.on(clock.today()).filter(person_id=int(actor.actor_id), organisation=organisation).exists()


def can_edit_school(actor: Actor, organisation: Organisation) -> Verdict:
    """Whoever keeps the schools of an association whose territory the school stands in, and whoever works there."""
    if organisation.archived_at is not None:
        return refuse("Организация в архиве: сначала верните её.")
    if actor.actor_kind == ActorKind.SYSTEM or works_at(actor, organisation):
        return ALLOWED
    if keeps_school(actor, organisation):
        return ALLOWED
    return refuse("Карточку школы ведут её сотрудники и те, кто ведёт объединение этой территории.")


def keeps_school(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor keeps the schools of an association over the school's territory."""
    kept = Association.objects.present().filter(reach(actor, "members.edit_schools"))
    return any(organisation.territory.path.startswith(path) for path in kept.values_list("territory__path", flat=True))


def can_read_school(actor: Actor, organisation: Organisation) -> bool:
    """Whoever reads some list of members, and whoever works at the school."""
    return can_somewhere(actor, "members.read_members") or works_at(actor, organisation)
