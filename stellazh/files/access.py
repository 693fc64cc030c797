"""Who may read a stored file."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.files.purposes import purposes


def can_read_file(actor: Actor, stored: StoredFile) -> Verdict:
    """What the file's purpose answers; a file of a purpose nobody knows is closed."""
    purpose = purposes.get(stored.purpose)
    if purpose is None:
        return refuse("Этот файл больше никому не открыт: раздел, к которому он относился, отключён.")
    return purpose.may_read(actor, stored)
