"""Series of numbers, and which paper has which number. Papers are known by a key («protocol:12»)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class NumberSeries(models.Model):
    """One run of numbers, such as the protocols of an association in a year: «protocols:17:2024».

    It begins with `first_value`; `last_value` is the greatest number given out and not returned, 0 while there is none.
    The row is what those who take numbers queue for.
    """

    code = models.CharField("код", max_length=100, unique=True)
    first_value = models.PositiveIntegerField("первый номер", default=1)
    last_value = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "ряд номеров"
        verbose_name_plural = "ряды номеров"
        constraints = [models.CheckConstraint(condition=Q(first_value__gte=1), name="series_begin_with_one_or_later")]

    def __str__(self) -> str:
        return self.code

    @property
    def next_value(self) -> int:
        """What the next paper gets: after the last one, and never before the start (a claimed number may lie there)."""
        return max(self.first_value, self.last_value + 1)


class IssuedNumber(models.Model):
    """A number that a paper has. One paper has one number of a series, one number belongs to one paper."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers", verbose_name="ряд")
    value = models.PositiveIntegerField("номер")
    object_key = models.CharField("ключ предмета", max_length=100)
    issued_at = models.DateTimeField("выдан")
    issued_by_kind = models.CharField("вид выдавшего", max_length=16)
    issued_by_id = models.CharField("ключ выдавшего", max_length=64, blank=True)
    issued_by_name = models.CharField("кто выдал", max_length=200)

    class Meta:
        verbose_name = "выданный номер"
        verbose_name_plural = "выданные номера"
        constraints = [
            models.UniqueConstraint(fields=["series", "value"], name="number_belongs_to_one_paper"),
            models.UniqueConstraint(fields=["series", "object_key"], name="paper_has_one_number"),
            models.CheckConstraint(condition=Q(value__gte=1), name="numbers_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"№ {self.value}"
