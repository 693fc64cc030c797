"""What plans put on «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, FilteredRelation, Q, QuerySet
from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.people.models import Person
from stellazh.workplans.enums import ImportStatus, ItemStatus, PlanStatus
from stellazh.workplans.models import Plan, PlanImport, PlanItem
from stellazh.workplans.reads.calendar import GATHERINGS

MOST = 6


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """Unfinished imports, plans that wait for a step, plans that are missing, items whose day has passed.

    One query for those who keep plans somewhere, none for others; one more for whoever has an unfinished import.
    """
    actor, today = request.actor, clock.today()
    years: list[_Year] = []
    if can_somewhere(actor, "workplans.approve_plan") or can_somewhere(actor, "workplans.record_outcome"):
        years = _years(actor, today)
    # Every row knows whether there is an import; without rows nobody has said so.
    if can_somewhere(actor, "workplans.edit_plan") and (not years or years[0].has_imports):
        yield from _imports(actor)
    if years:
        yield from _drafts(years)
        yield from _missing(years, SchoolYear.of(today))
        yield from _overdue(years)


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """The next items of the person's own associations, own ones first on a day."""
    actor, today = request.actor, clock.today()
    mine = PlanItem.objects.present().filter(reach(actor, "workplans.edit_plan", "plan__association__"))
    if isinstance(actor, Person):
        mine = PlanItem.objects.present().filter(
            reach(actor, "workplans.edit_plan", "plan__association__")
            | Q(owners__person=actor)
            | Q(plan__association__memberships__person=actor, plan__association__memberships__to_on=None)
        )
    rows = (
        mine.filter(
            Q(form__in=GATHERINGS) | Q(owners__person=_person(actor)),
            plan__in=Plan.objects.present().visible_to(actor),
            status=ItemStatus.PLANNED,
            end__gte=today,
        )
        .select_related("plan__association")
        .distinct()
        .by_date()[:MOST]
    )
    for item in rows:
        day = item.start if item.start and item.start >= today else item.end
        if day is not None:
            yield DeskEvent(day, item.term_raw, item.title, item.get_absolute_url(), item.plan.association.short_name)


def _person(actor: Actor) -> Person | None:
    return actor if isinstance(actor, Person) else None


def _imports(actor: Actor) -> Iterator[DeskTask]:
    for one in _waiting_imports(actor).select_related("association")[:MOST]:
        yield DeskTask(
            title=f"Проверить загруженный план: {one}",
            text=f"{one.association.short_name}. План прочитан, но ещё не внесён: проверьте его и подтвердите.",
            href=one.get_absolute_url(),
            action="Продолжить",
            tag="загрузка",
        )


def _waiting_imports(actor: Actor) -> QuerySet[PlanImport]:
    return PlanImport.objects.filter(status=ImportStatus.PREVIEW, made_by=_person(actor))


@dataclass(frozen=True, slots=True)
class _Year:
    """One association's plan of one year, or none (`plan_id` is None), and what the person may do about it there."""

    code: str
    short_name: str
    may_approve: bool
    may_record: bool
    plan_id: int | None
    school_year: int | None
    status: str
    item_count: int
    late_count: int
    has_imports: bool

    @property
    def waits(self) -> bool:
        """Whether the plan stands before its next step."""
        return self.may_approve and self.status in (PlanStatus.DRAFT, PlanStatus.CONSIDERED) and self.item_count > 0

    @property
    def is_late(self) -> bool:
        """Whether items of a binding plan have passed without a word."""
        binds = self.status in (PlanStatus.APPROVED, PlanStatus.CONSIDERED)
        return self.may_record and binds and self.late_count > 0

    @property
    def href(self) -> str:
        """The page of the plan."""
        return reverse("workplans:plan_detail", args=[self.plan_id])


def _years(actor: Actor, today: date) -> list[_Year]:
    """The plans of the associations whose plans are the person's to approve or to keep, the newest first. One query."""
    live = Q(plan__items__archived_at=None)
    planned = live & Q(plan__items__status=ItemStatus.PLANNED)
    rows = (
        Association.objects.alias(plan=FilteredRelation("plans", condition=Q(plans__archived_at=None)))
        .annotate(
            may_approve=_holds(Q(archived_at=None) & reach(actor, "workplans.approve_plan")),
            may_record=_holds(reach(actor, "workplans.record_outcome")),
        )
        .filter(Q(may_approve=True) | Q(may_record=True))
        .annotate(
            item_count=Count("plan__items", filter=live & ~Q(plan__items__status=ItemStatus.CANCELLED)),
            late_count=Count("plan__items", filter=planned & Q(plan__items__end__lt=today)),
            has_imports=Exists(_waiting_imports(actor)),
        )
        .order_by(F("plan__school_year").desc(nulls_last=True), "path")
        .values_list(
            "code", "short_name", "may_approve", "may_record", "plan__pk", "plan__school_year", "plan__status",
            "item_count", "late_count", "has_imports",
        )
    )  # fmt: skip
    return [_Year(*row) for row in rows]


def _holds(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _drafts(years: Iterable[_Year]) -> Iterator[DeskTask]:
    for plan in [plan for plan in years if plan.waits][:MOST]:
        count = plan.item_count
        is_draft = plan.status == PlanStatus.DRAFT
        yield DeskTask(
            title=f"{'Рассмотреть' if is_draft else 'Утвердить'} план на {SchoolYear(plan.school_year or 0).label}",
            text=f"{plan.short_name}: {count} {agree(count, 'пункт', 'пункта', 'пунктов')}.",
            href=plan.href,
            action="Открыть план",
            tag=str(PlanStatus(plan.status).label),
        )


def _missing(years: Iterable[_Year], year: SchoolYear) -> Iterator[DeskTask]:
    listed = list(years)
    have_one = {plan.code for plan in listed if plan.school_year == year.start}
    without = {plan.code: plan.short_name for plan in listed if plan.may_approve and plan.code not in have_one}
    for code, short_name in list(without.items())[:MOST]:
        yield DeskTask(
            title=f"Завести план на {year.label}",
            text=f"{short_name}: плана на этот год ещё нет. Его можно загрузить из Word за две минуты.",
            href=reverse("workplans:import_start", args=[code]),
            action="Загрузить из Word",
            tag="план",
            tone="warn",
        )


def _overdue(years: Iterable[_Year]) -> Iterator[DeskTask]:
    for plan in [plan for plan in years if plan.is_late][:MOST]:
        count = plan.late_count
        yield DeskTask(
            title=f"Отметить проведённое: {count} {agree(count, 'пункт', 'пункта', 'пунктов')}",
            text=f"{plan.short_name}: срок прошёл, а отметки о проведении нет.",
            href=f"{plan.href}?status=late",
            action="Отметить",
            tag="срок прошёл",
            tone="bad",
        )
