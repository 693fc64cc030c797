"""Signed protocols shown to everybody, and hidden again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.live.bus import publish
from stellazh.protocols.access import can_publish_protocol
from stellazh.protocols.models import Protocol
from stellazh.protocols.services.life_refusals import NotSigned
from stellazh.protocols.services.locking import locked_protocol


@transaction.atomic
def publish_protocol(protocol_id: int, *, expected_version: int, by: Actor, at: datetime) -> Protocol:
    """Let everybody read the protocol, without names that nobody agreed to. One shown already stays as it is: a double
    click makes one deed.

    Raises:
        PermissionRefused: `by` does not sign there, or it is put away. NotSigned: it is no signed protocol.
        ChangedMeanwhile: it is not the one that `by` has looked at.
    """
    protocol = locked_protocol(protocol_id)
    require(can_publish_protocol(by, protocol))
    if not protocol.is_signed:
        raise NotSigned("Показать всем можно подписанный протокол: сначала подпишите его.")
    if protocol.is_published:
        return protocol
    require_version(protocol.version, expected_version)
    _put(protocol, at, by.actor_name[:200], at=at)
    _keep("protocol_published", protocol, ("", "открыт всем"), by=by, at=at)
    return protocol


@transaction.atomic
def unpublish_protocol(protocol_id: int, *, by: Actor, at: datetime) -> Protocol:
    """Hide the protocol from those who may not read it whole, at once. One that is hidden stays as it is.

    Raises:
        PermissionRefused: `by` does not sign there, or it is put away.
    """
    protocol = locked_protocol(protocol_id)
    require(can_publish_protocol(by, protocol))
    if protocol.is_published:
        hide(protocol, by=by, at=at)
    return protocol


def hide(protocol: Protocol, *, by: Actor, at: datetime) -> None:
    """Make a published protocol no longer so. Part of a deed: it is locked, the right is asked there."""
    _put(protocol, None, "", at=at)
    _keep("protocol_unpublished", protocol, ("открыт всем", ""), by=by, at=at)


def _put(protocol: Protocol, published_at: datetime | None, name: str, *, at: datetime) -> None:
    protocol.published_at, protocol.published_by_name = published_at, name
    protocol.version += 1
    protocol.updated_at = at
    protocol.save(update_fields=["published_at", "published_by_name", "version", "updated_at"])


def _keep(action: str, protocol: Protocol, shown: tuple[str, str], *, by: Actor, at: datetime) -> None:
    changes = {"Для всех": shown}
    record(action, protocol, by=by, at=at, scope=protocol.association.path, changes=changes, note=protocol.title[:300])
    publish(f"protocol:{protocol.pk}", {"block": "life"})
