"""By the clock: digests, and forgetting what was read long ago."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.notices import services


@handler("notices.send_digests", label="Рассылка сводок", retries=3)
def send_digests(context: JobContext) -> dict[str, Any]:
    """Write to everybody whose hour has come."""
    return {"letters": services.send_digests(at=clock.now())}


@handler("notices.clear_old", label="Уборка старых уведомлений")
def clear_old(context: JobContext) -> dict[str, Any]:
    """Forget what was read half a year ago."""
    return {"deleted": services.clear_old(at=clock.now())}


# Zones of Russia differ by whole hours, others by quarters.
schedules.add(Schedule("notices.send_digests", "*/15 * * * *", "notices.send_digests"))
schedules.add(Schedule("notices.clear_old", "37 3 * * *", "notices.clear_old"))
