"""Who looked at a person's card: kept for the person herself."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models


class CardLookQuerySet(models.QuerySet["CardLook"]):
    def newest_first(self) -> Self:
        """The latest look first."""
        return self.order_by("-last_at", "-pk")


class CardLook(models.Model):
    """Somebody saw a card, or took it out in a list, on one day: one row a day for each viewer and way.

    `what` is a short Russian phrase («карточка», «выгрузка в Excel»); `viewer_key` is «kind:id» of the actor.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    viewer_key = models.CharField(max_length=84)
    viewer_name = models.CharField("Кто", max_length=200)
    what = models.CharField("Что", max_length=60)
    on = models.DateField("День")
    look_count = models.PositiveIntegerField("Раз", default=1)
    last_at = models.DateTimeField("Последний раз")

    objects = CardLookQuerySet.as_manager()

    class Meta:
        verbose_name = "просмотр карточки"
        verbose_name_plural = "просмотры карточек"
        constraints = [
            models.UniqueConstraint(fields=["person", "viewer_key", "what", "on"], name="card_look_once_a_day"),
        ]
        indexes = [models.Index(fields=["person", "-last_at"], name="looks_at_person"), models.Index(fields=["on"])]

    def __str__(self) -> str:
        return f"{self.viewer_name}: {self.what} {self.on}"
