"""The hourly sweep of uploads that nobody goes on with."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.media.services import sweep_uploads

SWEEP = "media.sweep_uploads"


@handler(SWEEP, label="Уборка незаконченных загрузок")
def sweep(context: JobContext) -> dict[str, Any]:
    """Delete uploads without a part for 48 hours."""
    return asdict(sweep_uploads(at=clock.now()))


schedules.add(Schedule(name=SWEEP, cron="20 * * * *", job_name=SWEEP))
