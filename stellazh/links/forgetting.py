"""Letting go the name of whoever made links."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.links.models import SecretLink


def rename_maker(actor: Actor, *, name: str) -> int:
    """Put another name to the links that this actor made; how many."""
    made = SecretLink.objects.filter(created_by_kind=str(actor.actor_kind), created_by_id=actor.actor_id)
    return made.update(created_by_name=name)
