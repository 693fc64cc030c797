"""The delivery as background work: after each commit that queued a letter, and again when a pause is over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.jobs.services import enqueue
from stellazh.mail.delivery import deliver_due, next_due_at
from stellazh.mail.services import DELIVERY, POSTMAN


@handler(DELIVERY, label="Отправка писем", retries=3)
def deliver(context: JobContext) -> dict[str, Any]:
    """Send what is due, and come again when the next letter is."""
    report = deliver_due(now=clock.now, before_each=context.check_cancelled)
    next_at = next_due_at()
    if next_at is not None:
        # To the minute after, so that letters put off together wait for one delivery.
        due_at = next_at.replace(second=0, microsecond=0) + timedelta(minutes=1)
        enqueue(DELIVERY, {}, by=POSTMAN, at=clock.now(), key=f"{DELIVERY}:{due_at:%Y%m%dT%H%M}", due_at=due_at)
    return asdict(report)


# Every queued letter has its delivery; this one finds letters whose delivery failed in a way nobody foresaw.
schedules.add(Schedule(name=DELIVERY, cron="*/15 * * * *", job_name=DELIVERY))
