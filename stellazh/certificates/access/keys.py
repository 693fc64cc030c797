"""Rights to the keys that sign badges."""

from __future__ import annotations

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse


def can_rotate_keys(actor: Actor) -> Verdict:
    """Whether the actor may replace the key: whoever runs the installation, from its command line."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    return refuse("Ключ подписи меняют командой на сервере: stellazh badge-key.")
