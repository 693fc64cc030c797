"""Seals, papers beside a protocol, own Word forms, plans a protocol approved, and protocols brought from Word."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.associations.own_forms import OwnWordForm, one_in_use
from stellazh.files.models import StoredFile
from stellazh.protocols.enums import FormKind, IntakeStatus, PaperKind
from stellazh.protocols.models.decisions import Decision
from stellazh.protocols.models.protocols import Protocol
from stellazh.workplans.models import Plan


class ProtocolSeal(models.Model):
    """What a protocol was when it was signed: its canonical record, the SHA-256 of that, and both papers.

    A hash shows that nothing has changed since; it is not an electronic signature. A seal taken back stays, with why.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    record = models.TextField()
    sha256 = models.CharField("Отпечаток", max_length=64)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(editable=False)
    sealed_by = models.CharField(max_length=200, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("Почему подписание отменено", max_length=300, blank=True)

    class Meta:
        verbose_name = "печать протокола"
        verbose_name_plural = "печати протоколов"
        ordering = ["-sealed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol"], condition=Q(withdrawn_at=None), name="protocol_sealed_once"),
        ]

    def __str__(self) -> str:
        return self.sha256


class ProtocolPaper(models.Model):
    """A file beside the protocol: an attachment, the signed scan, or a .sig."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("Что это", max_length=12, choices=PaperKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("Название", max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(editable=False)
    added_by = models.CharField(max_length=200, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "приложение к протоколу"
        verbose_name_plural = "приложения к протоколам"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="protocol_paper_has_title")]

    def __str__(self) -> str:
        return self.title


class PaperForm(OwnWordForm):
    """An association's own Word form of a paper."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="paper_forms")
    kind = models.CharField("Для чего", max_length=12, choices=FormKind)

    class Meta(OwnWordForm.Meta):
        verbose_name = "своя форма бумаги"
        verbose_name_plural = "свои формы бумаг"
        constraints = [one_in_use("kind", "paper_form_one_in_use")]

    def __str__(self) -> str:
        return self.file.name


class PlanApproval(models.Model):
    """That a protocol is the basis on which a plan was approved."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="plan_approvals")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "утверждение плана протоколом"
        verbose_name_plural = "утверждения планов протоколами"
        constraints = [models.UniqueConstraint(fields=["protocol", "plan"], name="plan_approved_once_by_a_protocol")]

    def __str__(self) -> str:
        return f"план {self.plan_id} протоколом {self.protocol_id}"


class ProtocolIntake(models.Model):
    """An old protocol brought from Word: what was read, what was corrected, and the protocol made of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="protocol_intakes")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=IntakeStatus, default=IntakeStatus.READING)
    reading = models.JSONField(default=dict, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="intakes")
    brought_at = models.DateTimeField(editable=False)
    brought_by = models.CharField(max_length=200, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "загрузка протокола"
        verbose_name_plural = "загрузки протоколов"
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("protocols:intake_preview", args=[self.public_id])
