"""Jobs whose worker is gone, and jobs that lost their place in the queue, come back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stellazh.jobs import queue
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job, Worker
from stellazh.jobs.running import recover_job
from stellazh.jobs.workers import is_lost

logger = logging.getLogger(__name__)

MISPLACED_AFTER: Final = timedelta(seconds=30)


def reap(*, at: datetime) -> int:
    """Bring back what dead workers left behind; how many jobs that were. Several workers may do it at once."""
    lost = [worker for worker in Worker.objects.filter(stopped_at=None) if is_lost(worker, at=at)]
    for worker in lost:
        logger.warning("Worker %s (%s) is lost; its jobs go back to the queue.", worker, worker.pk)
        Worker.objects.filter(pk=worker.pk).update(stopped_at=at)
    count = sum(_recover(job_id, at=at) for job_id in _orphans(at=at))
    _end_tasks_of([worker.pk for worker in lost], at=at)
    return count + sum(_place_again(job_id, at=at) for job_id in _misplaced(at=at))


def _orphans(*, at: datetime) -> list[int]:
    running = Job.objects.filter(state=JobState.RUNNING).select_related("worker")
    return [job.pk for job in running if job.worker is None or is_lost(job.worker, at=at)]


@transaction.atomic
def _recover(job_id: int, *, at: datetime) -> bool:
    job = Job.objects.select_for_update(of=("self",)).filter(pk=job_id, state=JobState.RUNNING).first()
    if job is None:
        return False
    if job.worker is not None and not is_lost(job.worker, at=at):
        return False
    recover_job(job, at=at)
    return True


def _end_tasks_of(worker_ids: list[UUID], *, at: datetime) -> None:
    """The queue's own rows have no heartbeat: those of lost workers would count as running for ever."""
    names = {str(worker_id) for worker_id in worker_ids}
    if not names:
        return
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).values_list("pk", "worker_ids")
    ended = [pk for pk, workers in running if workers and workers[-1] in names]
    DBTaskResult.objects.filter(pk__in=ended, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=at
    )


def _misplaced(*, at: datetime) -> list[int]:
    """Waiting jobs that the queue does not know: their worker died between taking the place and the job."""
    waiting = Job.objects.filter(state=JobState.QUEUED, due_at__lt=at - MISPLACED_AFTER)
    places = dict(waiting.values_list("pk", "task_id"))
    known = set(
        DBTaskResult.objects.filter(
            pk__in=[place for place in places.values() if place],
            status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        ).values_list("pk", flat=True)
    )
    return [pk for pk, place in places.items() if place not in known]


@transaction.atomic
def _place_again(job_id: int, *, at: datetime) -> bool:
    job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.QUEUED).first()
    if job is None or job_id not in _misplaced(at=at):
        return False
    Job.objects.filter(pk=job_id).update(task_id=queue.put(job.public_id))
    return True
