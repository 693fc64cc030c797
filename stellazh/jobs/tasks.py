"""The jobs' own work: old traces are cleared away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.enums import UNFINISHED
from stellazh.jobs.handlers import handler
from stellazh.jobs.models import Job, Worker
from stellazh.jobs.schedules import Schedule, schedules

KEEP_TASKS = timedelta(days=7)
KEEP_JOBS = timedelta(days=180)


@handler("jobs.clear_old", label="Уборка старых заданий")
def clear_old(context: JobContext) -> dict[str, Any]:
    """Forget the queue's finished rows after a week, finished jobs after half a year, and workers with neither."""
    at = clock.now()
    tasks, _ = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED), finished_at__lt=at - KEEP_TASKS
    ).delete()
    jobs, _ = Job.objects.filter(~Q(state__in=UNFINISHED), finished_at__lt=at - KEEP_JOBS).delete()
    workers, _ = Worker.objects.filter(stopped_at__lt=at - KEEP_TASKS, job=None).delete()
    return {"tasks": tasks, "jobs": jobs, "workers": workers}


schedules.add(Schedule("jobs.clear_old", "17 3 * * *", "jobs.clear_old"))
