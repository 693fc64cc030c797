"""Subscriptions: a personal, revocable address that a calendar program reads with its owner's rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.links.services import IssuedLink, create_link, open_link
from stellazh.people.models import Person
from stellazh.workplans.links import CALENDAR


class NotAPerson(DomainError):
    """Only a signed-in person has subscriptions."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whose rights the address carries, and to which association's calendar."""

    owner: Person
    association: Association


@transaction.atomic
def subscribe(association_id: int, *, by: Actor, at: datetime) -> IssuedLink:
    """A new address of the association's calendar for the actor; its text is shown once.

    Raises:
        NotAPerson: guests and links do not subscribe.
    """
    if not isinstance(by, Person):
        raise NotAPerson("Войдите, чтобы получить свою ссылку на календарь.")
    association = Association.objects.get(pk=association_id)
    return create_link(
        CALENDAR,
        thing=association,
        owner_id=str(by.pk),
        label=f"Календарь: {association.short_name}",
        expires_at=None,
        by=by,
        at=at,
        scope=association.path,
    )


def open_subscription(token: str, *, at: datetime) -> Subscription | None:
    """The subscription behind an address, or None when it is unknown, revoked, or its owner's card is closed."""
    link = open_link(token, CALENDAR, at=at)
    if link is None:
        return None
    owner = Person.objects.present().filter(pk=int(link.owner_id), is_active=True).first()
    association = Association.objects.filter(pk=int(link.object_id)).first()
    return Subscription(owner, association) if owner is not None and association is not None else None
