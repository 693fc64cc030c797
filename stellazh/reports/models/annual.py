"""The annual report: its text in blocks, figures entered by hand, what lies beside it, and its seal."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.associations.own_forms import OwnWordForm, one_in_use
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.school_year import SchoolYear
from stellazh.files.models import StoredFile
from stellazh.reports.enums import BlockKind, ReportForm, ReportStatus


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def present(self) -> Self:
        """Reports that are not put away."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Sealed reports of the associations the actor reads; drafts to those who write or gather them."""
        if actor.actor_kind == ActorKind.SYSTEM:
            return self
        seen = reach(actor, "reports.edit_report", "association__") | reach(
            actor, "reports.read_drafts", "association__"
        )
        seen |= Q(status=ReportStatus.SEALED) & reach(actor, "reports.read_report", "association__")
        return self.filter(seen)

    def published(self) -> Self:
        """Sealed reports that guests may read."""
        return self.filter(status=ReportStatus.SEALED, published_at__isnull=False, archived_at=None)

    def in_order(self) -> Self:
        """The latest year first, the latest edition first."""
        return self.order_by("-school_year", "form", "-edition", "-pk")


class AnnualReport(models.Model):
    """A report of an association on a school year. Figures in it are live until it is sealed; then it stays.

    `counted_on` is the day the figures are of; empty is today. What was wrong in a sealed report is put right in the
    next `edition`. `form` is the report or the «анализ деятельности за год».
    """

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="annual_reports", verbose_name="Объединение"
    )
    school_year = models.PositiveSmallIntegerField("Учебный год")
    form = models.CharField("Вид", max_length=10, choices=ReportForm, default=ReportForm.REPORT)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    title = models.CharField("Заголовок", max_length=400)
    counted_on = models.DateField("Данные на", null=True, blank=True)
    status = models.CharField("Состояние", max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    signer_name = models.CharField("Кто подписывает", max_length=150, blank=True)
    signer_post = models.CharField("Должность", max_length=250, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = "отчёт за год"
        verbose_name_plural = "отчёты за год"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="annual_report_has_title"),
            models.UniqueConstraint(
                fields=["association", "school_year", "form", "edition"], name="annual_report_edition_once"
            ),
            models.UniqueConstraint(
                fields=["association", "school_year", "form"],
                condition=Q(status=ReportStatus.DRAFT, archived_at=None),
                name="annual_report_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.SEALED) | Q(published_at=None), name="annual_report_published_is_sealed"
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.SEALED) | Q(archived_at=None), name="annual_report_sealed_stays"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report_detail", args=[self.pk])

    @property
    def year(self) -> SchoolYear:
        """The school year it is of."""
        return SchoolYear(self.school_year)

    @property
    def is_sealed(self) -> bool:
        return self.status == ReportStatus.SEALED


class ReportBlock(models.Model):
    """A block of the report, in its order. `text` is plain lines with marks of figures: «Проведено {{ мероприятия }}».

    `code` names a block the platform wrote first, so that it can be offered anew. Blocks of another kind than prose are
    drawn from rows; their `text` stands before the table.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="blocks")
    code = models.CharField(max_length=40, blank=True, editable=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=BlockKind, default=BlockKind.PROSE)
    heading = models.CharField("Заголовок", max_length=300, blank=True)
    text = models.TextField("Текст", blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "часть отчёта"
        verbose_name_plural = "части отчёта"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], condition=~Q(code=""), name="report_block_once_a_code")
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:60]


class HandFigure(models.Model):
    """A figure the platform does not hold, entered by hand: how many, of what, from where, on which day.

    `name` is its mark in the text: «участники чата». `one`, `few`, `many` are the words that follow the number.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="hand_figures")
    name = models.CharField("Имя для текста", max_length=80)
    label = models.CharField("Что это за число", max_length=200)
    value = models.PositiveIntegerField("Число")
    one = models.CharField("Один …", max_length=60, blank=True)
    few = models.CharField("Два …", max_length=60, blank=True)
    many = models.CharField("Пять …", max_length=60, blank=True)
    source = models.CharField("Откуда число", max_length=300)
    url = models.CharField("Ссылка", max_length=500, blank=True)
    counted_on = models.DateField("На какой день")
    entered_at = models.DateTimeField(editable=False)
    entered_by = models.CharField(max_length=200, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "число, введённое вручную"
        verbose_name_plural = "числа, введённые вручную"
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(source=""), name="hand_figure_says_whence"),
            models.UniqueConstraint(
                fields=["report", "name"], condition=Q(archived_at=None), name="hand_figure_once_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ReportAppendix(models.Model):
    """An appendix: a file or a link, numbered by its place."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="appendices")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("Название", max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.CharField("Ссылка", max_length=500, blank=True)
    added_at = models.DateTimeField(editable=False)
    added_by = models.CharField(max_length=200, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "приложение к отчёту"
        verbose_name_plural = "приложения к отчёту"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="report_appendix_has_title"),
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(url=""), name="report_appendix_is_something"),
        ]

    def __str__(self) -> str:
        return self.title


class ReportSeal(models.Model):
    """What a report was when it was sealed: everything it says as JSON, its SHA-256, both papers. Never changed.

    `content` holds the text with its figures and their day, and its tables, so that the page, the comparison with the
    next year and the report above read what was sealed and not what rows say later. The lists behind figures are not
    kept: names stay where they may be erased; a list opened later is counted as of the day of the figure.
    """

    report = models.OneToOneField(AnnualReport, on_delete=models.PROTECT, related_name="seal")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.JSONField()
    sha256 = models.CharField("Отпечаток", max_length=64)
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(editable=False)
    sealed_by = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = "печать отчёта"
        verbose_name_plural = "печати отчётов"

    def __str__(self) -> str:
        return self.sha256


class ReportTextForm(OwnWordForm):
    """An association's own Word form of the annual report."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="report_forms")
    form = models.CharField("Для чего", max_length=10, choices=ReportForm)

    class Meta(OwnWordForm.Meta):
        verbose_name = "своя форма отчёта"
        verbose_name_plural = "свои формы отчётов"
        constraints = [one_in_use("form", "report_form_one_in_use")]

    def __str__(self) -> str:
        return self.get_form_display()
