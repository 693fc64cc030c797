"""The list of resolutions and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stellazh.common.requests import Request
from stellazh.protocols.access import can_read_resolution_text
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.views.finding import visible_resolution


@require_GET
def resolution_detail(request: Request, resolution_id: int) -> HttpResponse:
    """What is now, and what comes next."""
    resolution = visible_resolution(request, resolution_id)
    may_read = can_read_resolution_text(request.actor, resolution)
    content = resolution_content(resolution) if may_read else None
    return render(
        request, "protocols/resolutions/resolution_detail.html", {"resolution": resolution, "content": content}
    )
