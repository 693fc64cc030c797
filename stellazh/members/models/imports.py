"""Lists of people and of schools brought in a table: a row waits here until somebody decides."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.models import Association, Organisation
from stellazh.files.models import StoredFile
from stellazh.jobs.models import Job
from stellazh.members.enums import ImportKind, ImportState, RowDecision


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def newest_first(self) -> Self:
        """The latest first."""
        return self.order_by("-brought_at", "-pk")


class RosterImport(models.Model):
    """One table brought into one association. `columns` maps a column's number to a field's code, «» is «не нужен».

    `headings` are [{"text", "examples"}] by column; `sheets` the names of all sheets that can be chosen; `notes` are
    sentences about the file. `counts` maps a `RowDecision` to how many rows it came to, for the list of imports.
    """

    kind = models.CharField(max_length=10, choices=ImportKind)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="roster_imports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    sheet = models.CharField("Лист", max_length=100, blank=True)
    sheets = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roster_imports")
    brought_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="roster_import_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="roster_import_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("members:roster_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its rows can still be decided."""
        return self.state == ImportState.REVIEW

    @property
    def has_work_under_way(self) -> bool:
        """Whether a job of it is queued or running; needs `job` read along."""
        return self.job is not None and not self.job.is_finished


class ImportRow(models.Model):
    """One row of the table. `number` is its number in the file, as Excel counts.

    `cells` are the texts by field code; `problems` sentences about them; `candidates` the look-alikes, best first:
    {"id" or "row", "score", "why"}; `taken` codes of fields where the file's value goes before ours. `changes` is what
    applying it did, for the report and for undoing: {"fields": {label: [before, after]}, "made": {…}}; `undone` what
    undoing it came to.
    """

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    decision = models.CharField(max_length=10, choices=RowDecision)
    is_decided = models.BooleanField(default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("Что сделано", max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    taken = models.JSONField(default=list)
    undone = models.CharField("Что отменено", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "строка загрузки"
        verbose_name_plural = "строки загрузки"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="roster_row_once")]
        indexes = [models.Index(fields=["roster", "decision", "number"], name="roster_rows_by_decision")]

    def __str__(self) -> str:
        return f"строка {self.number}"
