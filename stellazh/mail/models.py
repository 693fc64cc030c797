"""The outbox: letters on their way, and the log of tries to deliver them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from stellazh.files.models import StoredFile
from stellazh.mail.enums import MailState, TryOutcome


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def about(self, about: str) -> Self:
        """Letters about one thing, as their sender named it («person:12»)."""
        return self.filter(about=about)

    def queued(self) -> Self:
        """Letters that still wait for a try."""
        return self.filter(state=MailState.QUEUED)

    def free_at(self, at: datetime) -> Self:
        """Letters due by that moment that no other sender holds."""
        return self.queued().filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at), due_at__lte=at)


class OutgoingMail(models.Model):
    """One letter to one address.

    `about` is the sender's own name for what it is about. `claimed_until` is set while a sender holds the letter; when
    that sender dies, the letter is free again at that moment. `unsubscribe_url` is the address of List-Unsubscribe. The
    texts and that address are forgotten when the letter is settled, since letters carry secret links; the demonstration
    keeps the texts for its page.
    """

    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    to_name = models.CharField("имя получателя", max_length=200, blank=True)
    to_address = models.CharField("адрес", max_length=254)
    subject = models.CharField("тема", max_length=250)
    text = models.TextField("текст", blank=True)
    html = models.TextField("текст с оформлением", blank=True)
    unsubscribe_url = models.CharField("адрес отписки", max_length=500, blank=True)
    kind = models.CharField("вид письма", max_length=64)
    about = models.CharField("о чём", max_length=100, blank=True)
    state = models.CharField("состояние", max_length=10, choices=MailState, default=MailState.QUEUED)
    attempt_count = models.PositiveSmallIntegerField("попыток", default=0)
    due_at = models.DateTimeField("следующая попытка")
    claimed_until = models.DateTimeField("занято до", null=True, blank=True)
    last_error = models.TextField("последняя ошибка", blank=True)
    queued_at = models.DateTimeField("поставлено в очередь")
    settled_at = models.DateTimeField("закончено", null=True, blank=True)
    queued_by_kind = models.CharField("вид отправителя", max_length=16)
    queued_by_id = models.CharField("ключ отправителя", max_length=64, blank=True)
    queued_by_name = models.CharField("кто отправил", max_length=200)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "письмо"
        verbose_name_plural = "исходящие письма"
        ordering = ["-queued_at", "-id"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state=MailState.QUEUED), name="mail_waiting"),
            models.Index(fields=["about", "-queued_at"], name="mail_about"),
            models.Index(fields=["-queued_at", "-id"], name="mail_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=MailState.QUEUED, settled_at__isnull=True)
                | (~Q(state=MailState.QUEUED) & Q(settled_at__isnull=False)),
                name="mail_settled_exactly_when_not_queued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_address}: {self.subject}"


class MailAttachment(models.Model):
    """A stored file that leaves with a letter. It is let go together with the letter's text; until then it stays."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments", verbose_name="письмо")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    name = models.CharField("имя вложения", max_length=120)

    class Meta:
        verbose_name = "вложение письма"
        verbose_name_plural = "вложения писем"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="mail_attachment_has_a_name")]

    def __str__(self) -> str:
        return self.name


class DeliveryTry(models.Model):
    """One try to hand a letter to the server, with its answer."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="tries", verbose_name="письмо")
    tried_at = models.DateTimeField("когда")
    outcome = models.CharField("итог", max_length=10, choices=TryOutcome)
    code = models.PositiveSmallIntegerField("код ответа", null=True, blank=True)
    answer = models.TextField("ответ", blank=True)

    class Meta:
        verbose_name = "попытка отправки"
        verbose_name_plural = "попытки отправки"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=TryOutcome.values), name="mail_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.tried_at:%d.%m.%Y %H:%M}: {self.get_outcome_display()}"
