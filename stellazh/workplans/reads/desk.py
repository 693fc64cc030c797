"""What plans put on «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from stellazh.associations.access import reach
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
    """Unfinished imports, plans that wait for a step, plans that are missing, items whose day has passed."""
    actor, today = request.actor, clock.today()
    yield from _imports(actor)
    yield from _plans(actor, today)
    yield from _overdue(actor, today)


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
    waiting = PlanImport.objects.filter(status=ImportStatus.PREVIEW, made_by=_person(actor)).select_related(
        "association"
    )[:MOST]
    for one in waiting:
        yield DeskTask(
            title=f"Проверить загруженный план: {one}",
            text=f"{one.association.short_name}. План прочитан, но ещё не внесён: проверьте его и подтвердите.",
            href=one.get_absolute_url(),
            action="Продолжить",
            tag="загрузка",
        )


def _plans(actor: Actor, today: date) -> Iterator[DeskTask]:
    year = SchoolYear.of(today)
    mine = Association.objects.present().filter(reach(actor, "workplans.approve_plan"))
    drafts = (
        Plan.objects.present()
        .filter(association__in=mine, status__in=[PlanStatus.DRAFT, PlanStatus.CONSIDERED])
        .select_related("association")
        .with_progress()
        .order_by("-school_year")[:MOST]
    )
    for plan in drafts:
        count: int = getattr(plan, "item_count", 0)
        if not count:
            continue
        is_draft = plan.status == PlanStatus.DRAFT
        yield DeskTask(
            title=f"{'Рассмотреть' if is_draft else 'Утвердить'} план на {plan.year.label}",
            text=f"{plan.association.short_name}: {count} {agree(count, 'пункт', 'пункта', 'пунктов')}.",
            href=plan.get_absolute_url(),
            action="Открыть план",
            tag=plan.get_status_display(),
        )
    missing = mine.annotate(
        plan_count=Count("plans", filter=Q(plans__school_year=year.start, plans__archived_at=None))
    ).filter(plan_count=0)
    for association in missing[:MOST]:
        yield DeskTask(
            title=f"Завести план на {year.label}",
            text=f"{association.short_name}: плана на этот год ещё нет. Его можно загрузить из Word за две минуты.",
            href=reverse("workplans:import_start", args=[association.code]),
            action="Загрузить из Word",
            tag="план",
            tone="warn",
        )


def _overdue(actor: Actor, today: date) -> Iterator[DeskTask]:
    late = (
        PlanItem.objects.present()
        .overdue_on(today)
        .filter(
            reach(actor, "workplans.record_outcome", "plan__association__"),
            plan__archived_at=None,
            plan__status__in=[PlanStatus.APPROVED, PlanStatus.CONSIDERED],
        )
        .values("plan_id", "plan__association__short_name", "plan__school_year")
        .annotate(late_count=Count("pk"))
        .order_by("-plan__school_year")[:MOST]
    )
    for row in late:
        count = row["late_count"]
        yield DeskTask(
            title=f"Отметить проведённое: {count} {agree(count, 'пункт', 'пункта', 'пунктов')}",
            text=f"{row['plan__association__short_name']}: срок прошёл, а отметки о проведении нет.",
            href=f"{reverse('workplans:plan_detail', args=[row['plan_id']])}?status=late",
            action="Отметить",
            tag="срок прошёл",
            tone="bad",
        )
