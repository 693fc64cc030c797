"""What a held event tells the item of the plan: how many took part, and where their list is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.events.access import can_edit_event
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.events.services.locking import locked_event
from stellazh.workplans.access import can_record_outcome
from stellazh.workplans.models import ItemOutcome
from stellazh.workplans.services import record_outcome, withdraw_outcome


@transaction.atomic
def tell_plan(event: Event, *, by: Actor, at: datetime) -> bool:
    """Tell the plan the counted attendances of a held event, if they are not those it knows. Gives whether it knows.

    Call it after every change of marks, with the event locked. It costs nothing for an event that is not held or comes
    from no plan. Whoever marks attendance may lack the right to the plan, and the plan may be closed: then it passes
    over in silence, `reads.untold` tells those who look after the event, and who may tells the plan later.
    """
    if event.plan_item_id is None or event.status != EventStatus.HELD or event.archived_at is not None:
        return False
    count = event.attendances.counted().count()
    known = _outcomes(event).first()
    if known is not None and (known.participation_count, known.held_on) == (count, event.last_day):
        return True
    item = event.plan_item
    if item is None or item.archived_at is not None or not can_record_outcome(by, item.plan):
        return False
    try:
        record_outcome(
            item.pk,
            source_key=event.object_key,
            participation_count=count,
            evidence=f"список участников: {count} {agree(count, 'участие', 'участия', 'участий')}",
            evidence_url=event.get_absolute_url(),
            held_on=event.last_day,
            by=by,
            at=at,
        )
    except DomainError:
        # Somebody has closed the plan or put the item away a moment ago.
        return False
    return True


@transaction.atomic
def tell_plan_again(event_id: int, *, by: Actor, at: datetime) -> bool:
    """Tell the plan what somebody without the right to it has left untold. Gives whether it knows now.

    Raises:
        PermissionRefused: `by` does not prepare the event, or it is archived.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    return tell_plan(event, by=by, at=at)


@transaction.atomic
def withdraw_from_plan(event: Event, *, by: Actor, at: datetime) -> bool:
    """Take back what the event has told its plan. Gives whether the plan holds nothing of it any more."""
    if event.plan_item_id is None:
        return True
    for outcome in _outcomes(event).select_related("item__plan__association"):
        if not can_record_outcome(by, outcome.item.plan):
            return False
        try:
            withdraw_outcome(outcome.pk, by=by, at=at)
        except DomainError:
            return False
    return True


def _outcomes(event: Event) -> QuerySet[ItemOutcome]:
    return ItemOutcome.objects.filter(item_id=event.plan_item_id, source_key=event.object_key, withdrawn_at=None)
