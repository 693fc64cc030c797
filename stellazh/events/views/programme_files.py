"""The programme for others: a Word file, a schedule for other programmes, all materials in one archive."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.papers.material_archive import materials_archive
from stellazh.events.papers.programme import ProgrammePaper, programme_docx
from stellazh.events.reads.materials import materials_for
from stellazh.events.reads.programme import programme_of
from stellazh.events.reads.programme_schedule import schedule_of
from stellazh.events.views.finding import visible_event
from stellazh.events.wording import when_words
from stellazh.files.media_types import DOCX
from stellazh.ui.downloads import download, streamed_download


@login_not_required
@require_GET
def programme_word(request: Request, event_id: int) -> HttpResponse:
    """The programme as .docx, with the names that this reader may know."""
    event = visible_event(request, event_id)
    programme = programme_of(event, request.actor)
    if not programme:
        raise Http404
    paper = ProgrammePaper(
        title=event.full_title,
        association=event.association.name,
        when=when_words(event),
        where=event.place,
        programme=programme,
        made_on=clock.now().astimezone(event.zone).date(),
    )
    return download(programme_docx(paper), f"Программа {event.title[:60]}.docx", DOCX)


@login_not_required
@require_GET
def programme_json(request: Request, event_id: int) -> HttpResponse:
    """The programme in the manner of c3voc's schedule.json, with the names that this reader may know."""
    event = visible_event(request, event_id)
    address = urljoin(settings.SITE_URL, reverse("events:event_detail", args=[event.pk]))
    schedule = schedule_of(event, programme_of(event, request.actor), address=address)
    response = JsonResponse(schedule, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Cache-Control"] = "private, no-cache"
    return response


@login_not_required
@require_GET
def materials_zip(request: Request, event_id: int) -> HttpResponseBase:
    """All that this reader may open, in one archive."""
    event = visible_event(request, event_id)
    found = materials_for(event, request.actor)
    if not found.rows:
        raise Http404
    pieces = materials_archive(found.groups, zone=event.zone)
    return streamed_download(request, pieces, f"Материалы {event.title[:60]}.zip")
