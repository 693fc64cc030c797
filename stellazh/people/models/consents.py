"""Consents: the published texts, and who agreed to which of them, when and from where."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stellazh.people.enums import ConsentPurpose, ConsentWay


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def newest_first(self) -> Self:
        """By version, the one now in force first."""
        return self.order_by("purpose", "-number")


class ConsentText(models.Model):
    """One edition of the text of a consent, one purpose each. A published edition is never changed: a new one comes."""

    purpose = models.CharField("Цель", max_length=20, choices=ConsentPurpose)
    number = models.PositiveIntegerField("Редакция")
    title = models.CharField("Заголовок", max_length=200)
    text = models.TextField("Текст")
    published_at = models.DateTimeField("Действует с")

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = "текст согласия"
        verbose_name_plural = "тексты согласий"
        constraints = [
            models.UniqueConstraint(fields=["purpose", "number"], name="consent_text_number_once"),
            models.CheckConstraint(condition=Q(purpose__in=ConsentPurpose.values), name="consent_purpose_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, редакция {self.number}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        """Consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of(self, person_id: int, purpose: str) -> Self:
        """One person's consents to one purpose."""
        return self.filter(person_id=person_id, text__purpose=purpose)


class Consent(models.Model):
    """A person agreed to one edition of a text. `subject` is the published field's code for распространение, else "".

    Rows are never changed but by withdrawal, and never deleted while the law asks for a proof.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    subject = models.CharField("Что можно показывать", max_length=60, blank=True)
    given_at = models.DateTimeField("Дано")
    place = models.CharField("Сетевой адрес", max_length=64, blank=True)
    way = models.CharField("Как", max_length=10, choices=ConsentWay)
    recorded_by_name = models.CharField("Кто записал", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("Отозвано", null=True, blank=True)
    withdrawn_place = models.CharField("Откуда отозвано", max_length=64, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text", "subject"], condition=Q(withdrawn_at=None), name="consent_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.text_id} {self.subject}".strip()
