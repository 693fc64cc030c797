"""Handing a stored file out, once somebody has asked for the right: whole, or the one range of bytes asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, parse_etags

from stellazh.files.models import StoredFile
from stellazh.files.ranges import ByteRange, RangeNotSatisfiable, parse_range
from stellazh.files.services import FileIsLost, open_part

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
# Named as what they are, these could run in the reader's browser under our address.
NEVER_NAMED = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "application/xml"})


def send_file(
    request: HttpRequest, stored: StoredFile, *, as_attachment: bool = True, media_type: str = ""
) -> HttpResponseBase:
    """The content, whole or the one range asked for. Does not ask who reads.

    `media_type` names the content more exactly than the row does; the caller has looked into it.

    Raises:
        Http404: the storage does not have it.
    """
    etag = f'"{stored.sha256}"'
    named = media_type or stored.media_type
    response = _answer(request, stored, etag, "application/octet-stream" if named in NEVER_NAMED else named)
    response["ETag"] = etag
    response["Content-Disposition"] = content_disposition_header(as_attachment=as_attachment, filename=stored.name) or (
        "attachment" if as_attachment else "inline"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


def _answer(request: HttpRequest, stored: StoredFile, etag: str, media_type: str) -> HttpResponseBase:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or any(tag.removeprefix("W/") == etag for tag in known):
        return HttpResponseNotModified()
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse(content_type=media_type)
        response["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{stored.blob_path}"
        return response
    # Compressed bytes would no longer be the bytes that ranges, the length and the tag speak of.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        part = _asked_part(request, stored, etag)
    except RangeNotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size_bytes}"})
    return _part_response(request, stored, part, media_type)


def _asked_part(request: HttpRequest, stored: StoredFile, etag: str) -> ByteRange | None:
    """The range to send, or None for the whole; only GET has ranges, and only of the content the client knows."""
    header = request.headers.get("Range", "")
    condition = request.headers.get("If-Range", "")
    if request.method != "GET" or not header or (condition and condition.strip() != etag):
        return None
    return parse_range(header, stored.size_bytes)


def _part_response(
    request: HttpRequest, stored: StoredFile, part: ByteRange | None, media_type: str
) -> HttpResponseBase:
    first, length = (part.first, part.length) if part else (0, stored.size_bytes)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=media_type)
    else:
        try:
            content = open_part(stored, first, length)
        except FileIsLost:
            logger.exception("The content of file %s is gone from the storage", stored.public_id)
            raise Http404 from None
        response = StreamingHttpResponse(_Chunks(content, length), content_type=media_type)
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(length)
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{stored.size_bytes}"
    return response


class _Chunks:
    """The next `length` bytes of an open content, piece by piece; closes it even when nobody has read."""

    def __init__(self, content: BinaryIO, length: int) -> None:
        self._content = content
        self._left = length

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (chunk := self._content.read(min(CHUNK_BYTES, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._content.close()
