"""What a handler is given: how to say how far it is, and how to learn that it should stop."""

from __future__ import annotations

import threading
import time
from typing import Final

from stellazh.jobs.handlers import JobCancelled, JobInterrupted
from stellazh.jobs.models import Job, JobQuerySet
from stellazh.jobs.services import snapshot
from stellazh.live import bus

REPORT_SECONDS: Final = 0.3
LOOK_SECONDS: Final = 0.2


class JobContext:
    """One run of one job. Not for use by several threads."""

    def __init__(self, job: Job, stop: threading.Event) -> None:
        self.job = job
        self._stop = stop
        self._reported_at = float("-inf")
        self._looked_at = float("-inf")

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say that `done` of `total` steps are behind. May be called at each step: it writes three times a second.

        Inside a transaction of the handler's own the row becomes visible to others only with its commit; pages that
        follow the live stream see the numbers at once.
        """
        job = self.job
        job.done, job.total, job.message = max(0, done), max(0, total), message[:300]
        now = time.monotonic()
        if now - self._reported_at >= REPORT_SECONDS:
            self._reported_at = now
            self._own().update(done=job.done, total=job.total, message=job.message)
            bus.publish_now(job.topic, snapshot(job))

    def check_cancelled(self) -> None:
        """Pass when the work should go on. Cheap enough for every step.

        Raises:
            JobCancelled: the person asked to stop.
            JobInterrupted: the worker is stopping, or the job was given to another one.
        """
        if self._stop.is_set():
            raise JobInterrupted
        now = time.monotonic()
        if now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        found = list(self._own().values_list("cancel_requested_at", flat=True))
        if not found:
            raise JobInterrupted
        if found[0] is not None:
            raise JobCancelled

    def _own(self) -> JobQuerySet:
        return Job.objects.running_as(self.job)
