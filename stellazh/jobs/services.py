from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.jobs import queue
from stellazh.jobs.access import can_cancel_job
from stellazh.jobs.enums import JobState
from stellazh.jobs.handlers import handlers
from stellazh.jobs.models import Job
from stellazh.live import bus


@transaction.atomic
def enqueue(
    name: str,
    arguments: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    label: str = "",
    scope: str = "",
    key: str = "",
    due_at: datetime | None = None,
) -> Job:
    """Put background work into the queue, in the caller's transaction: it runs if and only if that commits.

    `arguments` are JSON and become the handler's keyword arguments. `label` is what the person sees, the handler's own
    when empty. Of jobs with the same non-empty `key` one at most is queued or running: the unfinished one is returned.
    The work begins soon, or not before `due_at`.

    Raises:
        KeyError: no handler has that name; a mistake in the code, not the person's.
    """
    handler = handlers[name]
    job = Job(
        name=name,
        label=label or handler.label,
        arguments=dict(arguments),
        scope=scope,
        key=key,
        actor_kind=by.actor_kind,
        actor_id=by.actor_id,
        actor_name=by.actor_name,
        created_at=at,
        due_at=due_at or at,
    )
    if not key:
        _store(job, due_at)
        return job
    for _ in range(3):
        unfinished = Job.objects.unfinished().filter(key=key).first()
        if unfinished is not None:
            return unfinished
        try:
            with transaction.atomic():
                _store(job, due_at)
        except IntegrityError:
            # Somebody else was faster by a moment; theirs may be finished before we look, hence the loop.
            job.pk = None
        else:
            return job
    raise IntegrityError(f"the key «{key}» is taken and free at once")


def _store(job: Job, due_at: datetime | None) -> None:
    job.task_id = queue.put(job.public_id, due_at=due_at)
    job.save(force_insert=True)


@transaction.atomic
def request_cancel(job_id: int, *, by: Actor, at: datetime) -> Job:
    """Stop the job: at once while it waits, at its next step when it runs. A finished one stays as it is.

    Raises:
        PermissionRefused: `by` did not ask for this job.
        Job.DoesNotExist: there is no such job.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    require(can_cancel_job(by, job))
    if job.state == JobState.QUEUED:
        job.state = JobState.CANCELLED
        job.cancel_requested_at = job.finished_at = at
        job.save(update_fields=["state", "cancel_requested_at", "finished_at"])
    elif job.state == JobState.RUNNING and job.cancel_requested_at is None:
        job.cancel_requested_at = at
        job.save(update_fields=["cancel_requested_at"])
    announce(job)
    return job


def announce(job: Job) -> None:
    """Tell whoever has the job's page open how it stands, after the commit."""
    bus.publish(job.topic, snapshot(job))


def snapshot(job: Job) -> dict[str, Any]:
    """What the live stream says of a job."""
    return {
        "state": str(job.state),
        "done": job.done,
        "total": job.total,
        "percent": job.percent,
        "message": job.message,
        "finished": job.is_finished,
    }
