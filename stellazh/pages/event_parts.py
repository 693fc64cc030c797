"""What sites add to the pages of events: a tab and a line for those who write the site of the event's association."""

from __future__ import annotations

from typing import Any

from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.page_part import PagePart, more_parts
from stellazh.events.tabs import EventTab, more_tabs
from stellazh.pages.access import can_tell_of_event


def news_part(request: Request, event: Event) -> dict[str, Any] | None:
    """An offer to write news, for those who write the site. No query besides the actor's grants."""
    if request.actor.actor_kind != ActorKind.PERSON or not can_tell_of_event(request.actor, event):
        return None
    return {}


def register() -> None:
    """Add the entries."""
    more_tabs.add(EventTab("news", "Новость", "pages:event_news", can_tell_of_event))
    more_parts.add(PagePart("news", 70, "pages/event_part.html", news_part, is_aside=True))
