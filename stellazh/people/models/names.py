"""How a person's name is written in the cases of Russian, where somebody has settled it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stellazh.people.enums import GrammaticalCase


class NameInCase(models.Model):
    """One case of a person's name as somebody who knows wrote it.

    It holds for the name it was made for: when the person is named otherwise, the row no longer applies
    (`reads.names_in_case` compares).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="names_in_cases", verbose_name="человек"
    )
    case = models.CharField("падеж", max_length=16, choices=GrammaticalCase)
    full_name = models.CharField("имя в именительном падеже", max_length=320)
    text = models.CharField("имя в этом падеже", max_length=400)
    settled_at = models.DateTimeField("записано")
    settled_by_kind = models.CharField("вид записавшего", max_length=16)
    settled_by_id = models.CharField("ключ записавшего", max_length=64, blank=True)
    settled_by_name = models.CharField("кто записал", max_length=200)

    class Meta:
        verbose_name = "имя в падеже"
        verbose_name_plural = "имена в падежах"
        ordering = ["person_id", "case"]
        constraints = [
            models.UniqueConstraint(fields=["person", "case"], name="name_settled_once_in_a_case"),
            models.CheckConstraint(condition=models.Q(case__in=GrammaticalCase.values), name="name_case_is_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="name_in_case_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text
