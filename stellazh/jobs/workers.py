"""Workers as rows: who runs jobs, and whether it is still alive."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from stellazh.jobs.models import Worker

HEARTBEAT_SECONDS: Final = 5.0
LOST_AFTER: Final = timedelta(seconds=60)
"""Silence after which a worker on another computer counts as lost."""
STUCK_AFTER: Final = timedelta(minutes=10)
"""Silence after which a worker counts as lost though its process on this computer lives: SQLite lets nobody write
its heartbeat while a job's long transaction is open."""


def register_worker(*, at: datetime) -> Worker:
    """The row of a worker in this process."""
    pid = os.getpid()
    return Worker.objects.create(
        host=socket.gethostname(), pid=pid, process_started=_process_started(pid), started_at=at, seen_at=at
    )


def note_heartbeat(worker: Worker, *, at: datetime) -> None:
    """Keep that the worker lives."""
    Worker.objects.filter(pk=worker.pk).update(seen_at=at)


def note_stop(worker: Worker, *, at: datetime) -> None:
    """Keep that the worker went home by itself."""
    Worker.objects.filter(pk=worker.pk).update(seen_at=at, stopped_at=at)


def is_lost(worker: Worker, *, at: datetime) -> bool:
    """Whether the worker will never finish what it began.

    On this computer its process is looked for; a worker elsewhere is believed lost after a minute of silence.
    """
    if worker.stopped_at is not None:
        return True
    silence = at - worker.seen_at
    if worker.host != socket.gethostname():
        return silence > LOST_AFTER
    if _process_started(worker.pid) != worker.process_started:
        return True
    return silence > STUCK_AFTER


def _process_started(pid: int) -> str:
    """When the process began, in the kernel's ticks since its start; empty where there is no such process.

    The number tells a process from a later one of the same pid. Without /proc the answer is whether it exists.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return "" if Path("/proc/self/stat").exists() else _exists(pid)
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    # A zombie has ended; only its parent has not asked for the exit code yet.
    return "" if fields[0] in ("Z", "X") else fields[19]


def _exists(pid: int) -> str:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "alive"
    return "alive"
