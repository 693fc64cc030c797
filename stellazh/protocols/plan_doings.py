"""What protocols add to the items of a plan: a link to the signed protocol of the item's event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stellazh.common.actor import ActorKind
from stellazh.common.requests import Request
from stellazh.protocols.models import Protocol
from stellazh.workplans.item_doings import DoingSource, ItemDoing, item_doings
from stellazh.workplans.models import PlanItem


def protocol_doings(request: Request, items: Sequence[PlanItem]) -> Mapping[int, list[ItemDoing]]:
    """The signed protocols of each item that the actor may read. No query for a guest, one for others."""
    found: dict[int, list[ItemDoing]] = {item.pk: [] for item in items}
    if request.actor.actor_kind == ActorKind.GUEST:
        return found
    rows = Protocol.objects.visible_to(request.actor).signed().filter(event__plan_item__in=list(found))
    for protocol in rows.select_related("event").order_by("held_on", "pk"):
        item_id = protocol.event.plan_item_id if protocol.event else None
        found[item_id or 0].append(ItemDoing(str(protocol), protocol.get_absolute_url(), icon="file-text"))
    return found


def register() -> None:
    """Add the source."""
    item_doings.add(DoingSource("protocols", protocol_doings))
