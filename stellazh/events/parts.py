"""Parts of an event's public page by other subjects: one line a part, drawn when its function gives a context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.views import check_in_part, enrolment_parts


@dataclass(frozen=True, slots=True)
class PagePart:
    """One part. `context` gives None when there is nothing to draw; smaller `order` stands higher.

    `is_aside` puts it into the narrow column beside the text: registration, one's own ticket, figures. What
    `is_printed` stands on the printed page too.
    """

    code: str
    order: int
    template: str
    context: Callable[[Request, Event], dict[str, Any] | None]
    is_aside: bool = False
    is_printed: bool = False


# Add a line: PagePart("programme", 10, "events/parts/programme.html", programme.event_part),
page_parts: tuple[PagePart, ...] = (
    PagePart("check_in", 5, "events/parts/check_in.html", check_in_part.check_in_part, is_aside=True),
    PagePart("enrol", 10, "events/parts/enrol.html", enrolment_parts.enrol_part, is_aside=True),
    PagePart("participants", 60, "events/parts/participants.html", enrolment_parts.participants_part),
)


def drawn_parts(request: Request, event: Event, *, aside: bool) -> list[SafeString]:
    """The parts of one column as they are to be shown to this reader, the empty ones left out."""
    return [drawn for part in _in_order() if part.is_aside is aside and (drawn := _drawn(part, request, event))]


def printed_parts(request: Request, event: Event) -> list[SafeString]:
    """The parts that stand on paper too."""
    return [drawn for part in _in_order() if part.is_printed and (drawn := _drawn(part, request, event))]


def _in_order() -> list[PagePart]:
    return sorted(page_parts, key=lambda part: part.order)


def _drawn(part: PagePart, request: Request, event: Event) -> SafeString | None:
    context = part.context(request, event)
    return None if context is None else render_to_string(part.template, {"event": event, **context}, request=request)
