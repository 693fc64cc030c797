"""Every change of a resolution begins and ends alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import models

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.protocols.access import can_edit_resolution
from stellazh.protocols.models import Resolution
from stellazh.protocols.services.locking import locked_resolution

_SHOWN: Final = 300


def editable_resolution(resolution_id: int, by: Actor) -> Resolution:
    """The resolution, held until the transaction ends, for somebody who may change its text.

    Raises:
        PermissionRefused: she prepares no resolutions there, or it is adopted or put away.
    """
    resolution = locked_resolution(resolution_id)
    require(can_edit_resolution(by, resolution))
    return resolution


def keep(
    action: str,
    thing: models.Model,
    resolution: Resolution,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[str, str]] | None = None,
    note: str = "",
) -> None:
    """Write the deed into the journal, note when the resolution was last changed."""
    resolution.updated_at = at
    Resolution.objects.filter(pk=resolution.pk).update(updated_at=at)
    short = {name: (_cut(before), _cut(after)) for name, (before, after) in (changes or {}).items()}
    scope = resolution.association.path
    record(action, thing, by=by, at=at, scope=scope, changes=short, note=(note or resolution.title)[:_SHOWN])


def next_position(rows: models.QuerySet[models.Model]) -> int:
    """The place after all of these."""
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return 1 if last is None else int(last) + 1


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
