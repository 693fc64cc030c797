"""The public page of an event and what goes out of it: calendar file, print, screen, poster."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.events import access
from stellazh.events.enums import EnrolmentMode, EventVisibility
from stellazh.events.models import Event
from stellazh.events.papers.poster import PosterPaper, poster_pdf
from stellazh.events.parts import drawn_parts, printed_parts
from stellazh.events.reads.event_feeds import Feed, feed_file
from stellazh.events.reads.event_list import EventRow, event_rows
from stellazh.events.reads.event_page import event_on_page, page_figures
from stellazh.events.reads.standing import state_tags
from stellazh.events.views.finding import managed_event, visible_event
from stellazh.events.wording import when_words
from stellazh.media.framing import frames_allowed
from stellazh.ui.downloads import download
from stellazh.workplans.enums import ItemFormat

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@login_not_required
@require_GET
def event_detail(request: Request, event_id: int) -> HttpResponseBase:
    """What, when, where, for whom; the parts of other subjects; what comes of it."""
    event, at = event_on_page(request.actor, event_id), clock.now()
    figures, parts = page_figures(event, at=at), drawn_parts(request, event)
    context = {
        "event": event,
        "layout": "events/public.html" if request.actor.actor_kind == ActorKind.GUEST else "ui/work.html",
        "when": when_words(event),
        "tags": state_tags(event, figures.held, at=at),
        "figures": figures,
        "children": _children(request, event),
        "parts": parts.main,
        "aside_parts": parts.aside,
        "may_work": access.can_see_workplace(request.actor, event),
        "address": absolute(event),
        "is_shared": event.visibility == EventVisibility.PUBLIC,
        "share_text": share_text(event),
    }
    return _detail_with_films(request, context) if parts.has_frames else _detail(request, context)


def _detail(request: Request, context: dict[str, Any]) -> HttpResponseBase:
    return render(request, "events/event_detail.html", context)


# Only a page with players may frame their hosts.
_detail_with_films = frames_allowed(_detail)


@login_not_required
@require_GET
def event_ics(request: Request, event_id: int) -> HttpResponse:
    """The event for the reader's own calendar; taken in again after a change it moves there."""
    event = visible_event(request, event_id)
    feed = Feed(Event.objects.filter(pk=event.pk), event.full_title, event.zone)
    return download(feed_file(feed, address=absolute_path), f"event-{event.pk}.ics", CALENDAR_TYPE)


@login_not_required
@require_GET
def event_print(request: Request, event_id: int) -> HttpResponse:
    """The page for paper: the facts, the words, the programme."""
    event = event_on_page(request.actor, event_id)
    context = {
        "event": event,
        "when": when_words(event),
        "children": _children(request, event),
        "parts": printed_parts(request, event),
        "address": absolute(event),
    }
    return render(request, "events/event_print.html", context)


@login_not_required
@require_GET
def event_screen(request: Request, event_id: int) -> HttpResponse:
    """The poster for a screen in the hall: letters and code as large as the screen lets."""
    event = visible_event(request, event_id)
    code = segno.make(absolute(event), error="q").svg_data_uri(scale=8, border=2, light="white")
    context = {"event": event, "when": when_words(event), "where": where_words(event), "how": how_words(event)}
    return render(request, "events/event_screen.html", {**context, "code": code, "address": absolute(event)})


@require_GET
def event_poster(request: Request, event_id: int) -> HttpResponse:
    """The poster A4 as PDF, for those who prepare the event: it takes a while to make."""
    event = managed_event(request, event_id, access.can_see_workplace)
    paper = PosterPaper(
        title=event.title,
        kind=_kind(event),
        when=when_words(event),
        where=where_words(event),
        how=how_words(event),
        association=event.association.name,
        age_mark=event.age_mark,
        address=absolute(event),
        made_at=event.updated_at,
    )
    response = HttpResponse(poster_pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="event-{event.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def absolute(event: Event) -> str:
    """The address that is given away: on a poster, in a letter."""
    return absolute_path(event.pk)


def absolute_path(event_id: int) -> str:
    """The absolute address of the public page of the event with that key."""
    return urljoin(settings.SITE_URL, reverse("events:event_detail", args=[event_id]))


def where_words(event: Event) -> str:
    """The place, and that one may take part from afar."""
    if event.format == ItemFormat.ONLINE:
        return f"{event.place} (дистанционно)" if event.place else "Дистанционно"
    return f"{event.place}. Можно участвовать дистанционно" if event.is_mixed and event.place else event.place


def how_words(event: Event) -> str:
    """What to do with the code."""
    if event.enrolment_mode == EnrolmentMode.NONE:
        return "Наведите камеру телефона: программа и материалы"
    if event.enrolment_mode == EnrolmentMode.INVITED:
        return "Наведите камеру телефона: подробности и ваша регистрация"
    return "Наведите камеру телефона, чтобы зарегистрироваться"


def share_text(event: Event) -> str:
    """What a shared link says below its title."""
    told = f"{when_words(event)}. {where_words(event)}".rstrip(". ")
    return f"{told}. {event.summary}".strip()[:300] if event.summary else f"{told}."


def _kind(event: Event) -> str:
    kind = str(event.get_form_display())
    return f"{kind} № {event.number}" if event.number else kind


def _children(request: Request, event: Event) -> list[EventRow]:
    if event.parent_id is not None:
        return []
    children = Event.objects.present().visible_to(request.actor).filter(parent=event)
    return event_rows(children.in_order(), at=clock.now(), with_places=False)
