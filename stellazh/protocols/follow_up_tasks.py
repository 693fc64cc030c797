"""Background work of follow-up: reminders, each morning where the association is. Imported by `tasks`."""

from __future__ import annotations

from typing import Any, Final

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.protocols.services.reminding import send_reminders

REMIND: Final = "protocols.remind"


@handler(REMIND, label="Напоминания о поручениях")
def remind(context: JobContext) -> dict[str, Any]:
    """Remind of terms where it is morning now."""
    return {"sent": send_reminders(at=clock.now())}


schedules.add(Schedule(REMIND, "20 * * * *", REMIND))
