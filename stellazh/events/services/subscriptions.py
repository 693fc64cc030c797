"""Subscriptions: a personal, revocable address of events that a calendar program reads with its owner's rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from stellazh.associations.models import Association
from stellazh.audit.models import type_of
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.events.links import SUBSCRIPTION
from stellazh.links.services import IssuedLink, create_link, open_link
from stellazh.people.models import Person

OWN_LABEL = "Календарь: мои мероприятия"


class NotAPerson(DomainError):
    """Only a signed-in person has subscriptions."""


@dataclass(frozen=True, slots=True)
class EventSubscription:
    """Whose rights the address carries; without an association it holds the owner's own registrations alone."""

    owner: Person
    association: Association | None


@transaction.atomic
def subscribe_to_events(association_id: int | None, *, by: Actor, at: datetime) -> IssuedLink:
    """A new address of the actor's own events, with an association of all its events too; its text is shown once.

    Raises:
        NotAPerson: guests and links do not subscribe.
        Association.DoesNotExist.
    """
    if not isinstance(by, Person):
        raise NotAPerson("Войдите, чтобы получить свою ссылку на календарь.")
    association = Association.objects.get(pk=association_id) if association_id is not None else None
    thing: models.Model = association or by
    return create_link(
        SUBSCRIPTION,
        thing=thing,
        owner_id=str(by.pk),
        label=f"Мероприятия: {association.short_name}" if association else OWN_LABEL,
        expires_at=None,
        by=by,
        at=at,
        scope=association.path if association else "",
    )


def open_event_subscription(token: str, *, at: datetime) -> EventSubscription | None:
    """The subscription behind an address, or None when it is unknown, revoked, or its owner's card is closed."""
    link = open_link(token, SUBSCRIPTION, at=at)
    if link is None:
        return None
    owner = Person.objects.present().filter(pk=int(link.owner_id), is_active=True).first()
    if owner is None:
        return None
    if link.object_type == type_of(owner):
        return EventSubscription(owner, None)
    association = Association.objects.filter(pk=int(link.object_id)).first()
    return EventSubscription(owner, association) if association is not None else None
