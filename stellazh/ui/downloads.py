"""A file made for this very reader, to be saved and not shown."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(body: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that the browser saves under `name` and nobody caches."""
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
