"""The nightly sweep of contents that no row names, and the reading of files."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.files.services import sweep_orphans
from stellazh.files.texts import READ_TEXT, pick_up_unread, read_text
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules

SWEEP = "files.sweep_orphans"
PICK_UP = "files.pick_up_unread"
READER = System("чтение файлов")


@handler(SWEEP, label="Уборка хранилища файлов")
def sweep(context: JobContext) -> dict[str, Any]:
    """Delete orphaned contents older than a day."""
    return asdict(sweep_orphans(at=clock.now()))


schedules.add(Schedule(name=SWEEP, cron="40 3 * * *", job_name=SWEEP))


@handler(READ_TEXT, label="Чтение файла для поиска", retries=1)
def read(context: JobContext, *, sha256: str) -> dict[str, Any]:
    """Read the words of one content; a refusal is kept and is no failure of the job."""
    return {"state": read_text(sha256, at=clock.now())}


@handler(PICK_UP, label="Чтение забытых файлов для поиска")
def pick_up(context: JobContext) -> dict[str, Any]:
    """Put into the queue what was never there and what has waited too long."""
    return {"tried": pick_up_unread(by=READER, at=clock.now())}


schedules.add(Schedule(name=PICK_UP, cron="*/10 * * * *", job_name=PICK_UP))
