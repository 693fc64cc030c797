"""Registration for an event: who, in what state, since when, and who did it."""

from __future__ import annotations

import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stellazh.associations.models import Organisation, Territory
from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models.events import Event
from stellazh.people.models import ConsentText

TICKET_LENGTH = 20
_TICKET_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
HOLDING_A_PLACE = (EnrolmentState.CONFIRMED,)


def new_ticket_code() -> str:
    """Twenty signs that are not mistaken for each other: not to be guessed, and can be read aloud."""
    return "".join(secrets.choice(_TICKET_SIGNS) for _ in range(TICKET_LENGTH))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def coming(self) -> Self:
        """Those who hold a place."""
        return self.filter(state__in=HOLDING_A_PLACE)

    def waiting_in_order(self) -> Self:
        """The waiting list, the first in turn first."""
        return self.filter(state=EnrolmentState.WAITING).order_by("queued_at", "pk")


class Enrolment(models.Model):
    """One registration (called so because `members.Registration` asks to join an association).

    A person of ours or a guest by name and address. School and municipality are kept as they were at that time, so
    that figures of past years do not move with people. `registered_by_*` say who did it: the person, a head for
    her, or the bearer of an invitation. `ticket_code` is what the QR code at the door holds.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    name = models.CharField("Фамилия, имя, отчество", max_length=200)
    sort_key = models.CharField(max_length=220, editable=False, default="")
    guest_email = models.EmailField("Электронная почта", blank=True)
    guest_phone = models.CharField("Телефон", max_length=40, blank=True)
    guest_consent = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guest_place = models.CharField("Сетевой адрес", max_length=64, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_name = models.CharField("Школа, организация", max_length=200, blank=True)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Муниципалитет"
    )
    coming_as = models.CharField("Как участвует", max_length=10, choices=ComingAs, blank=True)
    state = models.CharField("Состояние", max_length=10, choices=EnrolmentState)
    reason = models.CharField("Причина", max_length=300, blank=True)
    is_name_shown = models.BooleanField("Показывать имя другим участникам", default=False)
    ticket_code = models.CharField(max_length=32, unique=True, editable=False, default=new_ticket_code)
    registered_at = models.DateTimeField(editable=False)
    queued_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    registered_by_kind = models.CharField(max_length=16, editable=False)
    registered_by_id = models.CharField(max_length=64, blank=True, editable=False)
    registered_by_name = models.CharField(max_length=200, editable=False)
    updated_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "регистрация на мероприятие"
        verbose_name_plural = "регистрации на мероприятия"
        ordering = ["registered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enrolment_has_name"),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="enrolment_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["event", "guest_email"],
                condition=Q(person__isnull=True) & ~Q(guest_email=""),
                name="enrolment_once_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.WAITING) | Q(queued_at__isnull=False),
                name="enrolment_waiting_has_its_turn",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "sort_key"], name="enrolments_of_event"),
            models.Index(fields=["event", "queued_at"], name="enrolments_in_turn"),
        ]

    def __str__(self) -> str:
        return self.name
