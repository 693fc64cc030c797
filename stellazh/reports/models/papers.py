"""Rules of a board, papers brought from outside, and who was written to."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.files.models import StoredFile
from stellazh.reports.enums import YEARLY, KeptPaper

_YEARLY_CODES = sorted(kind.value for kind in YEARLY)


class PaperRule(models.Model):
    """When a paper is due from the associations right below this one, and from itself. Without a row the built-in
    rule holds.

    `due_day` is a day of the month: of `due_month` for yearly papers, of its own month for a monthly plan. For a
    protocol it is the number of days after the meeting. `months` are the months a monthly plan is asked for, 1 to 12.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="paper_rules")
    kind = models.CharField("Документ", max_length=12, choices=KeptPaper)
    is_asked = models.BooleanField("Требуется", default=True)
    due_day = models.PositiveSmallIntegerField("Срок")
    due_month = models.PositiveSmallIntegerField("Месяц", null=True, blank=True)
    months = models.JSONField("За какие месяцы", default=list)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "правило о документе"
        verbose_name_plural = "правила о документах"
        constraints = [
            models.UniqueConstraint(fields=["association", "kind"], name="paper_rule_once_a_kind"),
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=60), name="paper_rule_day_is_sensible"),
            models.CheckConstraint(
                condition=Q(due_month=None) | Q(due_month__gte=1, due_month__lte=12), name="paper_rule_month_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PaperHandedQuerySet(models.QuerySet["PaperHanded"]):
    def present(self) -> Self:
        """Papers that have not been taken back."""
        return self.filter(archived_at=None)


class PaperHanded(models.Model):
    """A paper kept outside of this site that was handed in: a scan, or words and a link that say where it is.

    `month` is the first day of the month it is of; yearly papers have none. `handed_on` is the day where the
    association is.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="handed_papers")
    kind = models.CharField("Документ", max_length=12, choices=KeptPaper)
    school_year = models.PositiveSmallIntegerField("Учебный год")
    month = models.DateField("Месяц", null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField("Что это и где лежит", max_length=300, blank=True)
    url = models.CharField("Ссылка", max_length=500, blank=True)
    handed_on = models.DateField("Сдан")
    handed_at = models.DateTimeField(editable=False)
    handed_by = models.CharField(max_length=200, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PaperHandedQuerySet.as_manager()

    class Meta:
        verbose_name = "сданный документ"
        verbose_name_plural = "сданные документы"
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(words="") | ~Q(url=""), name="handed_paper_is_something"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_YEARLY_CODES, month=None)
                | (~Q(kind__in=_YEARLY_CODES) & Q(month__isnull=False, month__day=1)),
                name="handed_paper_has_its_month",
            ),
        ]
        indexes = [models.Index(fields=["association", "school_year"], name="handed_papers_of_year")]

    def __str__(self) -> str:
        return self.words or self.get_kind_display()


class BoardLetter(models.Model):
    """That the head of an association was reminded of the papers missing on a board, by whom and when.

    `about` lists the papers named in it, as words; `told_count` is how many people it went to.
    """

    board = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="board_letters_written")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="board_letters")
    school_year = models.PositiveSmallIntegerField()
    about = models.JSONField(default=list)
    text = models.TextField(blank=True)
    told_count = models.PositiveIntegerField()
    written_at = models.DateTimeField(editable=False)
    written_by = models.CharField(max_length=200, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "напоминание о документах"
        verbose_name_plural = "напоминания о документах"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission_key", "association"],
                condition=Q(submission_key__isnull=False),
                name="board_letter_once_a_sending",
            ),
        ]
        indexes = [models.Index(fields=["board", "written_at"], name="letters_of_board")]

    def __str__(self) -> str:
        return f"Напоминание от {self.written_at:%d.%m.%Y}"
