"""The file of a document in its versions, the words in it and pictures of its pages."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from stellazh.documents.enums import ExtractionState
from stellazh.documents.models.documents import Document
from stellazh.files.models import StoredFile


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def newest_first(self) -> Self:
        """The present one first."""
        return self.order_by("-number")

    def waiting(self) -> Self:
        """Versions whose words nobody has read yet."""
        return self.filter(extraction=ExtractionState.WAITING)


class DocumentVersion(models.Model):
    """One file of a document. `number` counts from 1; the highest is the present one. Versions never change.

    `text` are the file's words for the search, `shown` what the page shows without a download: paragraphs and tables as
    plain data (`office.extracts`), for PDF the pages are pictures (`DocumentPage`).
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    what_changed = models.CharField("Что изменено", max_length=500, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    extraction = models.CharField(max_length=8, choices=ExtractionState, default=ExtractionState.WAITING)
    extraction_note = models.CharField(max_length=300, blank=True)
    extracted_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    shown = models.JSONField(null=True, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "версия документа"
        verbose_name_plural = "версии документов"
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"версия {self.number}"


class DocumentPage(models.Model):
    """A page of a PDF as a picture, with its words."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = "страница документа"
        verbose_name_plural = "страницы документов"
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="document_page_once")]

    def __str__(self) -> str:
        return f"страница {self.number}"
