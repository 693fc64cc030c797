"""Every change of a protocol's text begins and ends alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.live.bus import publish
from stellazh.protocols.access import can_edit_protocol
from stellazh.protocols.models import Protocol
from stellazh.protocols.services.locking import locked_protocol
from stellazh.protocols.services.revisions import keep_revision

_SHOWN = 300


def editable_protocol(protocol_id: int, by: Actor) -> Protocol:
    """The protocol, held until the transaction ends, for somebody who may change its text.

    Raises:
        PermissionRefused: she keeps no protocols there, or it is signed or put away.
    """
    protocol = locked_protocol(protocol_id)
    require(can_edit_protocol(by, protocol))
    return protocol


def touch(protocol: Protocol, *, at: datetime, block: str = "") -> None:
    """Note when the protocol was last changed, and tell the pages that are open on it."""
    protocol.updated_at = at
    Protocol.objects.filter(pk=protocol.pk).update(updated_at=at)
    publish(f"protocol:{protocol.pk}", {"block": block})


def keep_deed(
    action: str,
    thing: models.Model,
    protocol: Protocol,
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Write the deed into the journal, long texts cut: the whole ones stand among the earlier texts."""
    short = {name: (_cut(before), _cut(after)) for name, (before, after) in (changes or {}).items()}
    record(action, thing, by=by, at=at, scope=protocol.association.path, changes=short, note=protocol.title[:300])


def keep_text(
    action: str,
    thing: models.Model,
    protocol: Protocol,
    block: str,
    *,
    stored: Mapping[str, str],
    before: Mapping[str, str],
    wanted: Mapping[str, str],
    after: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> None:
    """Keep the earlier text of `block`, and the deed once for all saves of a person within minutes.

    `stored` and `after` are texts by names of fields, `before` and `wanted` the same by Russian names.
    """
    if keep_revision(protocol, block, stored, by=by, at=at, after=after):
        keep_deed(action, thing, protocol, by=by, at=at, changes=compare(before, wanted))
    touch(protocol, at=at, block=block)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
