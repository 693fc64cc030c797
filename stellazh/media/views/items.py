"""Handing films and pictures out, in ranges; the right is asked each time."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from stellazh.common.requests import Request
from stellazh.files.sending import send_file
from stellazh.media.access import can_see_item
from stellazh.media.models import MediaItem


@login_not_required
@require_safe
def item_file(request: Request, public_id: UUID) -> HttpResponseBase:
    """The film, sound or picture itself, to be shown in the page."""
    item = _seen(request, public_id)
    if item.file is None:
        raise Http404
    return send_file(request, item.file, as_attachment=False, media_type=item.media_type)


@login_not_required
@require_safe
def item_preview(request: Request, public_id: UUID) -> HttpResponseBase:
    """The small picture."""
    item = _seen(request, public_id)
    if item.preview is None:
        raise Http404
    return send_file(request, item.preview, as_attachment=False)


def _seen(request: Request, public_id: UUID) -> MediaItem:
    item = get_object_or_404(MediaItem.objects.select_related("file", "preview"), public_id=public_id)
    if not can_see_item(request.actor, item):
        raise Http404
    return item
