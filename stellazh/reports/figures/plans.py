"""The plan of the year against what was done: planned, held, moved, called off, and held without being planned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db.models import Count, Q, QuerySet

from stellazh.reports.figures.event_words import adjective
from stellazh.reports.figures.events import READ, event_list, held_events
from stellazh.reports.figures.model import Counts, FigureList, FigureRow, FigureRule, FigureSource, Forms, LazyRows
from stellazh.reports.figures.scopes import Scope, there
from stellazh.russian.numerals import ITEMS
from stellazh.workplans.enums import ItemStatus
from stellazh.workplans.models import Plan, PlanItem

GROUP: Final = "План работы"
# Drafts are read by those who keep the association's papers, and a report may be told before the plan is approved.
READ_PLAN: Final = "workplans.read_draft"
_STATUSES: Final = {"held": ItemStatus.HELD, "postponed": ItemStatus.POSTPONED, "cancelled": ItemStatus.CANCELLED}
_NAMES: Final = ("total", *_STATUSES, "untold")


def plan_of(scope: Scope) -> Plan | None:
    """The plan of the year, with the number of its items by what became of them. One query, once in a scope.

    A plan brought in long after its year is that year's plan all the same: when it was typed does not matter.
    """

    def find() -> Plan | None:
        rows = Plan.objects.filter(there(scope), association=scope.association, school_year=scope.school_year)
        counts = {f"{name}_items": Count("items", filter=_condition(scope, name, "items__")) for name in _NAMES}
        return rows.annotate(**counts).order_by("-pk").first()

    return scope.once("plan", find)


def items(scope: Scope) -> QuerySet[PlanItem]:
    """Items of that plan; none without one."""
    plan = plan_of(scope)
    rows = PlanItem.objects.filter(there(scope))
    return rows.filter(plan=plan) if plan is not None else rows.none()


def untold(scope: Scope) -> Q:
    """Items whose last day has passed, and of which nobody has said what became of them."""
    return _condition(scope, "untold")


def _condition(scope: Scope, name: str, to_item: str = "") -> Q:
    """Items of that outcome. Without one are those whose last day has passed and of which nothing has been told."""
    condition = there(scope, to_item)
    if name in _STATUSES:
        condition &= Q(**{f"{to_item}status": _STATUSES[name]})
    if name == "untold":
        condition &= Q(**{f"{to_item}status": ItemStatus.PLANNED, f"{to_item}end__lt": scope.day})
    return condition


def _counts(scope: Scope) -> Counts:
    codes = [f"plan.{name}" for name in (*_NAMES, "off")]
    plan = plan_of(scope)
    if plan is None:
        return dict.fromkeys(codes)
    off = sum(not one.is_planned for one in held_events(scope))
    return {f"plan.{name}": getattr(plan, f"{name}_items") for name in _NAMES} | {"plan.off": off}


def _item_list(scope: Scope, *, name: str, title: str) -> FigureList:
    found = items(scope).filter(_condition(scope, name)).order_by("position", "pk")

    def lines(rows: Sequence[PlanItem]) -> list[FigureRow]:
        return [
            FigureRow(
                (row.number, row.title, row.term_raw, str(row.get_status_display()), row.status_reason),
                row.get_absolute_url(),
            )
            for row in rows
        ]

    plan = plan_of(scope)
    elsewhere = plan.get_absolute_url() if plan is not None else ""
    headings = ("№", "Пункт плана", "Срок", "Состояние", "Причина")
    return FigureList(title, headings, LazyRows(found, lines), elsewhere)


SOURCE: Final = FigureSource("plan", _counts)


def _rule(name: str, called: str, label: str, forms: Forms = ITEMS) -> FigureRule:
    rows = partial(_item_list, name=name, title=label)
    return FigureRule(f"plan.{name}", called, label, forms, GROUP, SOURCE, rows, READ_PLAN)


_OFF: Final = adjective("внепланов")
RULES: Final = (
    _rule("total", "пункты плана", "Пунктов в плане", ("пункт плана", "пункта плана", "пунктов плана")),
    _rule("held", "выполненные пункты плана", "Выполнено пунктов плана"),
    _rule("postponed", "перенесённые пункты плана", "Перенесено пунктов плана"),
    _rule("cancelled", "отменённые пункты плана", "Отменено пунктов плана"),
    _rule("untold", "пункты плана без итога", "Пунктов плана без итога"),
    FigureRule(
        "plan.off",
        _OFF[0],
        "Проведено вне плана",
        _OFF[1],
        GROUP,
        SOURCE,
        partial(event_list, title="Проведено вне плана", condition=Q(plan_item=None)),
        READ,
        genitive=_OFF[2],
    ),
)
