"""Background work of plans."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.errors import DomainError
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.workplans.services.imports.reading import READ_PLAN, give_up_reading, read_waiting


@handler(READ_PLAN, label="Чтение плана из файла")
def read_plan(context: JobContext, *, import_id: int) -> dict[str, Any]:
    """Read a large paper; the job's page leads to its preview."""
    by = System("чтение плана")
    context.progress(0, 1, "Читаю файл")
    try:
        plan_import = read_waiting(import_id, by=by, at=clock.now())
    except DomainError as refusal:
        give_up_reading(import_id, reason=str(refusal), by=by, at=clock.now())
        raise
    return {"url": plan_import.get_absolute_url()}
