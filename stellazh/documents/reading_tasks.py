"""Background reading of files. Imported by `tasks`."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.documents.services.reading import pick_up_waiting, read_version
from stellazh.documents.services.versions import READ_VERSION
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules

PICK_UP = "documents.pick_up_waiting"
READER = System("чтение файлов")


@handler(READ_VERSION, label="Чтение файла документа", retries=1)
def read(context: JobContext, *, version_id: int, completes_card: bool = False) -> dict[str, Any]:
    """Read one version; a refusal is kept on the card and is no failure of the job."""
    context.progress(0, 1, "Читаю файл")
    version = read_version(version_id, completes_card=completes_card, by=READER, at=clock.now())
    return {"url": version.document.get_absolute_url()}


@handler(PICK_UP, label="Чтение забытых файлов документов")
def pick_up(context: JobContext) -> dict[str, Any]:
    """Put into the queue what has waited too long."""
    return {"tried": pick_up_waiting(by=READER, at=clock.now())}


schedules.add(Schedule(PICK_UP, "*/10 * * * *", PICK_UP))
