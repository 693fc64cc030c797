"""Background work of letters: sending one, letting go of those whose moment has come. Imported by `tasks`."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.events.models import EventLetter
from stellazh.events.services import letters
from stellazh.events.services.letters.parts import Part, recipients
from stellazh.events.services.letters.writing import SEND, letter_address
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules

KEEP_TIME = "events.keep_letters"


@handler(SEND, label="Письма участникам", retries=3)
def send_letter(context: JobContext, *, letter_id: int) -> dict[str, Any]:
    """Write to everybody of the letter's part, lot by lot; begun anew, it goes on where it was."""
    letter = EventLetter.objects.select_related("event").get(pk=letter_id)
    total = recipients(letter.event, Part.of(letter.part)).count()
    after_id = sent_count = refused_count = 0
    while True:
        context.check_cancelled()
        context.progress(sent_count + refused_count, total, "Готовим письма")
        report = letters.send_lot(letter_id, after_id=after_id, by=letters.LETTERS, at=clock.now())
        if report.last_id is None:
            break
        after_id = report.last_id
        sent_count += report.sent_count
        refused_count += report.refused_count
    return {"url": letter_address(letter), "sent": sent_count, "refused": refused_count}


@handler(KEEP_TIME, label="Письма по времени")
def send_due_letters(context: JobContext) -> dict[str, Any]:
    """Let go of the planned letters whose moment has come."""
    return {"sent": letters.send_due_letters(at=clock.now())}


schedules.add(Schedule(KEEP_TIME, "*/5 * * * *", KEEP_TIME))
