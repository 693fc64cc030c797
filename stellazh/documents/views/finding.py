"""Finding the document or the association of an address; strangers get 404."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.documents.models import Document

KEEP = "documents.keep"


def visible_document(request: Request, document_id: int) -> Document:
    """The document, if the actor may read it."""
    rows = Document.objects.visible_to(request.actor).select_related("association__territory")
    return get_object_or_404(rows, pk=document_id)


def kept_document(request: Request, document_id: int, may: Callable[[Actor, Document], Verdict]) -> Document:
    """The document, for whoever keeps it; 404 for whoever may not read it, 403 with the reason when `may` refuses.

    Raises:
        PermissionDenied: shown with 403.
    """
    document = visible_document(request, document_id)
    demand(may(request.actor, document))
    return document


def association_of(code: str) -> Association:
    """The association of an address."""
    return get_object_or_404(Association.objects.select_related("parent", "territory"), code=code)


def kept_association(request: Request, code: str, may: Callable[[Actor, Association], Verdict]) -> Association:
    """The association, for whoever keeps documents there; a stranger gets 404.

    Raises:
        PermissionDenied: `may` refuses somebody who keeps documents; shown with 403.
    """
    association = association_of(code)
    if not can(request.actor, KEEP, association):
        raise Http404
    demand(may(request.actor, association))
    return association


def layout_for(request: Request) -> str:
    """Guests get the public page, those signed in their workplace."""
    return "documents/public.html" if request.actor.actor_kind == ActorKind.GUEST else "ui/work.html"


def demand(verdict: Verdict) -> None:
    """Show the reason, with 403, to somebody who may read but not do this."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
