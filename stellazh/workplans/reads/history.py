"""What has been done to a plan and to its items, newest first."""

from __future__ import annotations

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from stellazh.audit.models import AuditEntry, AuditEntryQuerySet, type_of
from stellazh.workplans.models import Plan, PlanItem


def plan_history(plan: Plan) -> AuditEntryQuerySet:
    """Deeds done to the plan and to every item of it, archived ones too."""
    items = PlanItem.objects.filter(plan=plan).annotate(key=Cast("pk", CharField())).values("key")
    about_plan = Q(object_type=type_of(plan), object_id=str(plan.pk))
    about_items = Q(object_type=type_of(PlanItem()), object_id__in=items)
    entries: AuditEntryQuerySet = AuditEntry.objects.filter(about_plan | about_items)
    return entries
