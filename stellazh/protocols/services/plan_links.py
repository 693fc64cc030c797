"""What a signed protocol tells the plan: that its item has been held, and that the plan is approved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.protocols.access import can_sign_protocol
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import PlanApproval, Protocol
from stellazh.protocols.services.life_refusals import NotSigned, PlanNotOffered
from stellazh.protocols.services.locking import locked_protocol
from stellazh.workplans.access import can_record_outcome
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import ItemOutcome, Plan, PlanItem
from stellazh.workplans.services import Basis, approve_plan, record_outcome, withdraw_outcome

APPROVABLE = (PlanStatus.DRAFT, PlanStatus.CONSIDERED)


def tell_plan(protocol: Protocol, *, by: Actor, at: datetime) -> bool:
    """Tell the item of the event's plan that a signed protocol shows it held. Gives whether the plan knows.

    How many took part is told by the event alone, so that nobody is counted twice; the words name it. Whoever signs may
    lack the right to the plan, and the plan may be closed: then it passes over in silence.
    """
    item = _item(protocol)
    if item is None or item.archived_at is not None or not can_record_outcome(by, item.plan):
        return False
    try:
        # Apart, so that a refusal of the plan's takes nothing of the signature with it.
        with transaction.atomic():
            record_outcome(
                item.pk,
                source_key=protocol.object_key,
                participation_count=None,
                evidence=_evidence(protocol),
                evidence_url=protocol.get_absolute_url(),
                held_on=protocol.held_on,
                by=by,
                at=at,
            )
    except DomainError:
        return False
    return True


def withdraw_from_plan(protocol: Protocol, *, by: Actor, at: datetime) -> bool:
    """Take back what the protocol has told the plan. Gives whether the plan holds nothing of it any more."""
    for outcome in _outcomes(protocol).select_related("item__plan__association"):
        if not can_record_outcome(by, outcome.item.plan):
            return False
        try:
            with transaction.atomic():
                withdraw_outcome(outcome.pk, by=by, at=at)
        except DomainError:
            return False
    return True


@transaction.atomic
def approve_plan_by(
    protocol_id: int, plan_id: int, *, decision_id: int | None = None, by: Actor, at: datetime
) -> PlanApproval:
    """Approve a plan of the association with the signed protocol as its basis; the plan's block names both.

    Raises:
        PermissionRefused: `by` does not sign protocols or does not approve plans there.
        NotSigned: the protocol has no number yet.
        PlanNotOffered: the plan is another association's, or the decision another protocol's.
        PlanAlreadyApproved, PlanIsEmpty: the plan refuses.
    """
    protocol = locked_protocol(protocol_id)
    require(can_sign_protocol(by, protocol))
    if not protocol.is_signed:
        raise NotSigned("Сначала подпишите протокол: в грифе плана стоит его номер.")
    plan = Plan.objects.filter(pk=plan_id, association_id=protocol.association_id).first()
    if plan is None:
        raise PlanNotOffered("Этим протоколом утверждают планы своего объединения.")
    decision = protocol.decisions.filter(pk=decision_id, archived_at=None).first() if decision_id else None
    if decision_id and decision is None:
        raise PlanNotOffered("Этого решения в протоколе нет.")
    approve_plan(plan.pk, basis=basis_of(protocol), by=by, at=at)
    approval = PlanApproval.objects.create(protocol=protocol, plan=plan, decision=decision, approved_at=at)
    changes = {"План": ("", f"на {plan.year.label}")}
    record("plan_approved_by_protocol", protocol, by=by, at=at, scope=protocol.association.path, changes=changes)
    return approval


def basis_of(protocol: Protocol) -> Basis:
    """The protocol as the paper behind a decision; number and day are printed after the words."""
    words = f"на заседании {protocol.association.short_name}, протокол"
    return Basis(text=words, on=protocol.held_on, number=str(protocol.number or ""), url=protocol.get_absolute_url())


def _item(protocol: Protocol) -> PlanItem | None:
    event = protocol.event
    if event is None or event.plan_item_id is None:
        return None
    return PlanItem.objects.select_related("plan__association").filter(pk=event.plan_item_id).first()


def _outcomes(protocol: Protocol) -> QuerySet[ItemOutcome]:
    return ItemOutcome.objects.filter(source_key=protocol.object_key, withdrawn_at=None)


def _evidence(protocol: Protocol) -> str:
    count = protocol.people.filter(role=PartRole.PRESENT).count() or protocol.said_count
    there = f", {agree(count, 'присутствовал', 'присутствовало', 'присутствовало')} {count}" if count else ""
    return f"протокол №\xa0{protocol.number} от {protocol.held_on:%d.%m.%Y}{there}"
