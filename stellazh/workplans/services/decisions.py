"""Decisions about a plan: considered, approved, reopened, published, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.clock import day_of
from stellazh.common.verdict import require
from stellazh.members.models import Membership
from stellazh.notices.services import notify
from stellazh.people.models import Person
from stellazh.workplans.access import can_approve_plan, can_edit_plan
from stellazh.workplans.enums import GrifKind, PlanStatus, VersionReason
from stellazh.workplans.models import Plan
from stellazh.workplans.notice_kinds import PLAN_APPROVED
from stellazh.workplans.services.fields import Basis
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.plans import put_grif
from stellazh.workplans.services.refusals import (
    PlanAlreadyApproved,
    PlanAlreadyConsidered,
    PlanAlreadyThere,
    PlanIsEmpty,
    PlanNotApproved,
    PlanNotConsidered,
    ReasonNeeded,
    TextMissing,
)
from stellazh.workplans.services.versions import keep_version

BINDING = (PlanStatus.APPROVED, PlanStatus.CLOSED)


@transaction.atomic
def consider_plan(plan_id: int, *, basis: Basis, by: Actor, at: datetime) -> Plan:
    """Mark a draft considered at a meeting; `basis` is its protocol and becomes the block «РАССМОТРЕНО».

    Raises:
        PermissionRefused: `by` may not.
        PlanAlreadyConsidered: it is considered, approved or closed.
        PlanIsEmpty: there is nothing to consider.
    """
    plan = locked_plan(plan_id)
    require(can_approve_plan(by, plan))
    if plan.status != PlanStatus.DRAFT:
        raise PlanAlreadyConsidered("План уже рассмотрен.")
    require(can_edit_plan(by, plan))
    _require_items(plan)
    _decide(plan, PlanStatus.CONSIDERED, GrifKind.REVIEWED, basis)
    _record_status(plan, "plan_considered", PlanStatus.DRAFT, by=by, at=at, note=_basis_text(basis))
    return plan


@transaction.atomic
def approve_plan(plan_id: int, *, basis: Basis, by: Actor, at: datetime) -> Plan:
    """Make a plan binding: from now on every change is kept as a version. `basis` becomes the block «УТВЕРЖДЕНО».

    Everybody in the association is told, whoever approves excepted.

    Raises:
        PermissionRefused: `by` may not approve plans here, or the plan is archived.
        PlanAlreadyApproved: somebody was faster; nothing has changed.
        PlanIsEmpty: there is nothing to approve.
    """
    plan = locked_plan(plan_id)
    require(can_approve_plan(by, plan))
    if plan.status in BINDING:
        raise PlanAlreadyApproved("План уже утверждён.")
    require(can_edit_plan(by, plan))
    _require_items(plan)
    before = PlanStatus(plan.status)
    _decide(plan, PlanStatus.APPROVED, GrifKind.APPROVED, basis)
    _record_status(plan, "plan_approved", before, by=by, at=at, note=_basis_text(basis))
    keep_version(plan, reason=VersionReason.APPROVED, note=_basis_text(basis), by=by, at=at)
    _tell_members(plan, basis, by=by, at=at)
    return plan


@transaction.atomic
def reopen_plan(plan_id: int, *, reason: str, by: Actor, at: datetime) -> Plan:
    """Make a considered plan a draft again.

    Raises:
        PermissionRefused: `by` may not.
        PlanNotConsidered: it is no considered plan.
        ReasonNeeded: no reason is given.
    """
    plan = locked_plan(plan_id)
    require(can_approve_plan(by, plan))
    if plan.status != PlanStatus.CONSIDERED:
        raise PlanNotConsidered("Вернуть в черновики можно только рассмотренный план.")
    if not reason.strip():
        raise ReasonNeeded("Напишите, почему план возвращается в черновики.")
    _set_status(plan, PlanStatus.DRAFT)
    _record_status(plan, "plan_reopened", PlanStatus.CONSIDERED, by=by, at=at, note=reason.strip())
    return plan


@transaction.atomic
def publish_plan(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """Show an approved plan to everybody.

    Raises:
        PermissionRefused: `by` may not.
        PlanNotApproved: it is neither approved nor closed.
        PlanAlreadyThere: it is public already.
    """
    plan = locked_plan(plan_id)
    require(can_approve_plan(by, plan))
    if plan.status not in BINDING:
        raise PlanNotApproved("Опубликовать можно только утверждённый план.")
    if plan.is_public:
        raise PlanAlreadyThere("План уже опубликован.")
    return _show(plan, "plan_published", is_public=True, by=by, at=at)


@transaction.atomic
def unpublish_plan(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """Take a plan off the public site.

    Raises:
        PermissionRefused: `by` may not.
        PlanAlreadyThere: it is not public.
    """
    plan = locked_plan(plan_id)
    require(can_approve_plan(by, plan))
    if not plan.is_public:
        raise PlanAlreadyThere("План и так не опубликован.")
    return _show(plan, "plan_unpublished", is_public=False, by=by, at=at)


@transaction.atomic
def close_plan(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """End the year of an approved plan: it is read and printed from now on, and changes no more.

    Raises:
        PermissionRefused: `by` may not.
        PlanNotApproved: it is no approved plan.
    """
    plan = locked_plan(plan_id)
    require(can_approve_plan(by, plan))
    if plan.status != PlanStatus.APPROVED:
        raise PlanNotApproved("Закрыть можно только утверждённый план.")
    _set_status(plan, PlanStatus.CLOSED)
    _record_status(plan, "plan_closed", PlanStatus.APPROVED, by=by, at=at)
    keep_version(plan, reason=VersionReason.CLOSED, note="", by=by, at=at)
    return plan


def _tell_members(plan: Plan, basis: Basis, *, by: Actor, at: datetime) -> None:
    association = plan.association
    members = Membership.objects.on(day_of(at, association.time_zone)).filter(association=association)
    readers = set(members.values_list("person_id", flat=True))
    if isinstance(by, Person):
        readers.discard(by.pk)
    notify(
        PLAN_APPROVED,
        readers,
        title=f"План на {plan.year.label} утверждён",
        text=f"{association.short_name}: {_basis_text(basis)}.",
        address=plan.get_absolute_url(),
        about=f"plan:{plan.pk}",
        by=by,
        at=at,
    )


def _require_items(plan: Plan) -> None:
    if not plan.items.present().exists():
        raise PlanIsEmpty("В плане нет ни одного мероприятия: сначала добавьте их.")


def _decide(plan: Plan, status: PlanStatus, grif: GrifKind, basis: Basis) -> None:
    if not basis.text.strip():
        raise TextMissing("Напишите, каким документом это решено.")
    put_grif(plan, grif, text=basis.text, number=basis.number, on=basis.on, url=basis.url)
    _set_status(plan, status)


def _set_status(plan: Plan, status: PlanStatus) -> None:
    plan.status = status
    plan.version += 1
    plan.save(update_fields=["status", "version"])


def _show(plan: Plan, action: str, *, is_public: bool, by: Actor, at: datetime) -> Plan:
    plan.is_public = is_public
    plan.version += 1
    plan.save(update_fields=["is_public", "version"])
    record(action, plan, by=by, at=at, scope=plan.association.path)
    return plan


def _record_status(plan: Plan, action: str, before: PlanStatus, *, by: Actor, at: datetime, note: str = "") -> None:
    plan.updated_at = at
    plan.save(update_fields=["updated_at"])
    changes = {"Состояние": (str(before.label), str(PlanStatus(plan.status).label))}
    record(action, plan, by=by, at=at, scope=plan.association.path, changes=changes, note=note)


def _basis_text(basis: Basis) -> str:
    number = f" № {basis.number}" if basis.number else ""
    return f"{basis.text}{number} от {basis.on:%d.%m.%Y}"
