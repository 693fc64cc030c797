"""Work that comes by the clock: each app registers its schedules in `AppConfig.ready()` or `tasks.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from croniter import croniter
from django.db import IntegrityError, transaction
from django.utils import timezone

from stellazh.common.actor import System
from stellazh.common.registries import Registry
from stellazh.jobs.models import ScheduleTick
from stellazh.jobs.services import enqueue


@dataclass(frozen=True)
class Schedule:
    """A job that is due by a cron line in the installation's own time zone. Missed times are made up for once."""

    name: str
    cron: str
    job_name: str
    label: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not croniter.is_valid(self.cron):
            raise ValueError(f"«{self.cron}» is no cron line")

    def last_due(self, at: datetime) -> datetime:
        """The latest moment not after `at` at which this was due."""
        local = timezone.localtime(at)
        if croniter.match(self.cron, local):
            return local.replace(second=0, microsecond=0)
        due: datetime = croniter(self.cron, local).get_prev(datetime)
        return due


schedules: Registry[Schedule] = Registry("schedule", key=lambda entry: entry.name)


def tick(*, at: datetime) -> int:
    """Put what has become due into the queue; how many. Each due time gives one job however many workers tick."""
    return sum(_tick(schedule, at=at) for schedule in schedules)


@transaction.atomic
def _tick(schedule: Schedule, *, at: datetime) -> bool:
    due_at = schedule.last_due(at)
    known = ScheduleTick.objects.filter(name=schedule.name)
    last = known.values_list("last_due_at", flat=True).first()
    if last is None:
        _begin(schedule, due_at)
        return False
    if last >= due_at or not known.filter(last_due_at__lt=due_at).update(last_due_at=due_at):
        return False
    enqueue(
        schedule.job_name,
        schedule.arguments,
        by=System("расписание"),
        at=at,
        label=schedule.label,
        key=f"schedule:{schedule.name}",
    )
    return True


def _begin(schedule: Schedule, due_at: datetime) -> None:
    """A schedule seen for the first time owes nothing for the past."""
    try:
        with transaction.atomic():
            ScheduleTick.objects.create(name=schedule.name, last_due_at=due_at)
    except IntegrityError:
        # Another worker saw it in the same moment.
        return
