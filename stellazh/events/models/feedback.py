"""Who has told how an event was: so that each tells once, also where no name is kept beside the words."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from stellazh.events.models.enrolments import Enrolment
from stellazh.events.models.events import Event


def random_key() -> int:
    """A key that says nothing of who came before whom."""
    return secrets.randbits(62)


class FeedbackGiven(models.Model):
    """Somebody has answered: a person, or a guest by her registration. Never what, never when, in no order.

    The answers without a name keep the day on which they came; a day here would join the two.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="feedback_given")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "оставленный отзыв"
        verbose_name_plural = "оставленные отзывы"
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, enrolment__isnull=False) | Q(person__isnull=False, enrolment=None),
                name="feedback_is_of_a_person_or_a_guest",
            ),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="feedback_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(enrolment__isnull=False), name="feedback_once_a_guest"
            ),
        ]

    def __str__(self) -> str:
        return "отзыв оставлен"
