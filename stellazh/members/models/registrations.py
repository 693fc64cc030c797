"""Newcomers who ask to be let in: they wait for the head of their territory."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Organisation
from stellazh.common.actor import Actor
from stellazh.members.enums import RegistrationState
from stellazh.people.models import ConsentText


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def waiting(self) -> Self:
        """Requests whose address is confirmed and that nobody has decided."""
        return self.filter(state=RegistrationState.WAITING)

    def visible_to(self, actor: Actor) -> Self:
        """Requests that the actor may decide. One whose address is not confirmed may be a joke: it is not shown."""
        mine = self.filter(reach(actor, "members.decide_registrations", "association__"))
        return mine.exclude(state=RegistrationState.UNCONFIRMED)


class Registration(models.Model):
    """One request. It becomes a person, a membership and an invitation when a head approves it."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="registrations")
    family_name = models.CharField("Фамилия", max_length=100)
    given_name = models.CharField("Имя", max_length=100)
    patronymic = models.CharField("Отчество", max_length=100, blank=True)
    name_key = models.CharField(max_length=140, editable=False, default="")
    email = models.EmailField("Электронная почта")
    phone = models.CharField("Телефон", max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_text = models.CharField("Школа, если её нет в списке", max_length=200, blank=True)
    post_title = models.CharField("Должность", max_length=160, blank=True)
    message = models.TextField("Несколько слов о себе", blank=True)
    consent_text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField()
    place = models.CharField("Сетевой адрес", max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=RegistrationState, default=RegistrationState.UNCONFIRMED)
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField("Почему отклонена", max_length=500, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "заявка на вступление"
        verbose_name_plural = "заявки на вступление"
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RegistrationState.values), name="registration_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.APPROVED) | Q(person__isnull=False),
                name="registration_approved_has_person",
            ),
        ]
        indexes = [models.Index(fields=["association", "state"], name="registrations_waiting")]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("members:registration_detail", args=[self.pk])

    @property
    def full_name(self) -> str:
        """«Ольхова Вера Ильинична», as typed."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """«Ольхова В.И.»"""
        return f"{self.family_name} " + "".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)

    @property
    def school(self) -> str:
        """Where the person works: from the list, or in the person's own words."""
        return self.organisation.short_name if self.organisation is not None else self.organisation_text
