"""Which parts a protocol has at all: asked together with the protocol, so that what it has not is never asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from stellazh.protocols.models import (
    CarryOver,
    PlanApproval,
    Protocol,
    ProtocolPaper,
    ProtocolQuerySet,
    ProtocolSeal,
    Remark,
    Vote,
)

_PARTS: Final[Mapping[str, QuerySet[Any]]] = {
    "votes": Vote.objects.all(),
    "carried": CarryOver.objects.all(),
    "papers": ProtocolPaper.objects.all(),
    "remarks": Remark.objects.all(),
    "seals": ProtocolSeal.objects.all(),
    "approvals": PlanApproval.objects.all(),
}


def with_parts(rows: ProtocolQuerySet) -> ProtocolQuerySet:
    """The protocols, each knowing which of these parts it has. No query of its own."""
    return rows.annotate(**{f"has_{part}": Exists(own.filter(protocol=OuterRef("pk"))) for part, own in _PARTS.items()})


def may_have(protocol: Protocol, part: str) -> bool:
    """Whether that part need be read: always, unless the protocol was fetched `with_parts` and has none."""
    return bool(getattr(protocol, f"has_{part}", True))
