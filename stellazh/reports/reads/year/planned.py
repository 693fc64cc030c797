"""What was planned and what came of it: the shelf of the association's own plan, and every plan within reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from stellazh.common.actor import Actor
from stellazh.reports.reads.year.asked import YearAsked
from stellazh.ui.shelf import Shelf
from stellazh.workplans.enums import ItemStatus, PlanStatus
from stellazh.workplans.models import Plan
from stellazh.workplans.reads.rows import ItemRow, item_rows
from stellazh.workplans.reads.shelf import year_shelf

# More books make the page heavy: then the most attended ones stand on the shelf, the rest in the plan.
MOST_BOOKS: Final = 90


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A plan by what came of its items. Items of a draft whose days have passed are still ahead: it binds nobody."""

    plan: Plan
    association: str
    is_own: bool
    done_count: int
    moved_count: int
    cancelled_count: int
    late_count: int
    total_count: int

    @property
    def ahead_count(self) -> int:
        """Planned, and their days are still to come."""
        return self.total_count - self.done_count - self.moved_count - self.cancelled_count - self.late_count


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The plans of the year, the own one first; `shelf` is of the own one, None without it."""

    facts: tuple[PlanFact, ...]
    shelf: Shelf | None

    @property
    def own(self) -> PlanFact | None:
        """The association's own plan, when there is one that the reader may see."""
        return next((fact for fact in self.facts if fact.is_own), None)


def plan_year(asked: YearAsked, *, reader: Actor) -> PlanYear:
    """The plans of that year that the reader may see. Four queries, one when the association has none of its own."""
    facts = _facts(asked, reader)
    own = next((fact.plan for fact in facts if fact.is_own), None)
    return PlanYear(facts, _shelf(own, reader, asked.today) if own else None)


def _facts(asked: YearAsked, reader: Actor) -> tuple[PlanFact, ...]:
    live = Q(items__archived_at=None)
    planned = live & Q(items__status=ItemStatus.PLANNED)
    plans = Plan.objects.present().visible_to(reader).for_year(asked.year.start).select_related("association")
    if asked.with_below:
        plans = plans.filter(association__path__startswith=asked.association.path)
    else:
        plans = plans.filter(association=asked.association)
    counted = plans.annotate(
        total=Count("items", filter=live),
        done=Count("items", filter=live & Q(items__status=ItemStatus.HELD)),
        moved=Count("items", filter=live & Q(items__status=ItemStatus.POSTPONED)),
        cancelled=Count("items", filter=live & Q(items__status=ItemStatus.CANCELLED)),
        late=Count("items", filter=planned & Q(items__end__lt=asked.today) & ~Q(status=PlanStatus.DRAFT)),
    )
    ordered = counted.order_by("association__depth", "association__sort_key", "pk")
    return tuple(_fact(plan, plan.__dict__, asked) for plan in ordered)


def _fact(plan: Plan, counted: Mapping[str, int], asked: YearAsked) -> PlanFact:
    return PlanFact(
        plan,
        plan.association.short_name,
        plan.association_id == asked.association.pk,
        done_count=counted["done"],
        moved_count=counted["moved"],
        cancelled_count=counted["cancelled"],
        late_count=counted["late"],
        total_count=counted["total"],
    )


def _shelf(plan: Plan, reader: Actor, today: date) -> Shelf:
    sections = list(plan.sections.all())
    rows = item_rows(plan, sections, reader=reader, on=today, with_owners=False)
    shown = _most_attended(rows)
    label = f"Полка года {plan.year.label}" if len(shown) == len(rows) else f"{MOST_BOOKS} дел из {len(rows)}"
    return year_shelf(plan.year, shown, sections, on=today, label=label)


def _most_attended(rows: Sequence[ItemRow]) -> Sequence[ItemRow]:
    return (
        sorted(rows, key=lambda row: -(row.participation_count or 0))[:MOST_BOOKS] if len(rows) > MOST_BOOKS else rows
    )
