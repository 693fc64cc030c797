"""Yearly plans: one data set behind both official forms, with versions, owners, outcomes and imports."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Organisation
from stellazh.common.school_year import SchoolYear
from stellazh.files.models import StoredFile
from stellazh.workplans.enums import (
    EventForm,
    GrifKind,
    ImportSource,
    ImportStatus,
    ItemFormat,
    ItemStatus,
    OwnerKind,
    PlanForm,
    PlanStatus,
    VersionReason,
)

if TYPE_CHECKING:
    from stellazh.common.actor import Actor

SPINE_COUNT = 8


def spine_at(position: int) -> int:
    """The colour of the section at that position of a plan, counted from 1."""
    return (position - 1) % SPINE_COUNT + 1


class PlanQuerySet(models.QuerySet["Plan"]):
    def present(self) -> Self:
        """Plans that are not archived."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Plans the actor may read: published ones not put away, and those of associations it may read."""
        published = Q(is_public=True, archived_at=None, status__in=[PlanStatus.APPROVED, PlanStatus.CLOSED])
        agreed = ~Q(status=PlanStatus.DRAFT) & reach(actor, "workplans.read_plan", "association__")
        drafts = reach(actor, "workplans.read_draft", "association__")
        return self.filter(published | agreed | drafts)

    def for_year(self, school_year: int) -> Self:
        """Plans of the school year that opens in August of that calendar year."""
        return self.filter(school_year=school_year)

    def with_progress(self) -> Self:
        """Add `item_count` and `done_count`, so that a list costs one query."""
        live = Q(items__archived_at=None)
        return self.annotate(
            item_count=Count("items", filter=live & ~Q(items__status=ItemStatus.CANCELLED)),
            done_count=Count("items", filter=live & Q(items__status=ItemStatus.HELD)),
        )


class Plan(models.Model):
    """The work plan of one association for one school year. `tasks` and `expected_results` hold one entry a line."""

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="plans", verbose_name="Объединение"
    )
    school_year = models.PositiveSmallIntegerField("Учебный год")
    title = models.CharField("Название", max_length=400, blank=True)
    unified_theme = models.TextField("Единая методическая тема", blank=True)
    methodical_theme = models.TextField("Методическая тема объединения", blank=True)
    goal = models.TextField("Цель", blank=True)
    tasks = models.TextField("Задачи", blank=True)
    expected_results = models.TextField("Ожидаемые результаты", blank=True)
    form = models.CharField("Форма плана", max_length=10, choices=PlanForm, default=PlanForm.SECTIONS)
    status = models.CharField("Состояние", max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT)
    is_public = models.BooleanField("Опубликован на сайте", default=False)
    signer_post = models.CharField("Должность подписывающего", max_length=200, blank=True)
    signer_name = models.CharField("Кто подписывает", max_length=120, blank=True)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "план работы"
        verbose_name_plural = "планы работы"
        constraints = [
            models.UniqueConstraint(
                fields=["association", "school_year"], condition=Q(archived_at=None), name="plan_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(school_year__gte=2000, school_year__lte=2100), name="plan_year_is_sensible"
            ),
        ]
        indexes = [models.Index(fields=["school_year", "status"])]

    def __str__(self) -> str:
        return f"План на {self.year.label}"

    def get_absolute_url(self) -> str:
        return reverse("workplans:plan_detail", args=[self.pk])

    @property
    def year(self) -> SchoolYear:
        return SchoolYear(self.school_year)

    @property
    def is_binding(self) -> bool:
        """Whether changes from now on are kept as versions."""
        return self.status == PlanStatus.APPROVED


class PlanGrif(models.Model):
    """A block of agreement on the plan's title: considered, agreed, to be approved, approved."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="grifs")
    kind = models.CharField("Гриф", max_length=10, choices=GrifKind)
    text = models.TextField("Кем, чем", blank=True, help_text="Например: на заседании ММО школьных библиотекарей")
    number = models.CharField("№", max_length=40, blank=True)
    on = models.DateField("Дата", null=True, blank=True)
    url = models.CharField("Ссылка на документ", max_length=300, blank=True)

    class Meta:
        verbose_name = "гриф"
        verbose_name_plural = "грифы"
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="grif_once_of_a_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class PlanSection(models.Model):
    """A section of the numbered form and, being the same thing, a direction of the matrix."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("Порядок")
    title = models.CharField("Раздел или направление", max_length=300)

    class Meta:
        verbose_name = "раздел плана"
        verbose_name_plural = "разделы плана"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "title"], name="section_title_once_in_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def spine(self) -> int:
        """The colour of its books, 1 to 8, by position."""
        return spine_at(self.position)


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def present(self) -> Self:
        """Items that are not archived."""
        return self.filter(archived_at=None)

    def in_paper_order(self) -> Self:
        """In the order of the paper."""
        return self.order_by("position", "pk")

    def by_date(self) -> Self:
        """By the first day, undated ones last."""
        return self.order_by(F("start").asc(nulls_last=True), F("end").asc(nulls_last=True), "position", "pk")

    def touching(self, first: date, last: date) -> Self:
        """Items whose span meets the days from `first` to `last`, both included."""
        begins = Q(start__lte=last) | (Q(start=None) & Q(end__lte=last))
        ends = Q(end__gte=first) | (Q(end=None) & Q(start__gte=first))
        return self.filter(begins & ends)

    def overdue_on(self, day: date) -> Self:
        """Planned items whose last day has passed."""
        return self.filter(status=ItemStatus.PLANNED, end__lt=day)


class PlanItem(models.Model):
    """One activity of a plan.

    `term_raw` is the author's wording and is always printed as typed; `term_kind`, `start`, `end`, `time` and `months`
    are what the reading of it gave. `uid` names the item in calendars for ever.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    section = models.ForeignKey(
        PlanSection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="Раздел или направление",
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField("Порядок", default=0)
    number = models.CharField("№", max_length=12, blank=True)
    title = models.TextField("Мероприятие")
    form = models.CharField("Форма", max_length=20, choices=EventForm, default=EventForm.OTHER)
    description = models.TextField("Описание", blank=True)
    term_raw = models.CharField("Срок", max_length=300, blank=True)
    term_kind = models.CharField(max_length=20, default="none", editable=False)
    start = models.DateField(null=True, blank=True, editable=False)
    end = models.DateField(null=True, blank=True, editable=False)
    time = models.TimeField(null=True, blank=True, editable=False)
    months = models.JSONField(default=list, blank=True, editable=False)
    place = models.CharField("Место", max_length=200, blank=True)
    format = models.CharField("Формат", max_length=10, choices=ItemFormat, blank=True)
    audience = models.CharField("Для кого", max_length=200, blank=True)
    outcome_document = models.CharField("Итоговый документ", max_length=200, blank=True)
    status = models.CharField("Состояние", max_length=12, choices=ItemStatus, default=ItemStatus.PLANNED)
    status_reason = models.CharField("Причина", max_length=300, blank=True)
    note = models.TextField("Примечание", blank=True)
    source_import = models.ForeignKey(
        "PlanImport", on_delete=models.SET_NULL, null=True, blank=True, related_name="made_items", editable=False
    )
    source_row = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = "пункт плана"
        verbose_name_plural = "пункты плана"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="item_has_title"),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")), name="item_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ItemStatus.CANCELLED, ItemStatus.POSTPONED]) | ~Q(status_reason=""),
                name="item_called_off_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["plan", "position"]), models.Index(fields=["start", "end"])]

    def __str__(self) -> str:
        return self.title if len(self.title) <= 80 else f"{self.title[:79]}…"

    def get_absolute_url(self) -> str:
        return reverse("workplans:item_detail", args=[self.plan_id, self.pk])


class ItemOwner(models.Model):
    """One responsible of an item: a linked person, a group, an organisation, or words not linked to anything."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="owners")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=OwnerKind, default=OwnerKind.TEXT)
    name = models.CharField("Ответственный", max_length=200)
    detail = models.CharField("Должность, организация", max_length=300, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_items"
    )
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_items"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_items"
    )

    class Meta:
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ItemOutcome(models.Model):
    """What shows that an item is done: told by the thing done (an event, a protocol) or by the head in words."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="outcomes")
    source_key = models.CharField(max_length=80, blank=True)
    participation_count = models.PositiveIntegerField("Участий", null=True, blank=True)
    evidence = models.CharField("Чем подтверждается", max_length=300)
    evidence_url = models.CharField(max_length=300, blank=True)
    held_on = models.DateField("Когда проведено", null=True, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.CharField(max_length=200, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "итог пункта плана"
        verbose_name_plural = "итоги пунктов плана"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "source_key"],
                condition=Q(withdrawn_at=None) & ~Q(source_key=""),
                name="outcome_once_per_source",
            ),
        ]

    def __str__(self) -> str:
        return self.evidence


class PlanVersion(models.Model):
    """The whole plan as it stood after its approval or after a change to the approved plan. Never edited."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=10, choices=VersionReason)
    note = models.CharField(max_length=300, blank=True)
    snapshot = models.JSONField()
    made_at = models.DateTimeField(editable=False)
    made_by = models.CharField(max_length=200, editable=False)
    # Changes of one request make one version.
    request_id = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "редакция плана"
        verbose_name_plural = "редакции плана"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once")]

    def __str__(self) -> str:
        return f"Редакция {self.number}"


class PlanImport(models.Model):
    """One reading of a paper on its way into a plan. Until confirmed it touches no plan; afterwards it can be undone.

    `reading` is the editable preview, `undo` is what confirming has made and changed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="plan_imports")
    school_year = models.PositiveSmallIntegerField("Учебный год")
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    source = models.CharField(max_length=10, choices=ImportSource)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.PREVIEW)
    reading = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_imports"
    )
    made_at = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "загрузка плана"
        verbose_name_plural = "загрузки планов"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name or "Вставленная таблица"

    def get_absolute_url(self) -> str:
        return reverse("workplans:import_preview", args=[self.public_id])

    @property
    def year(self) -> SchoolYear:
        return SchoolYear(self.school_year)


class OwnerAnswer(models.Model):
    """An answer to «who is meant?», remembered for the association's next import.

    `written_key` is the folded spelling. `person` is None when the words are to stay words.
    """

    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="owner_answers")
    written_key = models.CharField(max_length=200)
    written = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    answered_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = "запомненный ответ"
        verbose_name_plural = "запомненные ответы"
        constraints = [models.UniqueConstraint(fields=["association", "written_key"], name="owner_answer_once")]

    def __str__(self) -> str:
        return self.written
