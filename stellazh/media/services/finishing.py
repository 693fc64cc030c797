"""The end of an upload: what has come is looked at, and kept or refused."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO, cast

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.files.services import LocalFile, measure_local_file, store_local_file
from stellazh.media import parts
from stellazh.media.access import can_continue_upload
from stellazh.media.enums import MediaSource
from stellazh.media.file_purposes import FILM
from stellazh.media.looking import NotPlayable, Playable, look_at
from stellazh.media.models import MediaItem, Upload
from stellazh.media.services.items import add_item, clean_title
from stellazh.media.services.pictures import KindNotTaken, require_kind
from stellazh.media.services.uploads import (
    UploadIsClosed,
    WrongOffset,
    cancel_upload,
    fail_upload,
    receive_part,
    start_upload,
)
from stellazh.media.uses import use_of


def finish_upload(upload: Upload, *, title: str, by: Actor, at: datetime) -> MediaItem:
    """Make an item of what has come. The file is read once, and not copied where it lies on the disk of the stored
    ones. An empty title becomes the file's name. Finishing twice gives the same item.

    Raises:
        PermissionRefused: another person began it, or may not keep the object any more.
        UploadIsClosed: it was given up or refused.
        UploadIsBusy: its last part is still being written.
        WrongOffset: it is not whole yet.
        NotPlayable, KindNotTaken: browsers would not play it, or the object takes another kind. The upload is closed
            with that reason, nothing is kept of the file.
    """
    require(can_continue_upload(by, upload))
    current = Upload.objects.get(pk=upload.pk)
    if current.item is not None:
        return current.item
    if not current.is_open:
        raise UploadIsClosed(current.failed_reason or "Эта загрузка отменена. Начните её заново.")
    if not current.is_whole:
        raise WrongOffset(current.received_bytes)
    told = clean_title(title.strip() or current.name.rpartition(".")[0] or current.name)
    with parts.held(current) as file:
        measured = measure_local_file(parts.path_of(current))
        try:
            film = look_at(cast("BinaryIO", file), measured.size_bytes)
            require_kind(use_of(current.use), film.kind)
        except (NotPlayable, KindNotTaken) as refusal:
            fail_upload(current, reason=str(refusal))
            raise
        return _keep(current, measured, film, title=told, by=by, at=at)


@transaction.atomic
def _keep(upload: Upload, measured: LocalFile, film: Playable, *, title: str, by: Actor, at: datetime) -> MediaItem:
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    if locked.item is not None:
        return locked.item
    if not locked.is_open:
        raise UploadIsClosed("Эту загрузку только что отменили.")
    scope = use_of(upload.use).scope(upload.object_key)
    stored = store_local_file(measured, name=upload.name, purpose=FILM, scope=scope, by=by, at=at)
    item = MediaItem(
        use=upload.use,
        object_key=upload.object_key,
        kind=film.kind,
        source=MediaSource.UPLOADED,
        title=title,
        file=stored,
        media_type=film.media_type,
        width=film.width,
        height=film.height,
        duration_seconds=film.duration_seconds,
    )
    add_item(item, by=by, at=at)
    locked.item, locked.finished_at, locked.media_type = item, at, film.media_type
    locked.save(update_fields=["item", "finished_at", "media_type"])
    transaction.on_commit(lambda: parts.forget(locked))
    return item


def add_uploaded(
    use: str, object_key: str, *, content: BinaryIO, size_bytes: int, name: str, title: str, by: Actor, at: datetime
) -> MediaItem:
    """Keep a film that came whole, by an ordinary form: an upload of one part.

    Raises:
        What `start_upload` and `finish_upload` refuse; nothing is kept then.
    """
    upload = start_upload(use, object_key, name=name, size_bytes=size_bytes, by=by, at=at)
    try:
        receive_part(upload, offset=0, content=content, by=by, at=at)
        return finish_upload(upload, title=title, by=by, at=at)
    except DomainError:
        # What was not closed with its reason would wait for a part that nobody sends.
        upload.refresh_from_db()
        if upload.is_open:
            cancel_upload(upload, by=by, at=at)
        raise
