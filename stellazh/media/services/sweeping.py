"""Uploads that nobody goes on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from stellazh.media import parts
from stellazh.media.models import Upload

LEFT_ALONE = timedelta(hours=48)
REMEMBERED = timedelta(days=30)
LEFT_REASON = "Загрузку не закончили за двое суток. Начните её заново."


@dataclass(frozen=True, slots=True)
class UploadSweep:
    """What a sweep came to: uploads closed, rows forgotten, bytes of deleted files."""

    closed_count: int
    forgotten_count: int
    freed_bytes: int


@transaction.atomic
def sweep_uploads(*, at: datetime) -> UploadSweep:
    """Close uploads without a part for 48 hours and delete their bytes; forget rows that ended a month ago."""
    left = list(Upload.objects.open().filter(last_at__lt=at - LEFT_ALONE).select_for_update())
    Upload.objects.filter(pk__in=[upload.pk for upload in left]).update(failed_reason=LEFT_REASON)
    old = Upload.objects.filter(last_at__lt=at - REMEMBERED)
    forgotten, _ = old.exclude(pk__in=Upload.objects.open().values("pk")).delete()
    known = {str(public_id) for public_id in Upload.objects.open().values_list("public_id", flat=True)}
    freed = 0
    for path in list(parts.lost_names(known)):
        status = path.stat()
        # A young one may belong to an upload that has begun since.
        is_left = path.name in {str(upload.public_id) for upload in left}
        if is_left or datetime.fromtimestamp(status.st_mtime, tz=UTC) < at - LEFT_ALONE:
            path.unlink(missing_ok=True)
            freed += status.st_size
    return UploadSweep(len(left), forgotten, freed)
