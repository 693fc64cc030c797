"""Background work of sheets: letters to many, and reminders each morning. Imported by `tasks`."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, Final

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import DomainError
from stellazh.documents.models import AcquaintanceSheet
from stellazh.documents.services.acquaintance_letters import (
    SEND_LETTERS,
    SHEETS,
    keep_time,
    send_lot,
    to_be_written,
)
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.models import Job
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.people.models import Person

KEEP_TIME: Final = "documents.keep_sheets"
logger = logging.getLogger(__name__)


@handler(SEND_LETTERS, label="Письма об ознакомлении", retries=2)
def send_acquaintance_letters(context: JobContext, *, sheet_id: int, silent_since: str | None) -> dict[str, Any]:
    """Write to everybody who is waited for, lot by lot; begun anew, it goes on where it was."""
    sheet = AcquaintanceSheet.objects.select_related("document__association").get(pk=sheet_id)
    by, since = _doer(context.job), datetime.fromisoformat(silent_since) if silent_since else None
    total = to_be_written(sheet, silent_since=since).count()
    after_id: int | None = 0
    while after_id is not None:
        context.check_cancelled()
        left = to_be_written(sheet, silent_since=since).count()
        context.progress(max(total - left, 0), total, "Готовим письма")
        after_id = send_lot(sheet_id, silent_since=since, after_id=after_id, by=by, at=clock.now())
    return {"url": sheet.get_absolute_url(), "sent": total}


@handler(KEEP_TIME, label="Сроки листов ознакомления")
def keep_sheets(context: JobContext) -> dict[str, Any]:
    """Remind what is due, each sheet by itself: one that fails does not hold up the rest."""
    reminded = refused = 0
    for sheet_id in list(AcquaintanceSheet.objects.open().exclude(due_on=None).values_list("pk", flat=True)):
        context.check_cancelled()
        try:
            reminded += keep_time(sheet_id, by=SHEETS, at=clock.now())
        except DomainError as refusal:
            refused += 1
            logger.warning("Sheet %s: %s", sheet_id, refusal)
    return {"reminded": reminded, "refused": refused}


def _doer(job: Job) -> Actor:
    if job.actor_kind == ActorKind.PERSON:
        return Person.objects.get(pk=int(job.actor_id))
    return SHEETS


schedules.add(Schedule(KEEP_TIME, "25 9 * * *", KEEP_TIME))
