"""Who acts: a person, the bearer of one link, or the system itself. Every service takes one as `by`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable


class ActorKind(StrEnum):
    """What the audit keeps of the actor's nature."""

    PERSON = "person"
    LINK = "link"
    SYSTEM = "system"
    GUEST = "guest"


@runtime_checkable
class Actor(Protocol):
    """What services and access rules need to know of whoever acts."""

    @property
    def actor_kind(self) -> ActorKind: ...

    @property
    def actor_id(self) -> str:
        """Stable within the kind: a person's key, a link's key, a system part's name; empty for a guest."""
        ...

    @property
    def actor_name(self) -> str:
        """A name fit to print in the audit."""
        ...


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody not signed in. May read what is public."""

    actor_kind: ActorKind = ActorKind.GUEST
    actor_id: str = ""
    actor_name: str = "Гость"


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """The bearer of one secret link: may do the link's one purpose with its one object."""

    link_id: int
    purpose: str
    object_type: str
    object_id: str
    actor_name: str = "По ссылке"
    actor_kind: ActorKind = ActorKind.LINK

    @property
    def actor_id(self) -> str:
        return str(self.link_id)


@dataclass(frozen=True, slots=True)
class System:
    """A part of the product acting by itself: a scheduled job, the command line, the demo. Never made of a request."""

    name: str
    actor_kind: ActorKind = ActorKind.SYSTEM

    @property
    def actor_id(self) -> str:
        return self.name

    @property
    def actor_name(self) -> str:
        return f"Система: {self.name}"
