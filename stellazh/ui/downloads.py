"""A file made for this very reader, to be saved and not shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header


def download(body: bytes, name: str, media_type: str) -> HttpResponse:
    """An answer that the browser saves under `name` and nobody caches."""
    response = HttpResponse(body, content_type=media_type)
    _to_be_saved(response, name)
    return response


def streamed_download(
    request: HttpRequest, pieces: Iterator[bytes], name: str, media_type: str = "application/zip"
) -> StreamingHttpResponse:
    """The same for what is made while it is sent: it is not packed on the way, which would keep it whole first."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = StreamingHttpResponse(pieces, content_type=media_type)
    _to_be_saved(response, name)
    return response


def _to_be_saved(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
