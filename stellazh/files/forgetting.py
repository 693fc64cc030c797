"""Letting a stored file go: its row and its words at once, its content with the next sweep; unless another names them.

And letting go the name of whoever brought files.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.files.models import StoredFile
from stellazh.files.texts import drop_text


@transaction.atomic
def forget_file(file_id: int, *, why: str, by: Actor, at: datetime) -> None:
    """Delete the row of a file that nothing points at any more. The caller has asked the rights; `why` is kept.

    Raises:
        ProtectedError: something still points at it.
    """
    stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if stored is None:
        return
    record("file_forgotten", stored, by=by, at=at, scope=stored.scope, note=why)
    stored.delete()
    drop_text(stored.sha256)


def rename_bringer(actor: Actor, *, name: str) -> int:
    """Put another name to the files that this actor brought; how many."""
    return StoredFile.objects.filter(stored_by_kind=str(actor.actor_kind), stored_by_id=actor.actor_id).update(
        stored_by_name=name
    )
