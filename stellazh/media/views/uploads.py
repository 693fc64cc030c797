"""Resumable uploads by tus 1.0. Refusals are plain sentences, which our script shows as they are.

Guests get 401 instead of the page of signing in: a script must learn that the session has ended.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import BinaryIO, Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.common.requests import Request
from stellazh.media import services, tus
from stellazh.media.access import can_manage_media
from stellazh.media.models import Upload
from stellazh.media.parts import UploadIsBusy
from stellazh.media.services.sweeping import LEFT_ALONE

P = ParamSpec("P")
_STATUSES: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (PermissionRefused, 403),
    (services.UploadTooLarge, 413),
    (services.NoRoomForFile, 507),
    (services.TooManyUploads, 429),
    (services.UploadIsClosed, 410),
    (services.WrongOffset, 409),
    (UploadIsBusy, 423),
)
SIGNED_OUT: Final = "Вы вышли с сайта. Войдите в соседней вкладке и нажмите «Продолжить»."


def _spoken(view: Callable[Concatenate[Request, P], HttpResponse]) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Refusals in the protocol's own way."""

    def answered(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            return _abilities()
        if request.actor.actor_kind == ActorKind.GUEST:
            return tus.answer(401, SIGNED_OUT)
        try:
            tus.require_version(request.headers)
            return view(request, *args, **kwargs)
        except tus.NotSpokenHere as why:
            return tus.answer(why.status, str(why))
        except DomainError as refusal:
            status = next((code for kind, code in _STATUSES if isinstance(refusal, kind)), 422)
            offset = refusal.offset if isinstance(refusal, services.WrongOffset) else None
            return tus.answer(status, str(refusal), offset=offset)

    update_wrapper(answered, view)
    return answered


@login_not_required
@require_http_methods(["POST", "OPTIONS"])
@_spoken
def upload_create(request: Request) -> HttpResponse:
    """Begin an upload; its address is the answer. `Upload-Metadata`: use, object_key, filename, mark."""
    size = tus.count(request.headers, "Upload-Length")
    told = tus.metadata(request.headers)
    use, object_key = told.get("use", ""), told.get("object_key", "")
    if not can_manage_media(request.actor, use, object_key):
        raise Http404
    upload = services.start_upload(
        use,
        object_key,
        name=told.get("filename", ""),
        size_bytes=size,
        client_mark=told.get("mark", ""),
        by=request.actor,
        at=clock.now(),
    )
    location = request.build_absolute_uri(upload.get_absolute_url())
    return tus.answer(201, offset=0, location=location, expires_at=upload.last_at + LEFT_ALONE)


@login_not_required
@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS"])
@_spoken
def upload(request: Request, public_id: UUID) -> HttpResponse:
    """Where to go on (HEAD), the next part (PATCH), the end of it (DELETE). Only for whoever began it."""
    found = get_object_or_404(Upload.objects.of_actor(request.actor), public_id=public_id)
    if request.method == "HEAD":
        if not found.is_open and found.finished_at is None:
            return tus.answer(410)
        return tus.answer(
            200, offset=found.received_bytes, length=found.size_bytes, expires_at=found.last_at + LEFT_ALONE
        )
    if request.method == "DELETE":
        services.cancel_upload(found, by=request.actor, at=clock.now())
        return tus.answer(204)
    if request.content_type != tus.PART_TYPE:
        raise tus.NotSpokenHere(415, f"Content-Type: {tus.PART_TYPE}")
    offset = tus.count(request.headers, "Upload-Offset")
    received = services.receive_part(
        found, offset=offset, content=cast("BinaryIO", request), by=request.actor, at=clock.now()
    )
    return tus.answer(204, offset=received.received_bytes, expires_at=received.last_at + LEFT_ALONE)


def _abilities() -> HttpResponse:
    response = tus.answer(204)
    response["Tus-Version"] = tus.VERSION
    response["Tus-Extension"] = tus.EXTENSIONS
    response["Tus-Max-Size"] = str(settings.MEDIA_MAX_BYTES)
    return response
