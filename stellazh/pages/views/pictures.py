"""Pictures of the sites, each at an address that cannot be guessed."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from stellazh.common.requests import Request
from stellazh.pages.models import SiteRendition

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@login_not_required
@require_safe
def picture(request: Request, public_id: uuid.UUID, rendition_id: int) -> FileResponse:
    """A picture made smaller. One that was hidden is found no more."""
    found = SiteRendition.objects.filter(image__public_id=public_id, image__hidden_at=None)
    rendition = get_object_or_404(found, pk=rendition_id)
    media_type = TYPES.get(rendition.file.name.rsplit(".", 1)[-1].lower())
    if media_type is None:
        raise Http404
    response = FileResponse(rendition.file.open("rb"), content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=86400"
    return response
