"""What the home pages show: all of it comes from plans and events."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.events.reads.event_list import EventRow, next_events
from stellazh.ui.shelf import Shelf
from stellazh.workplans.models import Plan
from stellazh.workplans.reads.calendar import Entry, Scope, upcoming
from stellazh.workplans.reads.rows import item_rows
from stellazh.workplans.reads.shelf import year_shelf

MOST_BRANCHES = 60
MOST_EVENTS = 4


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
    plans: tuple[Plan, ...]
    upcoming: tuple[Entry, ...]
    events: tuple[EventRow, ...]
    branches: tuple[Branch, ...]
    year: SchoolYear
    item_count: int
    done_count: int
    participation_count: int
    territory_count: int
    covered_count: int


def association_home(association: Association, actor: Actor) -> AssociationHome:
    """The page of an association: its year on the shelf, what comes next, who is below. Eight queries, however much;
    one more where events of limited room come next.

    `association` comes from `with_territory_count`.
    """
    today = clock.today(association.time_zone)
    year = SchoolYear.of(today)
    children = _children(association)
    plans = _plans(association, children, actor, year)
    own = tuple(plan for plan in plans if plan.association_id == association.pk)
    # This year's plan; before it is made, last year's still stands on the shelf.
    plan = next((plan for plan in own if plan.school_year <= year.start), None)
    of_this_year = {plan.association_id: plan for plan in plans if plan.school_year == year.start}
    branches = tuple(Branch(child, of_this_year.get(child.pk)) for child in children)
    shelf, done, total, participations = None, 0, 0, 0
    if plan is not None:
        sections = list(plan.sections.all())
        rows = item_rows(plan, sections, reader=actor, on=today, with_owners=False)
        shelf = year_shelf(plan.year, rows, sections, on=today)
        total = sum(row.state != "cancelled" for row in rows)
        done = sum(row.state == "done" for row in rows)
        participations = sum(row.participation_count or 0 for row in rows)
    events = next_events(actor, path=association.path, at=clock.now(), most=MOST_EVENTS)
    # What became an event is told once: as the event, for which one can register.
    told = {event.plan_item_id for event in events}
    entries = [entry for entry in upcoming(actor, Scope(association), today=today) if entry.pk not in told]
    covered = {branch.association.territory_id for branch in branches}
    return AssociationHome(
        association=association,
        plan=plan,
        shelf=shelf,
        plans=own,
        upcoming=tuple(entries),
        events=tuple(events),
        branches=branches,
        year=year,
        item_count=total,
        done_count=done,
        participation_count=participations,
        territory_count=getattr(association, "territory_count", 0) if branches else 0,
        covered_count=len(covered - {association.territory_id}),
    )


def _children(association: Association) -> list[Association]:
    below = Association.objects.present().filter(parent=association).select_related("territory")
    return list(below.in_order()[:MOST_BRANCHES])


def _plans(association: Association, children: list[Association], actor: Actor, year: SchoolYear) -> list[Plan]:
    """The association's plans of all years, the newest first, and its branches' plans of this year."""
    wanted = Q(association=association) | Q(association__in=children, school_year=year.start)
    plans = Plan.objects.present().visible_to(actor).filter(wanted)
    return list(plans.with_progress().order_by("-school_year", "pk"))
