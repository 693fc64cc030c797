"""Who answers in a municipality for the work of the association: the resolution asks each municipality for one."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stellazh.associations.models import Territory


class ResponsibleQuerySet(models.QuerySet["Responsible"]):
    def on(self, day: date) -> Self:
        """Those who answered on that day."""
        return self.filter(Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))


class Responsible(models.Model):
    """A person answers for a territory, from a day to a day. Gives no rights: those come from grants."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="responsible")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responsible_for")
    basis = models.CharField("Основание", max_length=200, blank=True, help_text="Приказ, его номер и дата.")
    from_on = models.DateField("С")
    to_on = models.DateField("По", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ResponsibleQuerySet.as_manager()

    class Meta:
        verbose_name = "ответственное лицо"
        verbose_name_plural = "ответственные лица"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="responsible_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["territory", "person"], condition=Q(to_on=None), name="responsible_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} за {self.territory_id}"
