"""Many plans at once, for a calendar that programs subscribe to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from stellazh.common.actor import Actor
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import Plan, PlanItem
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.reads.calendar import Scope
from stellazh.workplans.reads.naming import Naming, naming_for
from stellazh.workplans.reads.paper import owner_ids, paper_item


def feed_papers(actor: Actor, scope: Scope, *, school_years: tuple[int, ...], on: date) -> list[PlanPaper]:
    """The plans of those school years that the actor may read, as papers without passports.

    Four queries; five for somebody not signed in.
    """
    plans = Plan.objects.present().visible_to(actor).filter(school_year__in=school_years)
    items = list(
        PlanItem.objects.present()
        .filter(scope.condition(), plan__in=plans)
        .exclude(start=None, end=None)
        .select_related("section", "plan__association")
        .prefetch_related("owners", "outcomes")
        .order_by("plan_id", "position", "pk")
    )
    naming = naming_for(actor, owner_ids(items))
    by_plan: dict[int, list[PlanItem]] = defaultdict(list)
    for item in items:
        by_plan[item.plan_id].append(item)
    return [_paper(rows[0].plan, rows, naming, on) for rows in by_plan.values()]


def _paper(plan: Plan, items: list[PlanItem], naming: Naming, on: date) -> PlanPaper:
    return PlanPaper(
        association_name=plan.association.short_name,
        title=f"{plan.association.short_name}: план на {plan.year.label}",
        school_year=plan.school_year,
        unified_theme="",
        methodical_theme="",
        goal="",
        tasks=(),
        expected_results=(),
        sections=(),
        grifs=(),
        items=tuple(paper_item(item, naming) for item in items),
        signer_post="",
        signer_name="",
        generated_on=on,
        draft=plan.status == PlanStatus.DRAFT,
    )
