"""«Лист ознакомления»: who was asked to read a document, and who has."""

from __future__ import annotations

from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.documents.enums import AcquaintanceWay
from stellazh.documents.models.documents import Document
from stellazh.documents.models.standing import still_stands
from stellazh.documents.models.versions import DocumentVersion

FOLLOW: Final = "documents.follow_acquaintance"


class AcquaintanceSheetQuerySet(models.QuerySet["AcquaintanceSheet"]):
    def open(self) -> Self:
        """Sheets on which signatures are still gathered."""
        return self.filter(closed_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Sheets of documents whose acquaintance the actor follows, and those that ask people of her associations."""
        asked = AcquaintanceRow.objects.filter(reach(actor, FOLLOW, "association__")).values("sheet_id")
        return self.filter(reach(actor, FOLLOW, "document__association__") | Q(pk__in=asked))


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

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the sheets the actor follows as a whole; of others, the people of associations she follows."""
        whole = reach(actor, FOLLOW, "sheet__document__association__")
        return self.filter(whole | reach(actor, FOLLOW, "association__"))

    def of_readable(self) -> Self:
        """Rows of documents that can be opened today, of people who have not left the association since."""
        return self.filter(
            still_stands(OuterRef("person_id"), "sheet__document__association__path"),
            sheet__document__published_at__isnull=False,
            sheet__document__archived_at=None,
        )

    def without_address(self) -> Self:
        """People whom no letter reaches: neither a sign-in address nor one in the card."""
        in_card = Q(person__card__contact_email="") | Q(person__card__contact_email=None)
        return self.filter(Q(person__email=None) | Q(person__email=""), in_card)

    def outdated(self) -> Self:
        """People who have read a version that is not the present one."""
        return self.filter(read_version__lt=F("sheet__document__version_count"))

    def of_actor(self, actor: Actor) -> Self:
        """What this person was asked to read."""
        if actor.actor_kind != ActorKind.PERSON:
            return self.none()
        return self.filter(person_id=int(actor.actor_id))


class AcquaintanceRow(models.Model):
    """One person of the sheet. `association` is the one through which she was asked: the sheet is counted by it.

    `opened_at` is when she first opened the document after being asked; only her own word, or a keeper's with the way
    it is known, is acquaintance: `read_at`, with the number of the version that was read. `told_at` is when the letter
    with the personal link was first queued; somebody without an address never gets one.
    """

    sheet = models.ForeignKey(AcquaintanceSheet, on_delete=models.CASCADE, related_name="rows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="acquaintance_rows"
    )
    person_name = models.CharField(max_length=300)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_version = models.PositiveSmallIntegerField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=AcquaintanceWay, blank=True)
    noted_by_name = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(read_at=None, read_version=None)
                | Q(read_at__isnull=False, read_version__isnull=False, read_version__gte=1),
                name="acquaintance_read_of_a_version",
            ),
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="acquaintance_of_person")]

    def __str__(self) -> str:
        return self.person_name

    @property
    def is_by_others(self) -> bool:
        """Whether somebody else wrote down that she has read."""
        return self.read_at is not None and self.way != AcquaintanceWay.HERSELF

    @property
    def is_outdated(self) -> bool:
        """Whether she has read a version that is not the present one."""
        return self.read_version is not None and self.read_version < self.sheet.document.version_count
