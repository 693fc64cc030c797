"""The plan of one month, as its association has confirmed it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.workplans.models.plans import Plan


class MonthPlanQuerySet(models.QuerySet["MonthPlan"]):
    def present(self) -> Self:
        """Confirmations that have not been taken back."""
        return self.filter(withdrawn_at=None)


class MonthPlan(models.Model):
    """What an association has said it will do in one month of its plan. Taken back, it stays and counts no more.

    `month` is the first day. `items` is what was confirmed, in order: objects of `title`, `term`, `owners` (texts) and
    `place`. It stays as it was when the plan changes.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="months", verbose_name="План")
    month = models.DateField("Месяц")
    items = models.JSONField(default=list)
    note = models.CharField("Примечание", max_length=300, blank=True)
    confirmed_at = models.DateTimeField(editable=False)
    confirmed_by = models.CharField(max_length=200, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MonthPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "план на месяц"
        verbose_name_plural = "планы на месяц"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "month"], condition=Q(withdrawn_at=None), name="month_plan_confirmed_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_plan_month_is_first_day"),
        ]

    def __str__(self) -> str:
        return f"План на {self.month:%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("workplans:month_plan", args=[self.plan_id, f"{self.month:%Y-%m}"])
