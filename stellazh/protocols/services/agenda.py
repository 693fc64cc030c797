"""Questions of the agenda: added, changed, put in order, put away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.versions import require_version
from stellazh.protocols.models import AgendaItem, Protocol
from stellazh.protocols.services.fields import ITEM_NAMES, ItemFields, checked_item, put
from stellazh.protocols.services.moving import Way, neighbour_of, renumber
from stellazh.protocols.services.refusals import ItemHasDecisions, RowIsArchived
from stellazh.protocols.services.revisions import keep_revision, keep_set_aside
from stellazh.protocols.services.touching import editable_protocol, keep_deed, keep_text, touch


@transaction.atomic
def add_item(
    protocol_id: int, *, fields: ItemFields, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> AgendaItem:
    """Add a question after the others. The same `submission_key` gives the question it made before.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        TextMissing, TextTooLong.
    """
    protocol = editable_protocol(protocol_id, by)
    if made := made_before(protocol.agenda.all(), submission_key):
        return made
    checked = checked_item(fields)
    last = protocol.agenda.order_by("-position").values_list("position", flat=True).first() or 0
    item = AgendaItem(protocol=protocol, position=last + 1, submission_key=submission_key)
    put(item, checked, ITEM_NAMES)
    item.save()
    keep_revision(protocol, item_block(item), dict.fromkeys(ITEM_NAMES, ""), by=by, at=at)
    keep_deed("protocol_item_added", item, protocol, by=by, at=at, changes=compare({}, checked.texts()))
    touch(protocol, at=at, block=item_block(item))
    return item


@transaction.atomic
def update_item(
    item_id: int,
    *,
    expected_version: int,
    fields: ItemFields,
    set_aside: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """Change a question; equal fields change nothing. What stood there before stays among the earlier texts.

    `set_aside` are texts not taken when a clash was settled: they are kept too.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        RowIsArchived, TextMissing, TextTooLong.
    """
    protocol, item = _editable(item_id, by)
    stored, checked = ItemFields.of(item), checked_item(fields)
    require_version(item.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    block = item_block(item)
    keep_set_aside(protocol, block, set_aside, by=by, at=at)
    if checked == stored:
        return item
    put(item, checked, ITEM_NAMES)
    _save(item)
    keep_text(
        "protocol_item_updated", item, protocol, block, stored=stored.values(), after=checked.values(),
        before=stored.texts(), wanted=checked.texts(), by=by, at=at,
    )  # fmt: skip
    return item


@transaction.atomic
def move_item(item_id: int, *, way: Way, by: Actor, at: datetime) -> bool:
    """Change places with the question before or after. Gives whether it moved; at the end it stays.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        RowIsArchived.
    """
    protocol, item = _editable(item_id, by)
    rows = list(protocol.agenda.filter(archived_at=None).order_by("position", "pk"))
    other = neighbour_of(rows, item, way)
    if other is None:
        return False
    renumber(rows, item, other)
    keep_deed("protocol_item_moved", item, protocol, by=by, at=at)
    touch(protocol, at=at, block=item_block(item))
    return True


@transaction.atomic
def archive_item(item_id: int, *, by: Actor, at: datetime) -> AgendaItem:
    """Put a question away with what was said on it; `restore_item` brings all of it back.

    Raises:
        PermissionRefused: `by` may not change the protocol.
        ItemHasDecisions: something was decided on it.
    """
    protocol, item = _locked(item_id, by)
    if item.archived_at is not None:
        return item
    if item.decisions.filter(archived_at=None).exists():
        raise ItemHasDecisions("По вопросу есть решения: сначала уберите их, потом вопрос.")
    return _set_archived(protocol, item, at, "protocol_item_archived", by=by, at=at)


@transaction.atomic
def restore_item(item_id: int, *, by: Actor, at: datetime) -> AgendaItem:
    """Bring a question back to its place. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` may not change the protocol.
    """
    protocol, item = _locked(item_id, by)
    if item.archived_at is None:
        return item
    return _set_archived(protocol, item, None, "protocol_item_restored", by=by, at=at)


def item_block(item: AgendaItem) -> str:
    """Its name among blocks of the page and of the history."""
    return f"item-{item.pk}"


def _set_archived(
    protocol: Protocol, item: AgendaItem, when: datetime | None, action: str, *, by: Actor, at: datetime
) -> AgendaItem:
    item.archived_at = when
    _save(item)
    keep_revision(protocol, item_block(item), ItemFields.of(item).values(), by=by, at=at)
    keep_deed(action, item, protocol, by=by, at=at)
    touch(protocol, at=at, block=item_block(item))
    return item


def _locked(item_id: int, by: Actor) -> tuple[Protocol, AgendaItem]:
    found = AgendaItem.objects.only("protocol_id").get(pk=item_id)
    protocol = editable_protocol(found.protocol_id, by)
    # Read under the lock: what was read before it may be old.
    return protocol, AgendaItem.objects.get(pk=item_id)


def _editable(item_id: int, by: Actor) -> tuple[Protocol, AgendaItem]:
    protocol, item = _locked(item_id, by)
    if item.archived_at is not None:
        raise RowIsArchived("Вопрос убран из повестки: сначала верните его.")
    return protocol, item


def _save(item: AgendaItem) -> None:
    item.version += 1
    item.save()
