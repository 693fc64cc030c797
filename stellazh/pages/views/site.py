"""Pages that editors wrote, published, as everybody reads them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.views import serve as serve_page

from stellazh.common.requests import Request
from stellazh.media.framing import frames_allowed


@login_not_required
@require_safe
@frames_allowed
def serve(request: Request, path: str) -> HttpResponseBase:
    """A published page by its address below «/o/». The tree itself is no page."""
    if not path:
        raise Http404
    response: HttpResponseBase = serve_page(request, path)
    return response
