"""The nightly sweep of contents that no row names."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stellazh.common import clock
from stellazh.files.services import sweep_orphans
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules

SWEEP = "files.sweep_orphans"


@handler(SWEEP, label="Уборка хранилища файлов")
def sweep(context: JobContext) -> dict[str, Any]:
    """Delete orphaned contents older than a day."""
    return asdict(sweep_orphans(at=clock.now()))


schedules.add(Schedule(name=SWEEP, cron="40 3 * * *", job_name=SWEEP))
