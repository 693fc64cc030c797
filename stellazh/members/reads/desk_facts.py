"""What waits for a person on «Мой стол» among cards, campaigns and requests, told by one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from django.db.models import Exists, OuterRef, Value

from stellazh.associations.access import can_somewhere, reach
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.members.access.registrations import DECIDE
from stellazh.members.card_fields import EXPECTED_FIELDS, CardField
from stellazh.members.enums import CampaignState
from stellazh.members.models import (
    CampaignAnswer,
    CampaignAnswerQuerySet,
    Card,
    Membership,
    Post,
    Registration,
    RegistrationQuerySet,
    Training,
)
from stellazh.members.reads.cards import BY_ROWS, Completeness
from stellazh.members.reads.merging import waiting_merges
from stellazh.people.models import Person

_KEPT: Final = "_members_asked_of"


@dataclass(frozen=True, slots=True)
class OwnCard:
    """What one's own card waits for.

    `is_asked`: an open campaign waits for the answer. `has_merges`: somebody proposes to merge the card and waits for
    the person's word. `completeness` is None for somebody in no association.
    """

    is_asked: bool
    has_merges: bool
    completeness: Completeness | None
    runs_campaigns: bool = False
    has_requests: bool = False


def asked_of(request: Request, person: Person) -> OwnCard:
    """What waits for the person. One query for a request."""
    known = request.__dict__.get(_KEPT)
    if known is None:
        known = request.__dict__[_KEPT] = own_card(person.pk, on=clock.today(), actor=request.actor)
    return cast("OwnCard", known)


def own_card(person_id: int, *, on: date, actor: Actor | None = None) -> OwnCard:
    """What the person's card waits for; with `actor` also what waits for her as one who keeps lists. One query."""
    nothing = Value(value=False)
    runs = actor is not None and can_somewhere(actor, "members.read_campaign")
    decides = actor is not None and can_somewhere(actor, DECIDE)
    mine = {"card__person_id": OuterRef("pk")}
    found = (
        Person.objects.filter(pk=person_id)
        .annotate(
            is_member=Exists(Membership.objects.filter(person_id=OuterRef("pk"), to_on=None)),
            is_asked=Exists(CampaignAnswer.objects.waiting().in_open_campaigns().filter(person_id=OuterRef("pk"))),
            has_merges=Exists(waiting_merges(person_id)),
            has_posts=Exists(Post.objects.on(on).filter(person_id=OuterRef("pk"))),
            has_trainings=Exists(Training.objects.filter(**mine)),
            runs_campaigns=Exists(open_answers(actor)) if actor and runs else nothing,
            has_requests=Exists(waiting_requests(actor)) if actor and decides else nothing,
        )
        .select_related("card")
        .get()
    )
    told: dict[str, bool] = vars(found)
    completeness = _completeness(found) if told["is_member"] else None
    return OwnCard(told["is_asked"], told["has_merges"], completeness, told["runs_campaigns"], told["has_requests"])


def may_run_campaigns(request: Request) -> bool:
    """Whether it is worth asking for campaigns of others."""
    person = request.user
    known = not isinstance(person, Person) or asked_of(request, person).runs_campaigns
    return known and can_somewhere(request.actor, "members.read_campaign")


def may_have_requests(request: Request) -> bool:
    """Whether it is worth asking for newcomers who wait."""
    person = request.user
    known = not isinstance(person, Person) or asked_of(request, person).has_requests
    return known and can_somewhere(request.actor, DECIDE)


def open_answers(actor: Actor) -> CampaignAnswerQuerySet:
    """Answers of open campaigns that the actor may read."""
    return CampaignAnswer.objects.filter(
        reach(actor, "members.read_campaign", "association__"), campaign__state=CampaignState.OPEN
    )


def waiting_requests(actor: Actor) -> RegistrationQuerySet:
    """Requests to join that wait for the actor."""
    return Registration.objects.waiting().visible_to(actor)


def _completeness(person: Person) -> Completeness:
    card = getattr(person, "card", None) or Card(person=person)
    missing = tuple(field.label for field in EXPECTED_FIELDS if not _is_filled(person, card, field))
    return Completeness(len(EXPECTED_FIELDS) - len(missing), len(EXPECTED_FIELDS), missing)


def _is_filled(person: Person, card: Card, field: CardField) -> bool:
    if field.code in BY_ROWS:
        return bool(getattr(person, f"has_{field.code}"))
    return any(getattr(card, column) not in (None, "") for column in field.attributes)
