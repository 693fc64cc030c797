"""The queue below our jobs: the one task of the django-tasks API, which runs a `Job` by its public id."""

from __future__ import annotations

import threading
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django_tasks import task

wake = threading.Event()
"""Set when work was added by this process, so that its worker does not wait for the next look."""


@task()
def run_job(public_id: str) -> None:
    """Run the job, unless it is already running or finished."""
    from stellazh.jobs.running import run_by_id

    run_by_id(UUID(public_id))


def put(public_id: UUID, *, due_at: datetime | None = None) -> UUID:
    """Put a job into the queue, in the caller's transaction; its place there, to be kept in `Job.task_id`."""
    placed = (run_job.using(run_after=due_at) if due_at else run_job).enqueue(str(public_id))
    transaction.on_commit(wake.set, robust=True)
    return UUID(str(placed.id))
