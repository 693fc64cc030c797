"""What one's own card asks of the person on «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.requests import Request
from stellazh.members.reads.campaign_desk import own_answer_tasks
from stellazh.members.reads.cards import Completeness
from stellazh.members.reads.desk_facts import asked_of
from stellazh.members.reads.merging import own_merge_tasks
from stellazh.people.models import Person

# A theme, an address beside the one of signing in: a card this full is left alone.
ENOUGH: Final = 7


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """«Подтвердите свою карточку», «У вас две карточки?», «Заполните карточку: 4 из 9». One query while all is well.

    What waits is then read, each kind by one query more; the same query says whether campaigns and requests wait.
    """
    person = request.user
    if not isinstance(person, Person):
        return
    own = asked_of(request, person)
    if own.is_asked:
        yield from own_answer_tasks(person.pk)
    if own.has_merges:
        yield from own_merge_tasks(person.pk)
    if own.completeness is not None and own.completeness.filled < ENOUGH:
        yield _fill(person.pk, own.completeness)


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing of a card has a day."""
    return iter(())


def _fill(person_id: int, found: Completeness) -> DeskTask:
    return DeskTask(
        title=f"Заполните карточку: {found.filled} из {found.total}",
        text=f"Не хватает: {', '.join(found.missing[:4])}{'…' if len(found.missing) > 4 else '.'}",
        href=reverse("members:card_edit", args=[person_id]),
        action="Заполнить",
        can_wait=True,
    )
