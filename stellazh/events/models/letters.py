"""Letters of an event: what is sent to which part of the list, when, and to whom it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stellazh.events.enums import LetterKind, LetterState
from stellazh.events.models.enrolments import Enrolment
from stellazh.events.models.events import Event
from stellazh.mail.models import OutgoingMail


class EventLetter(models.Model):
    """One letter with placeholders for a chosen part of the list (`part`: states, attendance, way of coming, people).

    Planned ones go out at `due_at`; with `minutes_before` that moment follows the beginning of the event.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField("Вид письма", max_length=12, choices=LetterKind)
    part = models.JSONField(default=dict)
    subject = models.CharField("Тема", max_length=250)
    text = models.TextField("Текст")
    minutes_before = models.PositiveIntegerField("За сколько минут до начала", null=True, blank=True)
    due_at = models.DateTimeField("Когда отправить", null=True, blank=True)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(editable=False)
    made_by = models.CharField(max_length=200, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "письмо участникам"
        verbose_name_plural = "письма участникам"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=LetterState.PLANNED) | Q(due_at__isnull=False), name="planned_letter_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(sent_at__isnull=False), name="sent_letter_has_its_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="event_letters_due")]

    def __str__(self) -> str:
        return self.subject


class LetterDelivery(models.Model):
    """One addressee of a letter: the outgoing mail, or why none went («нет адреса»)."""

    letter = models.ForeignKey(EventLetter, on_delete=models.CASCADE, related_name="deliveries")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "доставка письма"
        verbose_name_plural = "доставка писем"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "enrolment"], name="letter_once_to_each")]

    def __str__(self) -> str:
        return self.address or self.refusal
