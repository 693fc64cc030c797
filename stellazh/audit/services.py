"""Writing the journal: one entry per deed, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from stellazh.audit.actions import actions
from stellazh.audit.models import AuditEntry, type_of
from stellazh.common.actor import Actor
from stellazh.common.requests import request_id

LABEL_LENGTH = 200


class AuditMisuse(RuntimeError):
    """A service writes its audit wrongly: a fault of ours, not a refusal to anybody."""


def record(
    action: str,
    thing: models.Model,
    *,
    by: Actor,
    at: datetime,
    scope: str = "",
    changes: Mapping[str, tuple[str, str]] | None = None,
    note: str = "",
) -> AuditEntry:
    """Keep who did what to `thing`, with the id of the request it came from.

    `action` is a registered code; `scope` is the association's path («/region/town/») or empty; `changes` maps a
    field's Russian name to its text before and after (see `compare`).

    Raises:
        AuditMisuse: outside a transaction, an unregistered action, a thing not stored yet, a naive moment or a scope
            that is no path.
    """
    if not transaction.get_connection().in_atomic_block:
        raise AuditMisuse("The audit is written in the transaction of the deed; there is none.")
    if action not in actions:
        raise AuditMisuse(f"The action «{action}» is not registered in stellazh.audit.actions.")
    if thing.pk is None:
        raise AuditMisuse(f"{thing!r} has no key yet: store it first.")
    if timezone.is_naive(at):
        raise AuditMisuse("The moment of a deed is an aware datetime.")
    if scope and not (scope.startswith("/") and scope.endswith("/")):
        raise AuditMisuse(f"A scope begins and ends with a slash, this one does not: {scope!r}")
    return AuditEntry.objects.create(
        at=at,
        actor_kind=str(by.actor_kind),
        actor_id=by.actor_id,
        actor_name=by.actor_name[:LABEL_LENGTH],
        action=action,
        object_type=type_of(thing),
        object_id=str(thing.pk),
        object_label=str(thing)[:LABEL_LENGTH],
        scope=scope,
        changes={name: list(pair) for name, pair in (changes or {}).items()},
        note=note,
        request_id=request_id.get()[:64],
    )


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The fields whose texts differ, as before and after; a field missing on one side counts as empty there."""
    names = dict.fromkeys((*before, *after))
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
