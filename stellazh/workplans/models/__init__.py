"""Rows of plans."""

from stellazh.workplans.models.months import MonthPlan, MonthPlanQuerySet
from stellazh.workplans.models.plans import (
    SPINE_COUNT,
    ItemOutcome,
    ItemOwner,
    OwnerAnswer,
    Plan,
    PlanGrif,
    PlanImport,
    PlanItem,
    PlanItemQuerySet,
    PlanQuerySet,
    PlanSection,
    PlanVersion,
    spine_at,
)

__all__ = [
    "SPINE_COUNT",
    "ItemOutcome",
    "ItemOwner",
    "MonthPlan",
    "MonthPlanQuerySet",
    "OwnerAnswer",
    "Plan",
    "PlanGrif",
    "PlanImport",
    "PlanItem",
    "PlanItemQuerySet",
    "PlanQuerySet",
    "PlanSection",
    "PlanVersion",
    "spine_at",
]
