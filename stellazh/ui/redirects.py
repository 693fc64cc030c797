"""The one check of `next`: where a form may send its reader back to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The `next` of the form or the address, when it stays on this very host; otherwise `default`."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    # An address without a leading slash would be resolved against the page it is shown on.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    ):
        return wanted
    return default
