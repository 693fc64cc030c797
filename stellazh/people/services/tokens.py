"""Keys for programs: each carries its owner's own rights, read-only, until it is revoked or a year has passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.links.models import SecretLink
from stellazh.links.services import IssuedLink, create_link, open_link, revoke_link
from stellazh.people import access
from stellazh.people.links import API_TOKEN
from stellazh.people.models import Person


@transaction.atomic
def issue_token(person: Person, *, label: str, by: Actor, at: datetime) -> IssuedLink:
    """A new key of the person; its text is shown once.

    Raises:
        DomainError: somebody else's account, or no label.
    """
    if not access.is_self(by, person):
        raise DomainError("Ключ для программ выпускает только сам человек.")
    if not label.strip():
        raise DomainError("Назовите ключ: для какой он программы.")
    return create_link(
        API_TOKEN, thing=person, owner_id=str(person.pk), label=label.strip(), expires_at=None, by=by, at=at
    )


def person_of_token(token: str, *, at: datetime) -> Person | None:
    """The person whose key it is, or None."""
    link = open_link(token, API_TOKEN, at=at)
    if link is None:
        return None
    return Person.objects.present().filter(pk=int(link.object_id), is_active=True).first()


@transaction.atomic
def revoke_token(link_id: int, *, by: Actor, at: datetime) -> None:
    """Take a key or a subscription of one's own back. Whatever held it is refused from now on.

    Raises:
        DomainError: it is not the actor's own.
    """
    link = SecretLink.objects.filter(pk=link_id, owner_id=by.actor_id).first()
    if link is None:
        raise DomainError("Такой ссылки у вас нет.")
    revoke_link(link.pk, by=by, at=at)
