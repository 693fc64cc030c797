"""The page of a document with its file shown in it, its earlier versions, the print, the history."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stellazh.associations.access import can
from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.documents.access import can_ask_acquaintance, can_keep_document, can_restore_document
from stellazh.documents.enums import DocumentAudience
from stellazh.documents.models import Document
from stellazh.documents.reads.acquaintance_own import reading_of
from stellazh.documents.reads.document_list import since_words, state_words
from stellazh.documents.reads.document_page import (
    history_of,
    links_of,
    proposal_for,
    shown_version,
    versions_of,
)
from stellazh.documents.views.finding import KEEP, layout_for, visible_document

PAGE = 50


@login_not_required
@require_GET
def document_detail(request: Request, document_id: int) -> HttpResponse:
    """The card, and its present file shown below."""
    document = visible_document(request, document_id)
    return _show(request, document, document.version_count)


@login_not_required
@require_GET
def version_detail(request: Request, document_id: int, number: int) -> HttpResponse:
    """An earlier version, shown in the same way; the present one stands at the card's own address."""
    document = visible_document(request, document_id)
    if number == document.version_count:
        return redirect(document)
    return _show(request, document, number)


@login_not_required
@require_GET
def document_print(request: Request, document_id: int) -> HttpResponse:
    """The present version for paper."""
    document = visible_document(request, document_id)
    shown = shown_version(document, document.version_count)
    if shown is None:
        raise Http404
    return render(request, "documents/document_print.html", {"document": document, "shown": shown})


@require_GET
def document_history(request: Request, document_id: int) -> HttpResponse:
    """What was done to the document, for those who keep it."""
    document = visible_document(request, document_id)
    if not can(request.actor, KEEP, document.association):
        raise Http404
    page = Paginator(history_of(document), PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/document_history.html", {"document": document, "page": page})


def _show(request: Request, document: Document, number: int) -> HttpResponse:
    shown = shown_version(document, number) if number else None
    if number and shown is None:
        raise Http404
    may_keep = bool(can_keep_document(request.actor, document))
    state, tone = state_words(document)
    is_guest = request.actor.actor_kind == ActorKind.GUEST
    context = {
        "layout": layout_for(request),
        "document": document,
        "shown": shown,
        "versions": versions_of(document),
        "links": links_of(document, request.actor),
        "state": state,
        "tone": tone,
        "since": since_words(document),
        "may_keep": may_keep,
        "may_restore": bool(can_restore_document(request.actor, document)),
        "may_ask": bool(can_ask_acquaintance(request.actor, document)),
        "proposal": proposal_for(document, shown.version) if may_keep and shown and shown.is_present else None,
        "reading": None if is_guest else reading_of(document, request.actor),
        "is_guest": is_guest,
        "is_shared": document.is_published and document.audience == DocumentAudience.PUBLIC,
        "address": urljoin(settings.SITE_URL, document.get_absolute_url()),
    }
    return render(request, "documents/document_detail.html", context)
