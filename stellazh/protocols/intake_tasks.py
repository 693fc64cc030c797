"""Background work of old protocols. Imported by `tasks`."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.errors import UnreadablePaper
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.protocols.services.intake.bringing import READ_PROTOCOL, read_waiting


@handler(READ_PROTOCOL, label="Чтение протокола из файла")
def read_paper(context: JobContext, *, intake_id: int) -> dict[str, Any]:
    """Read a large file; the job's page leads to its preview."""
    context.progress(0, 1, "Читаю файл")
    intake = read_waiting(intake_id, by=System("чтение протокола"), at=clock.now())
    if intake.problem:
        raise UnreadablePaper(intake.problem)
    return {"url": intake.get_absolute_url()}
