"""Outcomes: what shows that an item has been held."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.workplans.access import can_record_outcome
from stellazh.workplans.enums import ItemStatus
from stellazh.workplans.models import ItemOutcome, PlanItem
from stellazh.workplans.services.fields import checked_address, checked_texts
from stellazh.workplans.services.locking import locked_item
from stellazh.workplans.services.refusals import EvidenceMissing, ItemIsArchived, OutcomeAlreadyWithdrawn


@transaction.atomic
def record_outcome(
    item_id: int,
    *,
    source_key: str = "",
    participation_count: int | None,
    evidence: str,
    evidence_url: str = "",
    held_on: date | None,
    by: Actor,
    at: datetime,
) -> ItemOutcome:
    """Say that an item has been held and what shows it; the item becomes held, whatever it was.

    `source_key` names the thing that tells («event:17»): telling again updates its outcome. Without a key each call is
    an outcome of its own. `participation_count` counts участия, None when unknown.

    Raises:
        PermissionRefused: `by` may not, or the plan is closed.
        ItemIsArchived: the item has been put away.
        EvidenceMissing, TextTooLong, UnsafeAddress: a field is not acceptable.
    """
    item = locked_item(item_id)
    require(can_record_outcome(by, item.plan))
    if item.archived_at is not None:
        raise ItemIsArchived("Пункт убран из плана: сначала верните его.")
    evidence = evidence.strip()
    if not evidence:
        raise EvidenceMissing("Напишите, чем подтверждается: протокол, список участников, ссылка.")
    checked_texts(ItemOutcome, {"evidence": evidence, "source_key": source_key})
    told = item.outcomes.filter(source_key=source_key, withdrawn_at=None).first() if source_key else None
    before = _texts(told) if told else {}
    outcome = told or ItemOutcome(item=item, source_key=source_key)
    outcome.participation_count = participation_count
    outcome.evidence, outcome.evidence_url = evidence, checked_address(evidence_url)
    outcome.held_on = held_on
    outcome.recorded_at, outcome.recorded_by = at, by.actor_name[:200]
    outcome.save()
    changes = compare(before, _texts(outcome)) | _put_status(item, ItemStatus.HELD, at)
    if changes:
        record("plan_item_outcome_recorded", item, by=by, at=at, scope=item.plan.association.path, changes=changes)
    return outcome


@transaction.atomic
def withdraw_outcome(outcome_id: int, *, by: Actor, at: datetime) -> ItemOutcome:
    """Take an outcome back; when no other stands, the item is planned again. The row stays for the history.

    Raises:
        PermissionRefused: `by` may not, or the plan is closed.
        OutcomeAlreadyWithdrawn: it has been taken back before.
    """
    item = locked_item(ItemOutcome.objects.values_list("item_id", flat=True).get(pk=outcome_id))
    require(can_record_outcome(by, item.plan))
    outcome = ItemOutcome.objects.get(pk=outcome_id)
    if outcome.withdrawn_at is not None:
        raise OutcomeAlreadyWithdrawn("Этот итог уже отозван.")
    outcome.withdrawn_at = at
    outcome.save(update_fields=["withdrawn_at"])
    changes = compare(_texts(outcome), {})
    if not item.outcomes.filter(withdrawn_at=None).exists():
        changes |= _put_status(item, ItemStatus.PLANNED, at)
    record("plan_item_outcome_withdrawn", item, by=by, at=at, scope=item.plan.association.path, changes=changes)
    return outcome


def _put_status(item: PlanItem, status: ItemStatus, at: datetime) -> dict[str, tuple[str, str]]:
    if item.status == status:
        return {}
    before = str(ItemStatus(item.status).label)
    item.status, item.status_reason = status, ""
    item.version += 1
    item.updated_at = at
    item.save(update_fields=["status", "status_reason", "version", "updated_at"])
    item.plan.updated_at = at
    item.plan.save(update_fields=["updated_at"])
    return {"Состояние": (before, str(status.label))}


def _texts(outcome: ItemOutcome) -> dict[str, str]:
    return {
        "Чем подтверждается": outcome.evidence,
        "Ссылка": outcome.evidence_url,
        "Участий": "" if outcome.participation_count is None else str(outcome.participation_count),
        "Когда проведено": f"{outcome.held_on:%d.%m.%Y}" if outcome.held_on else "",
    }
