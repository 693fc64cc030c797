"""Kinds of documents an association issues, and numbers that were spoiled."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.certificates.enums import DocumentGenre, NumberPeriod
from stellazh.certificates.models.templates import CertificateTemplate
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear


class CertificateKindQuerySet(models.QuerySet["CertificateKind"]):
    def present(self) -> Self:
        """Kinds in use."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Kinds of the associations whose register the actor reads."""
        return self.filter(reach(actor, "certificates.read_register", "association__"))

    def in_order(self) -> Self:
        """As the genres go, then by name."""
        return self.order_by("position", "name", "pk")


class CertificateKind(models.Model):
    """A kind of document with its own series of numbers.

    `pattern` writes a number: «№ {n}/{год}-Ф»; {год} is the year in four signs, {гг} in two. `period` says
    when the series begins anew, with `first_number`. `title` is what stands on the sheet: «Сертификат участника».
    """

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="certificate_kinds", verbose_name="Объединение"
    )
    genre = models.CharField("Что это", max_length=12, choices=DocumentGenre)
    name = models.CharField("Название вида", max_length=150)
    title = models.CharField("Заголовок на листе", max_length=150)
    pattern = models.CharField("Как пишется номер", max_length=60, default="№ {n}/{год}")
    period = models.CharField(
        "Нумерация начинается заново", max_length=14, choices=NumberPeriod, default=NumberPeriod.SCHOOL_YEAR
    )
    first_number = models.PositiveIntegerField("Первый номер", default=1)
    template = models.ForeignKey(
        CertificateTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Шаблон"
    )
    needs_approval = models.BooleanField("Выдачу утверждает второй человек", default=False)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CertificateKindQuerySet.as_manager()

    class Meta:
        verbose_name = "вид документа"
        verbose_name_plural = "виды документов"
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(title=""), name="certificate_kind_has_name"),
            models.CheckConstraint(condition=Q(first_number__gte=1), name="certificate_kind_counts_from_one"),
            models.UniqueConstraint(
                fields=["association", "name"], condition=Q(archived_at=None), name="certificate_kind_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def period_year(self, day: date) -> int:
        """The year whose series a document of that day belongs to; 0 for a series that never begins anew."""
        if self.period == NumberPeriod.SCHOOL_YEAR:
            return SchoolYear.of(day).start
        return day.year if self.period == NumberPeriod.CALENDAR_YEAR else 0

    def series_code(self, period_year: int) -> str:
        """The code of the series in `numbering`."""
        return f"certificates:{self.pk}:{period_year}"


class SpoiledNumberQuerySet(models.QuerySet["SpoiledNumber"]):
    def visible_to(self, actor: Actor) -> Self:
        """Spoiled numbers of the registers the actor reads."""
        return self.filter(reach(actor, "certificates.read_register", "kind__association__"))


class SpoiledNumber(models.Model):
    """A number that no certificate has and none will: a sheet written by hand was spoiled, a stamp failed."""

    kind = models.ForeignKey(CertificateKind, on_delete=models.PROTECT, related_name="spoiled_numbers")
    period_year = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField("Номер")
    number_words = models.CharField(max_length=80)
    reason = models.CharField("Почему испорчен", max_length=300)
    spoiled_on = models.DateField("Дата")
    spoiled_at = models.DateTimeField(editable=False)
    spoiled_by = models.CharField(max_length=200, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SpoiledNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "испорченный номер"
        verbose_name_plural = "испорченные номера"
        constraints = [
            models.UniqueConstraint(fields=["kind", "period_year", "number"], name="spoiled_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="spoiled_number_has_reason"),
        ]

    def __str__(self) -> str:
        return self.number_words

    @property
    def object_key(self) -> str:
        """Its key in `numbering`."""
        return f"spoiled:{self.pk}"
