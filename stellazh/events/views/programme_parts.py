"""Programme, materials and recordings on the public page of their event."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.reads.materials import materials_for
from stellazh.events.reads.programme import programme_of
from stellazh.events.reads.recordings import recordings_for, watching


def programme_part(request: Request, event: Event) -> dict[str, Any] | None:
    """By days, sections and talks; nothing without a line."""
    programme = programme_of(event, request.actor)
    return {"programme": programme, "is_guest": _is_guest(request)} if programme else None


def materials_part(request: Request, event: Event) -> dict[str, Any] | None:
    """What this reader may open; a word about what only participants may."""
    found = materials_for(event, request.actor)
    if not found.groups and not found.has_more:
        return None
    return {"found": found, "is_guest": _is_guest(request)}


def recordings_part(request: Request, event: Event) -> dict[str, Any] | None:
    """The players, and below them one's own word that one has watched."""
    found = recordings_for(event, request.actor)
    if not found.rows and not found.has_more:
        return None
    told = watching(event, request.actor, at=clock.now()) if found.rows else None
    return {"found": found, "watching": told, "is_guest": _is_guest(request)}


def _is_guest(request: Request) -> bool:
    return request.actor.actor_kind == ActorKind.GUEST
