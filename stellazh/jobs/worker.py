"""The loop that takes jobs from the queue and runs them, one at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from django.db import OperationalError, close_old_connections, connections, transaction
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from stellazh.common import clock
from stellazh.jobs.duties import duties
from stellazh.jobs.models import Worker
from stellazh.jobs.queue import wake
from stellazh.jobs.reaper import reap
from stellazh.jobs.running import Shift, shift
from stellazh.jobs.schedules import tick
from stellazh.jobs.workers import HEARTBEAT_SECONDS, note_heartbeat, note_stop, register_worker

logger = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.25
KEEP_HOUSE_SECONDS: Final = 5.0


def run_worker(*, once: bool = False, stop: threading.Event) -> int:
    """Run jobs until `stop` is set, or with `once` until nothing is due; how many were run.

    Also brings back the jobs of lost workers and keeps the schedules. A running job is given back to the queue at its
    next step after `stop`; this returns within half a second of that. Survives a database that is away for a while.
    """
    worker = _patiently(lambda: register_worker(at=clock.now()), stop)
    if worker is None:
        return 0
    quiet = threading.Event()
    heart = threading.Thread(target=_beat, args=(worker, quiet), name="jobs-heartbeat", daemon=True)
    heart.start()
    try:
        return _work(worker, once=once, stop=stop)
    finally:
        quiet.set()
        heart.join(2)
        _quietly(lambda: note_stop(worker, at=clock.now()))
        connections.close_all()


def run_queued() -> int:
    """Run everything that is due now, in this thread and its transaction; how many. For tests and commands."""
    worker = register_worker(at=clock.now())
    count = 0
    while _run_next(Shift(worker, threading.Event())):
        count += 1
    note_stop(worker, at=clock.now())
    return count


def _work(worker: Worker, *, once: bool, stop: threading.Event) -> int:
    count = 0
    kept_house_at = float("-inf")
    while not stop.is_set():
        wake.clear()
        try:
            if time.monotonic() - kept_house_at >= KEEP_HOUSE_SECONDS:
                # Not at each look: a new connection costs more than most jobs. A broken one is dropped below.
                close_old_connections()
                _keep_house()
                # Where more waits, the next look comes at once.
                kept_house_at = float("-inf") if _do_duties() else time.monotonic()
            ran = _run_next(Shift(worker, stop))
        except Exception:
            # The worker outlives a locked or absent database and anything the queue could hold.
            logger.exception("The worker stumbled and goes on.")
            connections.close_all()
            stop.wait(1)
            continue
        count += ran
        if not ran:
            if once:
                break
            wake.wait(LOOK_SECONDS)
    return count


def _keep_house() -> None:
    at = clock.now()
    reap(at=at)
    tick(at=at)


def _do_duties() -> bool:
    """Each duty once; whether any has more to do. One that stumbles keeps the others from nothing."""
    is_more = False
    for duty in duties:
        try:
            is_more = duty.run(clock.now()) or is_more
        except Exception:
            logger.exception("The duty %s stumbled and will be done again.", duty.name)
            connections.close_all()
    return is_more


def _run_next(now: Shift) -> bool:
    task = _take(now.worker)
    if task is None:
        return False
    token = shift.set(now)
    try:
        _runner(now.worker).run_task(task)
    finally:
        shift.reset(token)
    return True


def _take(worker: Worker) -> DBTaskResult[Any, Any] | None:
    """Claim the next due task. Looks without locking first: an idle worker never makes SQLite writers wait."""
    due = DBTaskResult.objects.ready().filter(backend_name="default")
    if not due.exists():
        return None
    with transaction.atomic():
        task = due.get_locked()
        if task is not None:
            task.claim(str(worker.pk))
        return task


def _runner(worker: Worker) -> TaskRunner:
    """django-tasks-db's own way to run a claimed task and keep its result, without its loop and its signals."""
    return TaskRunner(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=str(worker.pk),
        excluded_queue_names=[],
    )


def _beat(worker: Worker, quiet: threading.Event) -> None:
    while not quiet.wait(HEARTBEAT_SECONDS):
        _quietly(lambda: note_heartbeat(worker, at=clock.now()))
    connections.close_all()


def _quietly(write: Callable[[], None]) -> None:
    try:
        close_old_connections()
        write()
    except OperationalError:
        logger.warning("The worker's heartbeat was not written.", exc_info=True)
        connections.close_all()


def _patiently(register: Callable[[], Worker], stop: threading.Event) -> Worker | None:
    while not stop.is_set():
        try:
            return register()
        except OperationalError:
            logger.warning("The worker waits for the database.", exc_info=True)
            connections.close_all()
            stop.wait(2)
    return None
