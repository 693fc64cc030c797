"""What events add to the items of a plan: links to those made of them, the button that makes one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse

from stellazh.common.requests import Request
from stellazh.events.access import can_create_event
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.events.wording import day_words
from stellazh.workplans.item_doings import DoingSource, ItemDoing, item_doings
from stellazh.workplans.models import PlanItem

_STATES = {EventStatus.DRAFT: ", черновик", EventStatus.CANCELLED: ", отменено"}


def event_doings(request: Request, items: Sequence[PlanItem]) -> Mapping[int, list[ItemDoing]]:
    """The events of each item that the actor may see, and a button for whoever may make one. One query."""
    found: dict[int, list[ItemDoing]] = {item.pk: [] for item in items}
    events = Event.objects.present().visible_to(request.actor).filter(plan_item__in=list(found))
    for event in events.select_related("association").in_order():
        words = f"Мероприятие: {day_words(event)}{_STATES.get(EventStatus(event.status), '')}"
        found[event.plan_item_id or 0].append(ItemDoing(words, event.get_absolute_url(), icon="calendar-days"))
    for item in items:
        is_there = item.archived_at is None and item.plan.archived_at is None
        if is_there and can_create_event(request.actor, item.plan.association):
            words = "Создать ещё мероприятие" if found[item.pk] else "Создать мероприятие"
            address = reverse("events:event_from_item", args=[item.pk])
            found[item.pk].append(ItemDoing(words, address, "post", str(uuid.uuid4()), "calendar-plus"))
    return found


def register() -> None:
    """Add the source."""
    item_doings.add(DoingSource("events", event_doings))
