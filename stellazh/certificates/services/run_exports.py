"""What of a run was taken out of the product, for the journal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.certificates.access import can_drive_run
from stellazh.certificates.services.locking import locked_run
from stellazh.common.actor import Actor
from stellazh.common.verdict import require


@transaction.atomic
def note_export(run_id: int, *, what: str, by: Actor, at: datetime) -> None:
    """Write down that somebody takes the list or the sheets of a run out.

    Raises:
        PermissionRefused: `by` does not issue documents there.
    """
    run = locked_run(run_id)
    require(can_drive_run(by, run))
    record("run_exported", run, by=by, at=at, scope=run.association.path, note=what)
