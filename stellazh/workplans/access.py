"""Who may do what with plans: one sentence per question."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import Plan


def can_create_plan(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may start or import a plan of that association."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: новых планов у него не бывает.")
    return can(actor, "workplans.edit_plan", association)


def can_edit_plan(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may change the plan and its items. A closed or archived plan changes no more."""
    if plan.status == PlanStatus.CLOSED:
        return refuse("План закрыт: его можно только читать и печатать.")
    if plan.archived_at is not None:
        return refuse("План в архиве: сначала верните его.")
    return can(actor, "workplans.edit_plan", plan.association)


def can_confirm_month(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may confirm the plan of a month, or take that back: whoever edits the plan."""
    return can_edit_plan(actor, plan)


def can_approve_plan(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may mark the plan considered, approve, publish, reopen or close it."""
    return can(actor, "workplans.approve_plan", plan.association)


def can_record_outcome(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may say that an item of the plan has been held."""
    if plan.status == PlanStatus.CLOSED:
        return refuse("План закрыт: отметки в нём больше не меняются.")
    return can(actor, "workplans.record_outcome", plan.association)


def can_archive_plan(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may put the plan away. An approved plan stays in sight until it is closed."""
    if plan.status == PlanStatus.APPROVED:
        return refuse("Утверждённый план нельзя убрать в архив: сначала закройте его.")
    return can(actor, "workplans.edit_plan", plan.association)


def can_read_audit(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may read who changed what in the plan."""
    return can(actor, "associations.read_audit", plan.association)


def can_read_history(actor: Actor, plan: Plan) -> Verdict:
    """Whether the actor may read what was done to the plan: whoever works on it, and whoever reads the audit."""
    return can_read_audit(actor, plan) or can(actor, "workplans.edit_plan", plan.association)
