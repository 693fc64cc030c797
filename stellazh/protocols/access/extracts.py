"""Rights to extracts from a protocol."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.protocols.models import Protocol


def can_take_extract(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether there is anything to take an extract from; reading the protocol is asked where it is found."""
    if not protocol.is_signed:
        return refuse("Выписка делается из подписанного протокола: подпишите его сначала.")
    if protocol.archived_at is not None:
        return refuse("Протокол в архиве: сначала верните его.")
    return ALLOWED


def can_take_extract_for_others(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may take an extract for anybody: whoever keeps protocols there. Others take their own."""
    return can(actor, "protocols.edit_protocol", protocol.association)
