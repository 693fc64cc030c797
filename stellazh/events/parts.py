"""Parts of an event's public page by other subjects: one line a part, drawn when its function gives a context."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.page_part import PagePart, more_parts
from stellazh.events.views import check_in_part, documents, enrolment_parts, feedback_parts, programme_parts

# Add a line: PagePart("programme", 10, "events/parts/programme.html", programme.event_part),
page_parts: tuple[PagePart, ...] = (
    PagePart("check_in", 5, "events/parts/check_in.html", check_in_part.check_in_part, is_aside=True),
    PagePart("enrol", 10, "events/parts/enrol.html", enrolment_parts.enrol_part, is_aside=True),
    PagePart("documents", 6, "events/parts/documents.html", documents.own_document_part, is_aside=True),
    PagePart("feedback", 7, "events/parts/feedback.html", feedback_parts.feedback_part, is_aside=True),
    PagePart("programme", 20, "events/parts/programme.html", programme_parts.programme_part, is_printed=True),
    PagePart("materials", 40, "events/parts/materials.html", programme_parts.materials_part),
    PagePart("recordings", 30, "events/parts/recordings.html", programme_parts.recordings_part, has_frames=True),
    PagePart("participants", 60, "events/parts/participants.html", enrolment_parts.participants_part),
)


@dataclass(frozen=True, slots=True)
class DrawnParts:
    """What a reader sees of the parts: in the wide column, in the narrow one, and whether films are among it."""

    main: list[SafeString]
    aside: list[SafeString]
    has_frames: bool


def drawn_parts(request: Request, event: Event) -> DrawnParts:
    """The parts as they are to be shown to this reader, the empty ones left out."""
    drawn = [(part, html) for part in _in_order() if (html := _drawn(part, request, event))]
    return DrawnParts(
        main=[html for part, html in drawn if not part.is_aside],
        aside=[html for part, html in drawn if part.is_aside],
        has_frames=any(part.has_frames for part, _ in drawn),
    )


def printed_parts(request: Request, event: Event) -> list[SafeString]:
    """The parts that stand on paper too."""
    return [drawn for part in _in_order() if part.is_printed and (drawn := _drawn(part, request, event))]


def _in_order() -> list[PagePart]:
    return sorted((*page_parts, *more_parts), key=lambda part: part.order)


def _drawn(part: PagePart, request: Request, event: Event) -> SafeString | None:
    context = part.context(request, event)
    return None if context is None else render_to_string(part.template, {"event": event, **context}, request=request)
