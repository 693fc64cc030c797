"""Taking marks off control."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stellazh.common.actor import Actor
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, ProgressEntry


def withdraw(rows: Sequence[Assignment], *, words: str, by: Actor, at: datetime) -> None:
    """Take these open marks off control with a line in the story of each. Two statements."""
    for row in rows:
        row.state, row.words, row.closed_at, row.reported_at = DoneState.WITHDRAWN, words, at, at
        row.version += 1
    Assignment.objects.bulk_update(rows, ["state", "words", "closed_at", "reported_at", "version"], batch_size=200)
    ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(
                decision_id=row.decision_id,
                assignment=row,
                state=DoneState.WITHDRAWN,
                text=words,
                made_at=at,
                made_by_kind=str(by.actor_kind),
                made_by_id=by.actor_id,
                made_by_name=by.actor_name[:200],
            )
            for row in rows
        ]
    )
