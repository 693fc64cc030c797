"""What one's own card asks of the person on «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from stellazh.common import clock
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.requests import Request
from stellazh.members.reads.cards import own_completeness
from stellazh.people.models import Person

# Not everybody has awards, pupils in contests and every messenger: a card this full is left alone.
ENOUGH: Final = 9


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """«Заполните карточку: 4 из 14», for members whose card says little."""
    actor = request.actor
    found = own_completeness(actor.pk, on=clock.today()) if isinstance(actor, Person) else None
    if found is None or found.filled >= ENOUGH:
        return
    yield DeskTask(
        title=f"Заполните карточку: {found.filled} из {found.total}",
        text=f"Не хватает: {', '.join(found.missing[:4])}{'…' if len(found.missing) > 4 else ''}.",
        href=reverse("members:card_edit", args=[request.user.pk]),
        action="Заполнить",
    )


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing of a card has a day."""
    return iter(())
