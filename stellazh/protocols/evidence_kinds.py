"""Kinds of evidence: things of this installation that show that something is done. Each app may add its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.registries import Registry


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """One thing to choose: its key («event:17»), what is printed, and its page."""

    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """`find(actor, association, words)` gives at most 20 things the actor may see, the newest first; `get(actor, key)`
    the one named, or None when the actor may not see it or it is not there.
    """

    code: str
    label: str
    find: Callable[[Actor, Association, str], Sequence[EvidenceChoice]]
    get: Callable[[Actor, str], EvidenceChoice | None]


evidence_kinds: Registry[EvidenceKind] = Registry("kind of evidence", key=lambda kind: kind.code)
