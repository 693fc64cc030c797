"""Writing the journal: one entry per deed, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    entry = _entry(action, thing, by=by, at=at, scope=scope, note=note)
    entry.changes = {name: list(pair) for name, pair in (changes or {}).items()}
    entry.save(force_insert=True)
    return entry


def record_each(
    action: str, things: Sequence[models.Model], *, by: Actor, at: datetime, scopes: Sequence[str], notes: Sequence[str]
) -> None:
    """`record` for many things at once, each with its own scope and note: as many statements as for a few.

    Raises:
        AuditMisuse: what `record` refuses, of any of them; nothing is kept then.
    """
    entries = [
        _entry(action, thing, by=by, at=at, scope=scope, note=note)
        for thing, scope, note in zip(things, scopes, notes, strict=True)
    ]
    AuditEntry.objects.bulk_create(entries)


def _entry(action: str, thing: models.Model, *, by: Actor, at: datetime, scope: str, note: str) -> AuditEntry:
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
    return AuditEntry(
        at=at,
        actor_kind=str(by.actor_kind),
        actor_id=by.actor_id,
        actor_name=by.actor_name[:LABEL_LENGTH],
        action=action,
        object_type=type_of(thing),
        object_id=str(thing.pk),
        object_label=str(thing)[:LABEL_LENGTH],
        scope=scope,
        note=note,
        request_id=request_id.get()[:64],
    )


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The fields whose texts differ, as before and after; a field missing on one side counts as empty there."""
    names = dict.fromkeys((*before, *after))
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
