"""What the home pages show: all of it comes from the plans."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.associations.models import Association, Territory
from stellazh.associations.reads import Heads, heads_of
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.ui.shelf import Shelf
from stellazh.workplans.models import Plan, PlanQuerySet
from stellazh.workplans.reads.calendar import Entry, Scope, upcoming
from stellazh.workplans.reads.rows import item_rows
from stellazh.workplans.reads.shelf import year_shelf

MOST_BRANCHES = 60


@dataclass(frozen=True, slots=True)
class Branch:
    """An association one step below, with its plan of the year if the actor may read it."""

    association: Association
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class AssociationHome:
    """Everything of an association's page."""

    association: Association
    plan: Plan | None
    shelf: Shelf | None
    upcoming: tuple[Entry, ...]
    branches: tuple[Branch, ...]
    heads: Heads | None
    year: SchoolYear
    item_count: int
    done_count: int
    participation_count: int
    territory_count: int
    covered_count: int


def association_home(association: Association, actor: Actor) -> AssociationHome:
    """The page of an association: its year on the shelf, what comes next, who is below. Constant queries."""
    today = clock.today(association.time_zone)
    year = SchoolYear.of(today)
    branches = _branches(association, actor, year)
    plan = _plan_to_show(association, actor, year)
    shelf, done, total, participations = None, 0, 0, 0
    if plan is not None:
        sections = list(plan.sections.all())
        rows = item_rows(plan, sections, reader=actor, on=today)
        shelf = year_shelf(plan.year, rows, sections, on=today)
        total = sum(row.state != "cancelled" for row in rows)
        done = sum(row.state == "done" for row in rows)
        participations = sum(row.participation_count or 0 for row in rows)
    covered = {branch.association.territory_id for branch in branches}
    return AssociationHome(
        association=association,
        plan=plan,
        shelf=shelf,
        upcoming=tuple(upcoming(actor, Scope(association), today=today)),
        branches=branches,
        heads=heads_of([association.pk], reader=actor, on=today).get(association.pk),
        year=year,
        item_count=total,
        done_count=done,
        participation_count=participations,
        territory_count=Territory.objects.filter(parent=association.territory_id, archived_at=None).count()
        if branches
        else 0,
        covered_count=len(covered - {association.territory_id}),
    )


def _plan_to_show(association: Association, actor: Actor, year: SchoolYear) -> Plan | None:
    # This year's plan; before it is made, last year's still stands on the shelf.
    plans = Plan.objects.present().visible_to(actor).filter(association=association, school_year__lte=year.start)
    return plans.order_by("-school_year").first()


def _branches(association: Association, actor: Actor, year: SchoolYear) -> tuple[Branch, ...]:
    children = list(
        Association.objects.present().filter(parent=association).select_related("territory").in_order()[:MOST_BRANCHES]
    )
    if not children:
        return ()
    plans = Plan.objects.present().visible_to(actor).for_year(year.start).filter(association__in=children)
    by_association = {plan.association_id: plan for plan in plans.with_progress()}
    return tuple(Branch(child, by_association.get(child.pk)) for child in children)


def years_with_plans(association: Association, actor: Actor) -> PlanQuerySet:
    """The plans of an association that the actor may read, the newest first. Asked of the database when drawn."""
    plans = Plan.objects.present().visible_to(actor).filter(association=association)
    return plans.with_progress().order_by("-school_year")
