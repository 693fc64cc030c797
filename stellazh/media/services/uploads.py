"""A file on its way: begun, received part by part, given up."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import BinaryIO, cast

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.files.media_types import HEAD_BYTES, media_type_of
from stellazh.files.names import clean_name
from stellazh.media import parts
from stellazh.media.access import can_continue_upload, can_manage_media
from stellazh.media.looking import NotPlayable, why_not_begun
from stellazh.media.models import Upload
from stellazh.media.uses import MediaUse, use_of

MIB = 1024 * 1024
# Whoever leaves more of them lying has forgotten them.
MOST_OPEN = 5


class UploadIsEmpty(DomainError):
    """There is not one byte in the file."""


class UploadTooLarge(DomainError):
    """The file is larger than is taken here."""


class NoRoomForFile(DomainError):
    """The server's disk would be full."""


class TooManyUploads(DomainError):
    """This person has begun several and finished none."""


class UploadIsClosed(DomainError):
    """It is finished, given up or refused already."""


class WrongOffset(DomainError):
    """A part that does not follow what has come; `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(
            "Эта часть файла уже получена или ещё не подошла очередь. Загрузка продолжится с нужного места."
        )
        self.offset = offset


def largest_bytes(use: MediaUse) -> int:
    """How large a film may be: the use's own limit, and never more than the installation's."""
    return min(use.max_bytes, settings.MEDIA_MAX_BYTES)


def in_words(size_bytes: int) -> str:
    """«480 МБ», «1,5 ГБ»."""
    if size_bytes < 1024 * MIB:
        return f"{max(1, round(size_bytes / MIB))} МБ"
    return f"{size_bytes / 1024 / MIB:.1f} ГБ".replace(".0", "").replace(".", ",")


@transaction.atomic
def start_upload(
    use: str, object_key: str, *, name: str, size_bytes: int, client_mark: str = "", by: Actor, at: datetime
) -> Upload:
    """Begin to take a file in. Its size is told now and holds; the room on the disk is set aside for it.

    `client_mark` is how the sender's browser will know the same file again. An upload of the same mark that has
    brought nothing yet is taken up: its answer was lost on the way.

    Raises:
        PermissionRefused: `by` does not keep the object.
        UploadIsEmpty, UploadTooLarge, NoRoomForFile, TooManyUploads: nothing is begun.
    """
    require(can_manage_media(by, use, object_key))
    rules = use_of(use)
    shown_name = clean_name(name)
    if size_bytes <= 0:
        raise UploadIsEmpty(f"Файл «{shown_name}» пуст. Выберите другой.")
    largest = largest_bytes(rules)
    if size_bytes > largest:
        raise UploadTooLarge(
            f"Файл «{shown_name}» слишком велик: {in_words(size_bytes)}, а сайт принимает до {in_words(largest)}. "
            "Выложите запись на Rutube или VK Видео и вставьте ссылку или уменьшите файл."
        )
    own = Upload.objects.open().of_actor(by)
    unanswered = own.filter(
        use=use, object_key=object_key, client_mark=client_mark[:300], size_bytes=size_bytes, received_bytes=0
    ).first()
    if client_mark and unanswered is not None:
        return unanswered
    underway = own.count()
    if underway >= MOST_OPEN:
        told = agree(underway, "незаконченная загрузка", "незаконченные загрузки", "незаконченных загрузок")
        raise TooManyUploads(f"У вас уже {underway} {told}. Закончите или отмените одну из них.")
    if size_bytes > parts.free_bytes() - _promised_bytes():
        raise NoRoomForFile(
            "На сервере сейчас нет места для такого файла. Сообщите оператору сайта или выложите запись на Rutube или "
            "VK Видео и вставьте ссылку."
        )
    upload = Upload.objects.create(
        use=use,
        object_key=object_key,
        name=shown_name,
        client_mark=client_mark[:300],
        size_bytes=size_bytes,
        started_by_kind=str(by.actor_kind),
        started_by_id=by.actor_id,
        started_by_name=by.actor_name[:200],
        started_at=at,
        last_at=at,
    )
    record("upload_started", upload, by=by, at=at, scope=rules.scope(object_key), note=in_words(size_bytes))
    return upload


def _promised_bytes() -> int:
    """What other uploads have still to bring."""
    left = Upload.objects.open().aggregate(left=Sum(F("size_bytes") - F("received_bytes")))["left"]
    return int(left or 0)


def receive_part(upload: Upload, *, offset: int, content: BinaryIO | bytes, by: Actor, at: datetime) -> Upload:
    """Take in the next part. What goes beyond the size told at the beginning is cut off, not read.

    The bytes are written before the row says that they count, under a lock of the file and outside any transaction: a
    slow line holds up nobody. A part that broke off counts as far as it came.

    Raises:
        PermissionRefused: another person began it, or may not keep the object any more.
        UploadIsClosed: it is over.
        UploadIsBusy: another request is writing.
        WrongOffset: the part does not follow what has come.
        NotPlayable: its first bytes are no film; the upload is closed with that reason.
    """
    require(can_continue_upload(by, upload))
    source = cast("BinaryIO", BytesIO(content)) if isinstance(content, bytes) else content
    with parts.held(upload) as file:
        current = Upload.objects.get(pk=upload.pk)
        _require_open(current)
        # The folder may have been put back from an older copy: what is not there must come again.
        known = min(current.received_bytes, parts.length(file))
        if offset != known:
            _count(current, known, at=at)
            raise WrongOffset(known)
        try:
            parts.append(file, source, offset=offset, most=current.size_bytes - offset)
        finally:
            # Also when the sender has gone in the middle: what came need not be sent again.
            _count(current, parts.length(file), at=at)
        if offset < HEAD_BYTES:
            _look_early(current, parts.beginning(file))
    return current


def _count(upload: Upload, received_bytes: int, *, at: datetime) -> None:
    upload.received_bytes, upload.last_at = received_bytes, at
    Upload.objects.filter(pk=upload.pk).update(received_bytes=received_bytes, last_at=at)


def _look_early(upload: Upload, head: bytes) -> None:
    """Refuse at once what is certainly no film."""
    if len(head) < min(HEAD_BYTES, upload.size_bytes):
        return
    media_type = media_type_of(cast("BinaryIO", BytesIO(head)))
    reason = why_not_begun(head, media_type)
    if reason:
        fail_upload(upload, reason=reason)
        raise NotPlayable(reason)
    upload.media_type = media_type
    upload.save(update_fields=["media_type"])


def fail_upload(upload: Upload, *, reason: str) -> None:
    """Close an upload of which nothing can come, with the reason, and delete its bytes. Asks no right."""
    Upload.objects.filter(pk=upload.pk).update(failed_reason=reason[:500])
    upload.failed_reason = reason[:500]
    parts.forget(upload)


def _require_open(upload: Upload) -> None:
    if upload.finished_at is not None:
        raise UploadIsClosed("Этот файл уже загружен.")
    if upload.cancelled_at is not None:
        raise UploadIsClosed("Эта загрузка отменена. Начните её заново.")
    if upload.failed_reason:
        raise UploadIsClosed(upload.failed_reason)


@transaction.atomic
def cancel_upload(upload: Upload, *, by: Actor, at: datetime) -> Upload:
    """Give an upload up; its bytes are deleted. Doing it twice changes nothing.

    Raises:
        PermissionRefused: another person began it.
        UploadIsClosed: it is finished: put the item away instead.
    """
    require(can_continue_upload(by, upload))
    current = Upload.objects.select_for_update().get(pk=upload.pk)
    if current.finished_at is not None:
        raise UploadIsClosed("Этот файл уже загружен. Если он не нужен, уберите запись.")
    if current.is_open:
        current.cancelled_at = at
        current.save(update_fields=["cancelled_at"])
        record("upload_cancelled", current, by=by, at=at, scope=use_of(current.use).scope(current.object_key))
        transaction.on_commit(lambda: parts.forget(current))
    return current
