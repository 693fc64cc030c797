"""The words of tus 1.0 (tus.io/protocols/resumable-upload): what stands in its headers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils.http import http_date

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration"
PART_TYPE: Final = "application/offset+octet-stream"
LONGEST_METADATA = 4096


class NotSpokenHere(Exception):
    """A header that is missing, malformed or of another version; `status` is the answer."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


def require_version(headers: Mapping[str, str]) -> None:
    """Pass when the client speaks our version.

    Raises:
        NotSpokenHere: 412.
    """
    if headers.get("Tus-Resumable") != VERSION:
        raise NotSpokenHere(412, f"Tus-Resumable: {VERSION}")


def count(headers: Mapping[str, str], name: str) -> int:
    """A header that is a whole number, not negative.

    Raises:
        NotSpokenHere: 400, it is missing or something else.
    """
    told = headers.get(name, "").strip()
    if not (told.isascii() and told.isdigit() and len(told) <= 18):
        raise NotSpokenHere(400, f"{name} must be a number")
    return int(told)


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """`Upload-Metadata` as texts: «name base64,name base64».

    Raises:
        NotSpokenHere: 400, it cannot be read.
    """
    told = headers.get("Upload-Metadata", "")
    if len(told) > LONGEST_METADATA:
        raise NotSpokenHere(400, "Upload-Metadata is too long")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in told.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value.strip(), validate=True).decode().replace("\0", "")
        except (binascii.Error, ValueError) as error:
            raise NotSpokenHere(400, "Upload-Metadata cannot be read") from error
    return found


def answer(
    status: int,
    sentence: str = "",
    *,
    offset: int | None = None,
    length: int | None = None,
    expires_at: datetime | None = None,
    location: str = "",
) -> HttpResponse:
    """An answer with the protocol's headers; a refusal carries its sentence for people."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if status == 412:
        response["Tus-Version"] = VERSION
    if offset is not None:
        response["Upload-Offset"] = str(offset)
    if length is not None:
        response["Upload-Length"] = str(length)
    if expires_at is not None:
        response["Upload-Expires"] = http_date(expires_at.timestamp())
    if location:
        response["Location"] = location
    return response
