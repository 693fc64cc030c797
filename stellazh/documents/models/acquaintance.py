"""«Лист ознакомления»: who was asked to read a document, and who has."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.documents.enums import AcquaintanceWay
from stellazh.documents.models.documents import Document
from stellazh.documents.models.versions import DocumentVersion


class AcquaintanceSheetQuerySet(models.QuerySet["AcquaintanceSheet"]):
    def open(self) -> Self:
        """Sheets on which signatures are still gathered."""
        return self.filter(closed_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Sheets of the documents the actor keeps or of the associations whose acquaintance she follows."""
        return self.filter(reach(actor, "documents.follow_acquaintance", "document__association__"))


class AcquaintanceSheet(models.Model):
    """People asked to read one version of a document by a day. Whoever joins later is asked on another sheet."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sheets")
    document_version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="sheets")
    request = models.CharField("Что просим", max_length=500, blank=True)
    due_on = models.DateField("Прочитать до", null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AcquaintanceSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "лист ознакомления"
        verbose_name_plural = "листы ознакомления"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Лист ознакомления: {self.document}"

    def get_absolute_url(self) -> str:
        return reverse("documents:sheet_detail", args=[self.pk])


class AcquaintanceRowQuerySet(models.QuerySet["AcquaintanceRow"]):
    def waiting(self) -> Self:
        """People who have not read yet, of sheets still open."""
        return self.filter(read_at=None, sheet__closed_at=None)

    def of_actor(self, actor: Actor) -> Self:
        """What this person was asked to read."""
        if actor.actor_kind != ActorKind.PERSON:
            return self.none()
        return self.filter(person_id=int(actor.actor_id))


class AcquaintanceRow(models.Model):
    """One person of the sheet. `association` is the one through which she was asked: the sheet is counted by it.

    `opened_at` is when she first opened the document after being asked; only her own word, or a keeper's with the way
    it is known, is acquaintance: `read_at`.
    """

    sheet = models.ForeignKey(AcquaintanceSheet, on_delete=models.CASCADE, related_name="rows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="acquaintance_rows"
    )
    person_name = models.CharField(max_length=300)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=AcquaintanceWay, blank=True)
    noted_by_name = models.CharField(max_length=200, blank=True)
    reminder_count = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = AcquaintanceRowQuerySet.as_manager()

    class Meta:
        verbose_name = "строка листа ознакомления"
        verbose_name_plural = "строки листов ознакомления"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "person"], name="acquaintance_row_once"),
            models.CheckConstraint(
                condition=Q(read_at=None, way="") | (Q(read_at__isnull=False) & ~Q(way="")),
                name="acquaintance_read_in_a_way",
            ),
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="acquaintance_of_person")]

    def __str__(self) -> str:
        return self.person_name
