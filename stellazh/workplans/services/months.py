"""The plan of one month: confirmed as it stands, and taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.russian.calendar_words import month_and_year
from stellazh.workplans.access import can_confirm_month
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import MonthPlan, Plan
from stellazh.workplans.reads.month_plan import month_lines, year_months
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.refusals import TextTooLong

CONFIRMABLE = (PlanStatus.CONSIDERED, PlanStatus.APPROVED)


class MonthOfAnotherYear(DomainError):
    """The month does not lie in the school year of the plan."""


class PlanIsDraft(DomainError):
    """A month is confirmed out of a considered or approved plan only."""


class MonthAlreadyConfirmed(DomainError):
    """The month is confirmed; nothing has changed."""


class MonthIsEmpty(DomainError):
    """The plan says nothing of the month, and no note says why."""


class MonthNotConfirmed(DomainError):
    """There is no confirmation to take back."""


@transaction.atomic
def confirm_month(plan_id: int, *, month: date, note: str = "", by: Actor, at: datetime) -> MonthPlan:
    """Say that this is the association's plan of the month: what it holds now is kept, whatever becomes of the plan.

    Raises:
        PermissionRefused: `by` does not edit plans there, or the plan is closed or archived.
        PlanIsDraft: it is neither considered nor approved. MonthOfAnotherYear: the month is not of its year.
        MonthAlreadyConfirmed: somebody was faster. MonthIsEmpty: there is nothing in it and no note.
        TextTooLong: the note.
    """
    plan = locked_plan(plan_id)
    require(can_confirm_month(by, plan))
    first = _month_of(plan, month)
    if plan.status not in CONFIRMABLE:
        raise PlanIsDraft("План на месяц подтверждают, когда план на год рассмотрен или утверждён.")
    if plan.months.present().filter(month=first).exists():
        raise MonthAlreadyConfirmed("План на этот месяц уже подтверждён.")
    words = " ".join(note.split())
    if len(words) > 300:
        raise TextTooLong("Примечание длиннее 300 знаков: сократите его.")
    lines, _ = month_lines(plan, first)
    if not lines and not words:
        raise MonthIsEmpty("На этот месяц в плане ничего нет: добавьте мероприятие или напишите, почему его не будет.")
    made = MonthPlan.objects.create(
        plan=plan,
        month=first,
        items=[line.as_json() for line in lines],
        note=words,
        confirmed_at=at,
        confirmed_by=by.actor_name[:200],
    )
    _record("plan_month_confirmed", plan, first, by=by, at=at, note=words)
    return made


@transaction.atomic
def withdraw_month(plan_id: int, *, month: date, by: Actor, at: datetime) -> MonthPlan:
    """Take the confirmation of a month back, to change the plan and confirm it anew; what was confirmed stays in store.

    Raises:
        PermissionRefused: `by` does not edit plans there, or the plan is closed or archived.
        MonthNotConfirmed: the month is not confirmed.
    """
    plan = locked_plan(plan_id)
    require(can_confirm_month(by, plan))
    found = plan.months.present().filter(month=month.replace(day=1)).first()
    if found is None:
        raise MonthNotConfirmed("План на этот месяц не подтверждён.")
    found.withdrawn_at = at
    found.version += 1
    found.save(update_fields=["withdrawn_at", "version"])
    _record("plan_month_withdrawn", plan, found.month, by=by, at=at)
    return found


def _month_of(plan: Plan, month: date) -> date:
    first = month.replace(day=1)
    if first not in year_months(plan):
        raise MonthOfAnotherYear(f"Этого месяца нет в учебном году {plan.year.label}.")
    return first


def _record(action: str, plan: Plan, month: date, *, by: Actor, at: datetime, note: str = "") -> None:
    changes = {"Месяц": ("", month_and_year(month))}
    record(action, plan, by=by, at=at, scope=plan.association.path, changes=changes, note=note)
