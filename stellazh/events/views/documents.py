"""The tab «Документы» and the participant's own document on the event's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from stellazh.certificates.access import can_prepare_run
from stellazh.common.requests import Request
from stellazh.events.access import can_read_participants
from stellazh.events.documents import ENROLLED, PRESENT, SPEAKERS
from stellazh.events.models import Event
from stellazh.events.reads.documents import event_documents, own_documents
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event

TAB = "documents"
# Words, the list, the genre of the document that is offered first.
_OFFERS = (
    ("Выдать участникам", PRESENT, "participant"),
    ("Выдать докладчикам", SPEAKERS, "speaker"),
    ("Поблагодарить", SPEAKERS, "thanks"),
    ("Выдать всем зарегистрированным", ENROLLED, "participant"),
)


@require_GET
def documents(request: Request, event_id: int) -> HttpResponse:
    """Which documents were given for the event, and to whom of the present none yet."""
    event = managed_event(request, event_id, can_read_participants)
    may = can_prepare_run(request.actor, event.association)
    new = reverse("certificates:run_new", args=[event.association.code])
    offers = [
        (words, f"{new}?{urlencode({'subject': event.object_key, 'list': code, 'genre': genre})}")
        for words, code, genre in _OFFERS
    ]
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "found": event_documents(event, request.actor),
        "offers": offers if may else [],
    }
    return render(request, "events/documents.html", context)


def own_document_part(request: Request, event: Event) -> dict[str, Any] | None:
    """A card with one's own document; nothing for whoever has none."""
    found = own_documents(event, request.actor)
    return {"documents": found} if found else None
