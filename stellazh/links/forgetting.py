"""Letting go the name of whoever made links, and what links were called."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.links.models import SecretLink, SecretLinkQuerySet


def rename_maker(actor: Actor, *, name: str) -> int:
    """Put another name to the links that this actor made; how many."""
    made = SecretLink.objects.filter(created_by_kind=str(actor.actor_kind), created_by_id=actor.actor_id)
    return made.update(created_by_name=name)


def forget_labels(links: SecretLinkQuerySet) -> int:
    """Call these links nothing any more, where their names tell of a person; how many. They must open nothing."""
    return links.update(label="забыто")
