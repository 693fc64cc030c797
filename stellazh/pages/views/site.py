"""Pages that editors wrote, published, as everybody reads them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail import hooks

from stellazh.common.requests import Request
from stellazh.media.framing import frames_allowed
from stellazh.pages.reads.site import page_at


@login_not_required
@require_safe
@frames_allowed
def serve(request: Request, path: str) -> HttpResponseBase:
    """A published page by its address below «/o/». The tree itself is no page.

    The page is found by its whole address: walking down the tree, as Wagtail does, costs two queries a step.
    """
    page = page_at(path) if path else None
    if page is None:
        raise Http404
    for check in hooks.get_hooks("before_serve_page"):
        answer = check(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    response: HttpResponseBase = page.serve(request)
    return response
