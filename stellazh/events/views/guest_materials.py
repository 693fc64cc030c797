"""What a registered guest opens by her link: materials and recordings, those for participants too."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from stellazh.common.requests import Request
from stellazh.events.enums import EnrolmentState
from stellazh.events.reads.materials import materials_for
from stellazh.events.reads.recordings import recordings_for
from stellazh.events.views.guest_enrolments import guest_page, opened_by_link
from stellazh.files.models import StoredFile
from stellazh.files.sending import send_file
from stellazh.media.framing import frames_allowed
from stellazh.media.models import MediaItem


@guest_page
@require_GET
@frames_allowed
def guest_materials(request: Request, token: str) -> HttpResponse:
    """The list, while she holds a place."""
    event, _, bearer = opened_by_link(token, state=EnrolmentState.CONFIRMED)
    context = {
        "event": event,
        "token": token,
        "found": materials_for(event, bearer),
        "recordings": recordings_for(event, bearer).rows,
    }
    return render(request, "events/guest_materials.html", context)


@guest_page
@require_safe
def guest_file(request: Request, token: str, public_id: UUID) -> HttpResponseBase:
    """One file of that list: a material to keep, a film to play. Anything else is 404."""
    event, _, bearer = opened_by_link(token, state=EnrolmentState.CONFIRMED)
    for row in materials_for(event, bearer).rows:
        if row.version.file is not None and row.version.file.public_id == public_id:
            return send_file(request, get_object_or_404(StoredFile, public_id=public_id))
    for recording in recordings_for(event, bearer).rows:
        item: MediaItem = recording.item
        if item.file is not None and item.public_id == public_id:
            return send_file(request, item.file, as_attachment=False, media_type=item.media_type)
    raise Http404
