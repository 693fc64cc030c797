"""Rights to what follows from decisions."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict
from stellazh.protocols.models import Decision


def can_follow_decisions(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may mark for others, close and withdraw decisions, and give out reporting links."""
    return can(actor, "protocols.follow_decisions", association)


def can_read_follow_up(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see how the association's decisions are fulfilled."""
    return can(actor, "protocols.read_follow_up", association)


def can_close_decision(actor: Actor, decision: Decision) -> Verdict:
    """Whether the actor may close the decision as a whole, or open it again."""
    return can(actor, "protocols.follow_decisions", decision.association)
