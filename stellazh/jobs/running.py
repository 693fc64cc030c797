"""One run of one job, from claiming it to keeping what came of it."""

from __future__ import annotations

import json
import logging
import threading
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.jobs import queue
from stellazh.jobs.context import JobContext
from stellazh.jobs.enums import JobState
from stellazh.jobs.handlers import JobCancelled, JobInterrupted, handlers
from stellazh.jobs.models import Job, Worker
from stellazh.jobs.services import announce

logger = logging.getLogger(__name__)

FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(hours=1)
UNEXPECTED: Final = "Что-то сломалось у нас, не у вас. Подробности записаны в журнал; попробуйте ещё раз позже."
UNKNOWN: Final = "Эта работа больше не поддерживается: обработчик «{name}» не найден."
LOST: Final = "Работа несколько раз прерывалась вместе с сервером и остановлена. Запустите её снова."


@dataclass(frozen=True, slots=True)
class Shift:
    """The worker that runs jobs in this thread, and how it learns that it should stop."""

    worker: Worker
    stop: threading.Event


shift: ContextVar[Shift] = ContextVar("shift")


def run_by_id(public_id: UUID) -> None:
    """Claim the job and run its handler, in a thread where `shift` is set. Raises nothing of the handler's."""
    now = shift.get()
    job = claim_job(public_id, worker=now.worker, at=clock.now())
    if job is None:
        return
    announce(job)
    handler = handlers.get(job.name)
    if handler is None:
        logger.error("No handler is registered for job «%s» (%s).", job.name, job.public_id)
        finish_job(job, JobState.FAILED, at=clock.now(), error=UNKNOWN.format(name=job.name))
        return
    try:
        result = handler.run(JobContext(job, now.stop), **job.arguments)
        json.dumps(result)
    except JobCancelled:
        finish_job(job, JobState.CANCELLED, at=clock.now())
    except JobInterrupted:
        return_job(job, at=clock.now())
    except DomainError as refusal:
        finish_job(job, JobState.FAILED, at=clock.now(), error=str(refusal))
    except Exception:
        logger.exception("Job «%s» (%s) failed at attempt %s.", job.name, job.public_id, job.attempt)
        if job.failure_count < handler.retries:
            retry_job(job, at=clock.now())
        else:
            finish_job(job, JobState.FAILED, at=clock.now(), error=UNEXPECTED)
    else:
        finish_job(job, JobState.DONE, at=clock.now(), result=result)


@transaction.atomic
def claim_job(public_id: UUID, *, worker: Worker, at: datetime) -> Job | None:
    """Make a waiting job this worker's, or None when it waits no more."""
    job = Job.objects.select_for_update().filter(public_id=public_id, state=JobState.QUEUED).first()
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.worker = worker
    job.attempt += 1
    job.started_at = at
    job.done, job.total, job.message = 0, 0, ""
    job.save(update_fields=["state", "worker", "attempt", "started_at", "done", "total", "message"])
    return job


@transaction.atomic
def finish_job(
    job: Job, state: JobState, *, at: datetime, result: dict[str, Any] | None = None, error: str = ""
) -> bool:
    """Keep what came of the job; False, changing nothing, when another worker has taken it over."""
    kept = Job.objects.running_as(job).update(
        state=state,
        finished_at=at,
        result=result,
        error=error,
        done=job.total if state == JobState.DONE else job.done,
        total=job.total,
        message=job.message,
    )
    if kept:
        job.refresh_from_db()
        announce(job)
    else:
        logger.warning("Job «%s» (%s) was taken over; this run does not count.", job.name, job.public_id)
    return bool(kept)


@transaction.atomic
def retry_job(job: Job, *, at: datetime) -> None:
    """Let a failed job wait and begin anew: 10 s, 40 s, 160 s … an hour at most."""
    due_at = at + min(LONGEST_PAUSE, FIRST_PAUSE * 4**job.failure_count)
    job.failure_count += 1
    _requeue(job, at=at, due_at=due_at)


@transaction.atomic
def return_job(job: Job, *, at: datetime) -> None:
    """Give the job back to the queue as if it had not begun: its worker is stopping."""
    _requeue(job, at=at)


@transaction.atomic
def recover_job(job: Job, *, at: datetime) -> None:
    """Give the job of a lost worker back to the queue, or end it when that has happened too often."""
    handler = handlers.get(job.name)
    job.lost_count += 1
    if job.cancel_requested_at is not None:
        finish_job(job, JobState.CANCELLED, at=at)
    elif handler is None or job.lost_count > handler.restarts:
        Job.objects.running_as(job).update(lost_count=job.lost_count)
        finish_job(job, JobState.FAILED, at=at, error=LOST)
    else:
        _requeue(job, at=at)


def _requeue(job: Job, *, at: datetime, due_at: datetime | None = None) -> None:
    placed = queue.put(job.public_id, due_at=due_at)
    kept = Job.objects.running_as(job).update(
        state=JobState.QUEUED,
        worker=None,
        task_id=placed,
        due_at=due_at or at,
        failure_count=job.failure_count,
        lost_count=job.lost_count,
        done=0,
        total=0,
        message="",
    )
    if kept:
        job.refresh_from_db()
        announce(job)
