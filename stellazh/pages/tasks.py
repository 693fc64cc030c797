"""Background work of the sites: what comes out by the clock, sites of new associations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.pages.services.planned import publish_due
from stellazh.pages.services.sites import ensure_all_sites

PUBLISH_DUE: Final = "pages.publish_due"
ENSURE_SITES: Final = "pages.ensure_sites"


@handler(PUBLISH_DUE, label="Выход запланированных новостей")
def publish_what_is_due(context: JobContext) -> dict[str, Any]:
    """Publish what has come due, take down what has expired."""
    return asdict(publish_due(at=clock.now()))


@handler(ENSURE_SITES, label="Сайты новых объединений")
def ensure_sites(context: JobContext) -> dict[str, Any]:
    """Make the sites of associations that have none."""
    return {"made": ensure_all_sites(by=System("сайты объединений"), at=clock.now())}


schedules.add(Schedule(PUBLISH_DUE, "*/5 * * * *", PUBLISH_DUE))
schedules.add(Schedule(ENSURE_SITES, "*/10 * * * *", ENSURE_SITES))
