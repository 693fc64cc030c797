"""What papers put on «Мой стол»: the plan of this month that nobody confirmed; in summer, the report of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.desk import DeskTask
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.reports.enums import KeptPaper, ReportForm, ReportStatus
from stellazh.reports.models import AnnualReport, PaperHanded, PaperRule
from stellazh.reports.reads.rules import DEFAULTS, Rule
from stellazh.russian.calendar_words import day_and_month, month_name
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import MonthPlan, Plan

MOST = 3
_SUMMER = (6, 7, 8)


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """Reports of the year in summer; plans in force whose present month nobody has confirmed. Two queries for those who
    hand papers in, one more in summer, else none."""
    yield from report_tasks(request, clock.today())
    if not can_somewhere(request.actor, "reports.hand_in"):
        return
    today = clock.today()
    month = today.replace(day=1)
    confirmed = MonthPlan.objects.present().filter(plan=OuterRef("pk"), month=month)
    handed = PaperHanded.objects.present().filter(
        association=OuterRef("association"), kind=KeptPaper.MONTH_PLAN, month=month
    )
    waiting = list(
        Plan.objects.present()
        .filter(
            ~Exists(confirmed),
            ~Exists(handed),
            reach(request.actor, "reports.hand_in", "association__"),
            school_year=SchoolYear.of(today).start,
            status__in=(PlanStatus.CONSIDERED, PlanStatus.APPROVED),
            association__archived_at=None,
        )
        .select_related("association")
        .order_by("association__sort_key")[:MOST]
    )
    if not waiting:
        return
    rules = _rules([plan.association.parent_id or plan.association_id for plan in waiting])
    for plan in waiting:
        rule = rules.get(plan.association.parent_id or plan.association_id, DEFAULTS[KeptPaper.MONTH_PLAN])
        if rule.asks_of(month):
            yield _task(plan, month, rule.due_in_month(month), clock.today(plan.association.time_zone))


def report_tasks(request: Request, today: date) -> Iterator[DeskTask]:
    """In summer, the report of the year that ends: to be begun or to be sealed. One query for those who write it."""
    if today.month not in _SUMMER or not can_somewhere(request.actor, "reports.edit_report"):
        return
    year = SchoolYear(today.year - 1)
    reports = AnnualReport.objects.present().filter(
        association=OuterRef("pk"), school_year=year.start, form=ReportForm.REPORT
    )
    handed = PaperHanded.objects.present().filter(
        association=OuterRef("pk"), school_year=year.start, kind=KeptPaper.REPORT
    )
    waiting = (
        Association.objects.present()
        .filter(
            reach(request.actor, "reports.edit_report"),
            ~Exists(handed),
            ~Exists(reports.filter(status=ReportStatus.SEALED)),
        )
        .annotate(draft_id=Subquery(reports.values("pk")[:1]))
        .order_by("sort_key")[:MOST]
    )
    for one in waiting:
        draft_id = getattr(one, "draft_id", None)
        if draft_id:
            where, words = reverse("reports:report_edit", args=[draft_id]), "Продолжить"
        else:
            where, words = reverse("reports:report_list", args=[one.code]), "Начать"
        said = "Отчёт начат: допишите и запечатайте." if draft_id else "Числа подставятся из записей года."
        yield DeskTask(f"Пора писать отчёт за {year.label}", f"{one.short_name}. {said}", where, words)


def _rules(boards: list[int]) -> dict[int, Rule]:
    rows = PaperRule.objects.filter(association__in=boards, kind=KeptPaper.MONTH_PLAN)
    return {
        row.association_id: Rule(
            KeptPaper.MONTH_PLAN, row.due_day, row.due_month, tuple(row.months), row.is_asked, row.version
        )
        for row in rows
    }


def _task(plan: Plan, month: date, due: date, today: date) -> DeskTask:
    is_late = today > due
    until = f"Срок был {day_and_month(due)}." if is_late else f"Подтвердите его до {day_and_month(due)}."
    return DeskTask(
        f"Нет плана на {month_name(month.month)}",
        f"{plan.association.short_name}. {until}",
        reverse("workplans:month_plan", args=[plan.pk, f"{month:%Y-%m}"]),
        "Подтвердить",
        tag="не сдан" if is_late else "",
        tone="bad" if is_late else "warn",
    )
