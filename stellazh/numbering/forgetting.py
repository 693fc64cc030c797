"""Letting go the name of whoever gave numbers out."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.numbering.models import IssuedNumber


def rename_issuer(actor: Actor, *, name: str) -> int:
    """Put another name to the numbers that this actor gave out; how many."""
    issued = IssuedNumber.objects.filter(issued_by_kind=str(actor.actor_kind), issued_by_id=actor.actor_id)
    return issued.update(issued_by_name=name)
