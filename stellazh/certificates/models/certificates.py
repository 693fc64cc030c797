"""Documents given out, each sheet of them, and the keys that sign badges."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Organisation
from stellazh.certificates.enums import CertificateStatus, CopyReason, DocumentGenre
from stellazh.certificates.models.kinds import CertificateKind
from stellazh.certificates.models.runs import IssueRun, RunRow
from stellazh.common.actor import Actor, ActorKind
from stellazh.files.models import StoredFile


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, actor: Actor) -> Self:
        """Documents of the registers the actor reads, and the actor's own."""
        seen = reach(actor, "certificates.read_register", "association__")
        if actor.actor_kind == ActorKind.PERSON:
            seen |= Q(person_id=int(actor.actor_id))
        return self.filter(seen)

    def valid(self) -> Self:
        """Documents that hold."""
        return self.filter(status=CertificateStatus.VALID)

    def in_register(self) -> Self:
        """By series and number."""
        return self.order_by("kind__position", "kind__name", "-period_year", "number")


class Certificate(models.Model):
    """A document with its number, which it keeps for ever. What is printed stands in its sheets (`CertificateCopy`).

    `name` is the recipient as on the latest sheet; `issued_on` the day on it.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="certificates")
    kind = models.ForeignKey(CertificateKind, on_delete=models.PROTECT, related_name="certificates")
    genre = models.CharField(max_length=12, choices=DocumentGenre)
    run = models.ForeignKey(IssueRun, on_delete=models.PROTECT, related_name="certificates")
    row = models.OneToOneField(RunRow, on_delete=models.PROTECT, related_name="certificate")
    period_year = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField("Номер")
    number_words = models.CharField("Номер на листе", max_length=80)
    title = models.CharField("Документ", max_length=150)
    basis = models.CharField("За что", max_length=600, blank=True)
    subject_key = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates"
    )
    name = models.CharField("Кому", max_length=250)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates"
    )
    school = models.CharField("Школа", max_length=300, blank=True)
    issued_on = models.DateField("Дата выдачи")
    status = models.CharField("Состояние", max_length=10, choices=CertificateStatus, default=CertificateStatus.VALID)
    status_reason = models.CharField("Причина", max_length=400, blank=True)
    status_at = models.DateTimeField(null=True, blank=True, editable=False)
    status_by = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "выданный документ"
        verbose_name_plural = "выданные документы"
        constraints = [
            models.UniqueConstraint(fields=["kind", "period_year", "number"], name="certificate_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="certificate_number_from_one"),
            models.CheckConstraint(
                condition=Q(status=CertificateStatus.VALID) | ~Q(status_reason=""), name="certificate_ended_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["association", "issued_on"], name="certificates_by_day"),
            models.Index(fields=["subject_key"], name="certificates_of_subject"),
            models.Index(fields=["association", "sort_key"], name="certificates_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number_words}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate_detail", args=[self.pk])

    @property
    def object_key(self) -> str:
        """Its key in `numbering`: that of its row, known before the document is."""
        return f"run_row:{self.row_id}"


class CertificateCopy(models.Model):
    """One sheet: the original, then duplicates. `values` is every word printed on it, `code` its address for checking.

    `file` is empty until the sheet is made; `letter_at` is when a letter with it was queued.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="copies")
    ordinal = models.PositiveSmallIntegerField(default=1)
    code = models.CharField("Код проверки", max_length=24, unique=True)
    reason = models.CharField("Почему", max_length=12, choices=CopyReason, default=CopyReason.ORIGINAL)
    note = models.CharField("Пояснение", max_length=300, blank=True)
    values = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(editable=False)
    made_by = models.CharField(max_length=200, editable=False)
    letter_at = models.DateTimeField(null=True, blank=True, editable=False)
    letter_to = models.EmailField(blank=True, editable=False)

    class Meta:
        verbose_name = "экземпляр документа"
        verbose_name_plural = "экземпляры документов"
        ordering = ["certificate", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "ordinal"], name="certificate_copy_once"),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="certificate_copy_from_one"),
            models.CheckConstraint(
                condition=Q(ordinal=1, reason=CopyReason.ORIGINAL)
                | (Q(ordinal__gt=1) & ~Q(reason=CopyReason.ORIGINAL)),
                name="certificate_original_is_first",
            ),
        ]
        indexes = [
            models.Index(fields=["certificate"], condition=Q(file=None), name="certificate_copies_to_make"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("certificates:check", args=[self.code])

    @property
    def is_duplicate(self) -> bool:
        return self.ordinal > 1


class SigningKey(models.Model):
    """A key that signs badges. `sealed_private` is encrypted by the installation's secret; retired keys still check."""

    kid = models.CharField(max_length=64, unique=True)
    public_jwk = models.JSONField()
    sealed_private = models.TextField()
    created_at = models.DateTimeField(editable=False)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    # True for the one in use, empty for the others.
    is_current = models.BooleanField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "ключ подписи значков"
        verbose_name_plural = "ключи подписи значков"

    def __str__(self) -> str:
        return self.kid
