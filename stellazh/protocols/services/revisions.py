"""What stood in a place of a protocol before, and what somebody typed that did not stay. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from stellazh.common.actor import Actor
from stellazh.protocols.models import Protocol, TextRevision
from stellazh.protocols.services.plain_text import LONGEST_TEXT

# Saves of one person within so long are one line of the history.
TOGETHER: Final = timedelta(minutes=5)
# Who takes away that much at once may have slipped: what stood there is kept apart.
_MUCH: Final = 200


def keep_revision(
    protocol: Protocol,
    block: str,
    fields: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    after: Mapping[str, str] | None = None,
    is_lost: bool = False,
) -> bool:
    """Keep the texts that stood in `block` before this save. Gives whether a new line of the history was begun.

    Saves of one person within five minutes are one line, with what stood there before the first of them, unless `after`
    (what stands there now) shows that much was taken away. `is_lost` keeps a text that did not stay when two typed at
    once; the same one only once. Call it under the lock of the protocol.
    """
    kept = {name: str(text)[:LONGEST_TEXT] for name, text in fields.items()}
    rows = TextRevision.objects.filter(protocol=protocol, block=block, is_lost=is_lost)
    if is_lost:
        if not any(text.strip() for text in kept.values()) or rows.filter(fields=kept).exists():
            return False
    else:
        last = rows.order_by("-saved_at", "-pk").first()
        if last is not None and _goes_on(last, by, at) and not _takes_much(kept, after):
            last.saved_at = at
            last.save(update_fields=["saved_at"])
            return False
    TextRevision.objects.create(
        protocol=protocol,
        block=block,
        fields=kept,
        is_lost=is_lost,
        first_at=at,
        saved_at=at,
        saved_by_kind=str(by.actor_kind),
        saved_by_id=by.actor_id,
        saved_by_name=by.actor_name[:200],
    )
    return True


def keep_set_aside(
    protocol: Protocol, block: str, set_aside: Mapping[str, str] | None, *, by: Actor, at: datetime
) -> None:
    """Keep what the person did not take when she settled a clash (`ui.autosaving.set_aside`). At most ten fields."""
    texts = dict(list((set_aside or {}).items())[:10])
    if texts:
        keep_revision(protocol, block, {name[:60]: text for name, text in texts.items()}, by=by, at=at, is_lost=True)


def _goes_on(last: TextRevision, by: Actor, at: datetime) -> bool:
    is_own = (last.saved_by_kind, last.saved_by_id) == (str(by.actor_kind), by.actor_id)
    return is_own and at - last.first_at < TOGETHER


def _takes_much(before: Mapping[str, str], after: Mapping[str, str] | None) -> bool:
    if after is None:
        return False
    return any(len(text) - len(after.get(name, "")) >= max(_MUCH, len(text) // 2) for name, text in before.items())
