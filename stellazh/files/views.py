"""Handing stored files out."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from stellazh.common.requests import Request
from stellazh.files.access import can_read_file
from stellazh.files.models import StoredFile
from stellazh.files.sending import send_file


@login_not_required
@require_safe
def file_download(request: Request, public_id: UUID) -> HttpResponseBase:
    """The content as an attachment, whole or the one range asked for. Whoever may not read it gets 404."""
    stored = get_object_or_404(StoredFile, public_id=public_id)
    if not can_read_file(request.actor, stored):
        raise Http404
    return send_file(request, stored)
