"""What one's own card asks of the person on «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse

from stellazh.common import clock
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.requests import Request
from stellazh.members.card_fields import EXPECTED_FIELDS, CardField
from stellazh.members.models import CampaignAnswer, Card, Membership, Post, Training
from stellazh.members.reads.campaign_desk import own_answer_tasks
from stellazh.members.reads.cards import BY_ROWS, Completeness
from stellazh.members.reads.merging import own_merge_tasks, waiting_merges
from stellazh.people.models import Person

# A theme, an address beside the one of signing in: a card this full is left alone.
ENOUGH: Final = 7


@dataclass(frozen=True, slots=True)
class OwnCard:
    """What one's own card waits for.

    `is_asked`: an open campaign waits for the answer. `has_merges`: somebody proposes to merge the card and waits for
    the person's word. `completeness` is None for somebody in no association.
    """

    is_asked: bool
    has_merges: bool
    completeness: Completeness | None


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """«Подтвердите свою карточку», «У вас две карточки?», «Заполните карточку: 4 из 9». One query while all is well.

    What waits is then read, each kind by one query more.
    """
    person = request.user
    if not isinstance(person, Person):
        return
    own = own_card(person.pk, on=clock.today())
    if own.is_asked:
        yield from own_answer_tasks(person.pk)
    if own.has_merges:
        yield from own_merge_tasks(person.pk)
    if own.completeness is not None and own.completeness.filled < ENOUGH:
        yield _fill(person.pk, own.completeness)


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing of a card has a day."""
    return iter(())


def own_card(person_id: int, *, on: date) -> OwnCard:
    """What the person's card waits for. One query."""
    mine = {"card__person_id": OuterRef("pk")}
    found = (
        Person.objects.filter(pk=person_id)
        .annotate(
            is_member=Exists(Membership.objects.filter(person_id=OuterRef("pk"), to_on=None)),
            is_asked=Exists(CampaignAnswer.objects.waiting().in_open_campaigns().filter(person_id=OuterRef("pk"))),
            has_merges=Exists(waiting_merges(person_id)),
            has_posts=Exists(Post.objects.on(on).filter(person_id=OuterRef("pk"))),
            has_trainings=Exists(Training.objects.filter(**mine)),
        )
        .select_related("card")
        .get()
    )
    told: dict[str, bool] = vars(found)
    return OwnCard(told["is_asked"], told["has_merges"], _completeness(found) if told["is_member"] else None)


def _completeness(person: Person) -> Completeness:
    card = getattr(person, "card", None) or Card(person=person)
    missing = tuple(field.label for field in EXPECTED_FIELDS if not _is_filled(person, card, field))
    return Completeness(len(EXPECTED_FIELDS) - len(missing), len(EXPECTED_FIELDS), missing)


def _is_filled(person: Person, card: Card, field: CardField) -> bool:
    if field.code in BY_ROWS:
        return bool(getattr(person, f"has_{field.code}"))
    return any(getattr(card, column) not in (None, "") for column in field.attributes)


def _fill(person_id: int, found: Completeness) -> DeskTask:
    return DeskTask(
        title=f"Заполните карточку: {found.filled} из {found.total}",
        text=f"Не хватает: {', '.join(found.missing[:4])}{'…' if len(found.missing) > 4 else '.'}",
        href=reverse("members:card_edit", args=[person_id]),
        action="Заполнить",
        can_wait=True,
    )
