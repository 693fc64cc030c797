"""Stored files: immutable rows that point at contents kept by their SHA-256."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse

from stellazh.files.enums import TextState


class StoredFile(models.Model):
    """One file that somebody brought. What it holds never changes: a new version is a new row.

    Several rows may share one content. `public_id` is the address: not to be guessed, and the right to read is asked
    anyway. A trigger refuses to change what the row says of its content.
    """

    public_id = models.UUIDField("адрес", default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField("отпечаток", max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField("размер, байт")
    media_type = models.CharField("вид содержимого", max_length=100)
    name = models.CharField("имя файла", max_length=120)
    purpose = models.CharField("назначение", max_length=64)
    scope = models.CharField("путь объединения", max_length=500, blank=True)
    stored_at = models.DateTimeField("принят")
    stored_by_kind = models.CharField("вид приславшего", max_length=16)
    stored_by_id = models.CharField("ключ приславшего", max_length=64, blank=True)
    stored_by_name = models.CharField("кто прислал", max_length=200)

    class Meta:
        verbose_name = "файл"
        verbose_name_plural = "файлы"
        ordering = ["-stored_at", "-id"]
        indexes = [models.Index(fields=["stored_by_kind", "stored_by_id"], name="files_of_actor")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:file_download", args=[self.public_id])

    @property
    def blob_path(self) -> str:
        """Where the content lies in the storage."""
        return blob_path(self.sha256)


class FileText(models.Model):
    """The words of a content, for the search: read once, whoever brought it and however often; goes with its content.

    `sha256` is the content; `note` says why there are no words, or that these are not all.
    """

    sha256 = models.CharField("отпечаток", max_length=64, unique=True)
    state = models.CharField("состояние", max_length=8, choices=TextState, default=TextState.WAITING)
    text = models.TextField("слова", blank=True)
    note = models.CharField("пояснение", max_length=300, blank=True)
    asked_at = models.DateTimeField("поставлен в очередь")
    read_at = models.DateTimeField("прочитан", null=True, blank=True)

    class Meta:
        verbose_name = "текст файла"
        verbose_name_plural = "тексты файлов"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=TextState.WAITING, read_at=None)
                | (~models.Q(state=TextState.WAITING) & models.Q(read_at__isnull=False)),
                name="file_text_read_at_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(text="") | models.Q(state=TextState.READY), name="file_text_of_a_read_file"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="file_texts_waiting", condition=models.Q(state=TextState.WAITING))
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.get_state_display()}"


BLOBS = "blobs"


def blob_path(sha256: str) -> str:
    """The storage name of a content: «blobs/ab/abcd…»."""
    return f"{BLOBS}/{sha256[:2]}/{sha256}"
