"""Adopted resolutions shown to everybody, and hidden again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.protocols.access import can_publish_resolution
from stellazh.protocols.models import Resolution
from stellazh.protocols.services.locking import locked_resolution
from stellazh.protocols.services.resolutions.holding import keep
from stellazh.protocols.services.resolutions.refusals import WrongState


@transaction.atomic
def publish_resolution(resolution_id: int, *, expected_version: int, by: Actor, at: datetime) -> Resolution:
    """Let everybody read the resolution. One shown already stays as it is: a double click makes one deed.

    Raises:
        PermissionRefused: `by` does not adopt resolutions there, or it is put away. WrongState: it is not adopted.
        ChangedMeanwhile: it is not the one that `by` has looked at.
    """
    resolution = locked_resolution(resolution_id)
    require(can_publish_resolution(by, resolution))
    if not resolution.is_binding:
        raise WrongState("Показать всем можно принятую резолюцию: сначала примите её.")
    if resolution.is_published:
        return resolution
    require_version(resolution.version, expected_version)
    _put(resolution, at, by.actor_name[:200])
    _keep("resolution_published", resolution, ("", "открыта всем"), by=by, at=at)
    return resolution


@transaction.atomic
def unpublish_resolution(resolution_id: int, *, by: Actor, at: datetime) -> Resolution:
    """Hide the resolution from those who may not read it whole, at once. One that is hidden stays as it is.

    Raises:
        PermissionRefused: `by` does not adopt resolutions there, or it is put away.
    """
    resolution = locked_resolution(resolution_id)
    require(can_publish_resolution(by, resolution))
    if resolution.is_published:
        _put(resolution, None, "")
        _keep("resolution_unpublished", resolution, ("открыта всем", ""), by=by, at=at)
    return resolution


def _put(resolution: Resolution, published_at: datetime | None, name: str) -> None:
    resolution.published_at, resolution.published_by_name = published_at, name
    resolution.version += 1
    resolution.save(update_fields=["published_at", "published_by_name", "version"])


def _keep(action: str, resolution: Resolution, shown: tuple[str, str], *, by: Actor, at: datetime) -> None:
    keep(action, resolution, resolution, by=by, at=at, changes={"Для всех": shown})
