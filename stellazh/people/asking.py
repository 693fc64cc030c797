"""Somebody who has just signed in meets the consent as a page of its own, once; then goes on to where she was going."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from stellazh.people.enums import ConsentPurpose
from stellazh.people.receivers import ASKS_CONSENT

Handler = Callable[[HttpRequest], HttpResponse]


class ConsentMiddleware:
    """Leads the first page after a sign-in over the consent. Costs no query: the session itself says whether to ask."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and "text/html" in request.headers.get("Accept", "") and not _is_part(request):
            address = reverse("people:consent_read", args=[ConsentPurpose.PROCESSING])
            if request.session.pop(ASKS_CONSENT, False) and request.path != address:
                return HttpResponseRedirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def _is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page that stands already."""
    return "HX-Request" in request.headers
