"""What imports add to the shelves below: names of deeds, and a kind of file."""

from __future__ import annotations

from typing import Final

from stellazh.audit.actions import AuditAction, actions
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.workplans.services.imports.opening import can_read_source
from stellazh.workplans.services.imports.reading import PLAN_SOURCE

MAX_BYTES: Final = 20 * 1024 * 1024


def register() -> None:
    """Name the deeds of imports and the purpose of the papers they keep."""
    for code, label in (
        ("import_started", "Загружен файл плана"),
        ("import_read", "Прочитан файл плана"),
        ("import_unread", "Файл плана не прочитан"),
        ("import_abandoned", "Загрузка плана оставлена"),
        ("import_resumed", "Загрузка плана продолжена"),
        ("import_confirmed", "План внесён из файла"),
        ("import_undone", "Загрузка плана отменена"),
    ):
        actions.add(AuditAction(code, label))
    # The reader tells papers by their contents; the copy kept is for download only.
    purposes.add(FilePurpose(PLAN_SOURCE, "Файл плана", MAX_BYTES, None, can_read_source))
