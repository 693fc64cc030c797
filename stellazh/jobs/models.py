from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stellazh.common.actor import ActorKind
from stellazh.jobs.enums import UNFINISHED, JobState

if TYPE_CHECKING:
    from stellazh.common.actor import Actor


class Worker(models.Model):
    """A process's thread that runs jobs. It writes `seen_at` every few seconds as long as it lives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    host = models.CharField("компьютер", max_length=255)
    pid = models.PositiveIntegerField("номер процесса")
    process_started = models.CharField("начало процесса", max_length=32, blank=True)
    started_at = models.DateTimeField("начал")
    seen_at = models.DateTimeField("отозвался")
    stopped_at = models.DateTimeField("закончил", null=True, blank=True)

    class Meta:
        verbose_name = "исполнитель"
        verbose_name_plural = "исполнители"

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: Actor) -> Self:
        """Jobs that this very person asked for. Those of guests, links and the system are nobody's to see."""
        if actor.actor_kind != ActorKind.PERSON:
            return self.none()
        return self.filter(actor_kind=ActorKind.PERSON, actor_id=actor.actor_id)

    def unfinished(self) -> Self:
        """Queued and running ones."""
        return self.filter(state__in=UNFINISHED)

    def running_as(self, job: Job) -> Self:
        """The job's row as long as this very attempt of this worker owns it; nothing once another one took over."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker_id, attempt=job.attempt)


class Job(models.Model):
    """One piece of background work: who asked for it, how far it is, what came of it."""

    public_id = models.UUIDField("номер", unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField("обработчик", max_length=100)
    label = models.CharField("название", max_length=200)
    arguments = models.JSONField("параметры", default=dict)
    scope = models.CharField("где", max_length=100, blank=True)
    key = models.CharField("ключ", max_length=200, blank=True)

    actor_kind = models.CharField("кто: вид", max_length=10)
    actor_id = models.CharField("кто: номер", max_length=64, blank=True)
    actor_name = models.CharField("кто", max_length=255, blank=True)

    state = models.CharField("состояние", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("сделано", default=0)
    total = models.PositiveIntegerField("всего", default=0)
    message = models.CharField("что делается", max_length=300, blank=True)
    result = models.JSONField("итог", null=True, blank=True)
    error = models.TextField("почему не получилось", blank=True)

    task_id = models.UUIDField("место в очереди", null=True, blank=True)
    worker = models.ForeignKey(Worker, models.SET_NULL, verbose_name="исполнитель", null=True, blank=True)
    attempt = models.PositiveSmallIntegerField("попытка", default=0)
    failure_count = models.PositiveSmallIntegerField("неудач", default=0)
    lost_count = models.PositiveSmallIntegerField("прерываний", default=0)

    created_at = models.DateTimeField("поставлено")
    due_at = models.DateTimeField("не раньше")
    started_at = models.DateTimeField("начато", null=True, blank=True)
    finished_at = models.DateTimeField("закончено", null=True, blank=True)
    cancel_requested_at = models.DateTimeField("отмена запрошена", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "задание"
        verbose_name_plural = "задания"
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["actor_kind", "actor_id", "-created_at"], name="jobs_job_by_actor"),
            models.Index(fields=["state"], condition=models.Q(state__in=UNFINISHED), name="jobs_job_unfinished"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=UNFINISHED) & ~models.Q(key=""),
                name="jobs_job_one_unfinished_per_key",
            ),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="jobs_job_state_known"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("jobs:job_detail", args=[self.public_id])

    @property
    def topic(self) -> str:
        """Where the live bus tells of this job."""
        return f"job:{self.public_id}"

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int | None:
        """How far, 0 to 100, or None when the work has not said how much there is."""
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)

    @property
    def result_url(self) -> str:
        """Where the result is, an address of ours, or nothing."""
        result: Any = self.result
        url = result.get("url") if isinstance(result, dict) else None
        if not isinstance(url, str) or not url.startswith("/"):
            return ""
        return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


class ScheduleTick(models.Model):
    """When a schedule's work was last due and given to the queue."""

    name = models.CharField("расписание", max_length=100, unique=True)
    last_due_at = models.DateTimeField("последний раз")

    class Meta:
        verbose_name = "ход расписания"
        verbose_name_plural = "ход расписаний"

    def __str__(self) -> str:
        return self.name
