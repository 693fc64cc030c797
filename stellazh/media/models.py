"""Media: what is shown, and what is still on its way."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.files.models import StoredFile
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.videos import VideoAddress

UPLOADS = "uploads"


class MediaItemQuerySet(models.QuerySet["MediaItem"]):
    def present(self) -> Self:
        """Items that are not archived."""
        return self.filter(archived_at=None)

    def of(self, use: str, *object_keys: str) -> Self:
        """Items of these objects with their files, in the order in which they were added. Asks nobody's rights."""
        return self.filter(use=use, object_key__in=object_keys).select_related("file", "preview").order_by("pk")


class MediaItem(models.Model):
    """A film, a sound or a picture that belongs to an object of a higher app: `use` and `object_key` say to which."""

    public_id = models.UUIDField("адрес", default=uuid.uuid4, unique=True, editable=False)
    use = models.CharField("назначение", max_length=64)
    object_key = models.CharField("к чему относится", max_length=100)
    kind = models.CharField("вид", max_length=16, choices=MediaKind)
    source = models.CharField("где лежит", max_length=16, choices=MediaSource)
    title = models.CharField("название", max_length=200)
    provider = models.CharField("видеохостинг", max_length=16, blank=True)
    video_id = models.CharField("номер записи", max_length=64, blank=True)
    access_key = models.CharField("ключ записи", max_length=64, blank=True)
    start_seconds = models.PositiveIntegerField("начать с секунды", default=0)
    file = models.ForeignKey(
        StoredFile, verbose_name="файл", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    preview = models.ForeignKey(
        StoredFile, verbose_name="уменьшенная", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    media_type = models.CharField("вид содержимого", max_length=100, blank=True)
    width = models.PositiveIntegerField("ширина", null=True, blank=True)
    height = models.PositiveIntegerField("высота", null=True, blank=True)
    duration_seconds = models.PositiveIntegerField("длительность, с", null=True, blank=True)
    alt_text = models.CharField("что на картинке", max_length=300, blank=True)
    added_at = models.DateTimeField("добавлено")
    added_by_kind = models.CharField("вид добавившего", max_length=16)
    added_by_id = models.CharField("ключ добавившего", max_length=64, blank=True)
    added_by_name = models.CharField("кто добавил", max_length=200)
    archived_at = models.DateTimeField("убрано", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MediaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "запись или картинка"
        verbose_name_plural = "записи и картинки"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["use", "object_key"], name="media_of_object"),
            models.Index(fields=["added_by_kind", "added_by_id"], name="media_of_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(source=MediaSource.EMBEDDED, file=None, preview=None, kind=MediaKind.VIDEO)
                    & ~Q(provider="")
                    & ~Q(video_id="")
                )
                | Q(source=MediaSource.UPLOADED, file__isnull=False, provider="", video_id="", access_key=""),
                name="media_lies_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(preview=None) | Q(kind=MediaKind.PICTURE), name="media_preview_is_of_a_picture"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The content itself, for what lies here."""
        return reverse("media:item_file", args=[self.public_id])

    @property
    def is_embedded(self) -> bool:
        return self.source == MediaSource.EMBEDDED

    @property
    def address(self) -> VideoAddress | None:
        """Where it is shown, of an embedded film."""
        if not self.is_embedded:
            return None
        return VideoAddress(self.provider, self.video_id, self.access_key, self.start_seconds)


class UploadQuerySet(models.QuerySet["Upload"]):
    def open(self) -> Self:
        """Uploads that may go on."""
        return self.filter(finished_at=None, cancelled_at=None, failed_reason="")

    def of_actor(self, actor: Actor) -> Self:
        """Uploads that this actor began."""
        return self.filter(started_by_kind=str(actor.actor_kind), started_by_id=actor.actor_id)


class Upload(models.Model):
    """A file on its way, in parts. Its bytes grow in a folder of their own; `received_bytes` says how many count."""

    public_id = models.UUIDField("адрес", default=uuid.uuid4, unique=True, editable=False)
    use = models.CharField("назначение", max_length=64)
    object_key = models.CharField("к чему относится", max_length=100)
    name = models.CharField("имя файла", max_length=120)
    # What the browser knows of the chosen file: name, size and last change. The same file chosen again goes on.
    client_mark = models.CharField("приметы файла", max_length=300, blank=True)
    size_bytes = models.PositiveBigIntegerField("размер, байт")
    received_bytes = models.PositiveBigIntegerField("получено, байт", default=0)
    media_type = models.CharField("вид содержимого", max_length=100, blank=True)
    started_by_kind = models.CharField("вид начавшего", max_length=16)
    started_by_id = models.CharField("ключ начавшего", max_length=64, blank=True)
    started_by_name = models.CharField("кто начал", max_length=200)
    started_at = models.DateTimeField("начата")
    last_at = models.DateTimeField("последняя часть")
    finished_at = models.DateTimeField("закончена", null=True, blank=True)
    item = models.ForeignKey(
        MediaItem, verbose_name="что получилось", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    failed_reason = models.CharField("почему не вышло", max_length=500, blank=True)
    cancelled_at = models.DateTimeField("отменена", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["use", "object_key"], name="uploads_of_object"),
            models.Index(fields=["started_by_kind", "started_by_id"], name="uploads_of_actor"),
            models.Index(
                fields=["last_at"],
                name="uploads_open",
                condition=Q(finished_at=None, cancelled_at=None, failed_reason=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_bytes__lte=F("size_bytes")), name="upload_is_no_longer_than_told"
            ),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="upload_is_not_empty"),
            models.CheckConstraint(
                condition=Q(finished_at=None, item=None) | Q(finished_at__isnull=False, item__isnull=False),
                name="upload_finished_has_item",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("media:upload", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.finished_at is None and self.cancelled_at is None and not self.failed_reason

    @property
    def is_whole(self) -> bool:
        """Whether all that was announced has come."""
        return self.received_bytes == self.size_bytes

    @property
    def part_name(self) -> str:
        """Where its bytes grow, under the folder of files."""
        return f"{UPLOADS}/{self.public_id}"
