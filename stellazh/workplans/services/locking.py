"""Every write locks the plan first and its rows afterwards, so that two writers never wait for each other in a ring."""

from __future__ import annotations

from stellazh.workplans.models import Plan, PlanItem


def locked_plan(plan_id: int) -> Plan:
    """The plan with its association, locked until the transaction ends.

    Raises:
        Plan.DoesNotExist: there is none.
    """
    return Plan.objects.select_for_update(of=("self",)).select_related("association__territory").get(pk=plan_id)


def locked_item(item_id: int) -> PlanItem:
    """The item as it stands after its plan has been locked; `item.plan` is the locked plan.

    Raises:
        PlanItem.DoesNotExist: there is none.
    """
    plan = locked_plan(PlanItem.objects.values_list("plan_id", flat=True).get(pk=item_id))
    item = PlanItem.objects.select_related("section").get(pk=item_id)
    item.plan = plan
    return item
