"""The delivery as background work: after each commit that queued a letter, and again when a pause is over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.mail.delivery import deliver_due, next_due_at
from stellazh.mail.services import DELIVERY, call_postman_later


@handler(DELIVERY, label="Отправка писем", retries=3)
def deliver(context: JobContext) -> dict[str, Any]:
    """Send what is due, and come again when the next letter is."""
    report = deliver_due(now=clock.now, before_each=context.check_cancelled)
    next_at = next_due_at()
    if next_at is not None:
        call_postman_later(next_at, at=clock.now())
    return asdict(report)


# Every queued letter has its delivery; this one finds letters whose delivery failed in a way nobody foresaw.
schedules.add(Schedule(name=DELIVERY, cron="*/15 * * * *", job_name=DELIVERY))
