"""Notices to people with an account, what each person chose, and addresses that letters do not reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from stellazh.mail.models import OutgoingMail
from stellazh.notices.enums import Delivery, DigestDays, NoticeMail
from stellazh.notices.kinds import label_of
from stellazh.people.models import Person


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person_id: int) -> Self:
        """Notices to one person, newest first."""
        return self.filter(person_id=person_id).order_by("-created_at", "-id")

    def unread(self) -> Self:
        """Notices that nobody has marked as read."""
        return self.filter(read_at=None)

    def waiting(self) -> Self:
        """Notices that wait for a digest."""
        return self.filter(mail_state=NoticeMail.WAITING)

    def due_at(self, at: datetime) -> Self:
        """Waiting notices whose digest should have left by that moment."""
        return self.waiting().filter(mail_due_at__lte=at)


class Notice(models.Model):
    """One thing that somebody should know. `address` is a path of ours where it is seen; `about` says of what.

    `mail_due_at` is set while the notice waits for a digest; `letter` is the letter that carries it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", verbose_name="кому")
    kind = models.CharField("вид", max_length=64)
    title = models.CharField("заголовок", max_length=200)
    text = models.TextField("текст", blank=True)
    address = models.CharField("куда ведёт", max_length=500)
    about = models.CharField("о чём", max_length=100, blank=True)
    created_at = models.DateTimeField("когда")
    read_at = models.DateTimeField("прочитано", null=True, blank=True)
    mail_state = models.CharField("письмо", max_length=10, choices=NoticeMail, default=NoticeMail.NONE)
    mail_due_at = models.DateTimeField("сводка не раньше", null=True, blank=True)
    letter = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="в каком письме"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["about"], condition=Q(read_at=None), name="notice_unread_about"),
            models.Index(fields=["mail_due_at"], condition=Q(mail_state=NoticeMail.WAITING), name="notice_waiting"),
            models.Index(fields=["created_at"], name="notice_by_age"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(mail_state__in=NoticeMail.values), name="notice_mail_is_known"),
            models.CheckConstraint(
                condition=Q(mail_state=NoticeMail.WAITING, mail_due_at__isnull=False)
                | (~Q(mail_state=NoticeMail.WAITING) & Q(mail_due_at__isnull=True)),
                name="notice_due_exactly_when_waiting",
            ),
            models.CheckConstraint(
                condition=Q(letter__isnull=True) | Q(mail_state=NoticeMail.LETTER), name="notice_letter_is_mailed"
            ),
            models.CheckConstraint(condition=Q(address__startswith="/"), name="notice_leads_to_us"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notices:notice_open", args=[self.pk])

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)


class NoticePreference(models.Model):
    """How one person wants letters of one kind; without a row, as the kind says."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notice_preferences", verbose_name="кто")
    kind = models.CharField("вид", max_length=64)
    delivery = models.CharField("как", max_length=10, choices=Delivery)

    class Meta:
        verbose_name = "выбор уведомлений"
        verbose_name_plural = "выбор уведомлений"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notice_preference_once"),
            models.CheckConstraint(condition=Q(delivery__in=Delivery.values), name="notice_delivery_is_known"),
        ]

    def __str__(self) -> str:
        return f"{label_of(self.kind)}: {self.get_delivery_display()}"


class NoticeSettings(models.Model):
    """When letters may come to one person. Without a row the values below hold.

    Between `quiet_from` and `quiet_to` no letter leaves; both are empty where there are no quiet hours. An empty
    `time_zone` is the installation's own. `is_mail_off` keeps back every letter but the required ones.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="notice_settings", verbose_name="кто"
    )
    digest_days = models.CharField("дни сводки", max_length=10, choices=DigestDays, default=DigestDays.WEEKDAYS)
    digest_hour = models.PositiveSmallIntegerField("час сводки", default=9)
    quiet_from = models.TimeField("тихо с", null=True, blank=True, default=time(21, 0))
    quiet_to = models.TimeField("тихо до", null=True, blank=True, default=time(8, 0))
    time_zone = models.CharField("часовой пояс", max_length=60, blank=True)
    is_mail_off = models.BooleanField("писем не присылать", default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "настройки уведомлений"
        verbose_name_plural = "настройки уведомлений"
        constraints = [
            models.CheckConstraint(condition=Q(digest_days__in=DigestDays.values), name="notice_days_are_known"),
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="notice_hour_is_of_a_day"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=F("quiet_to"))),
                name="notice_quiet_hours_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_digest_days_display()}, {self.digest_hour}:00"

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone, or the installation's."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)


class BouncedAddressQuerySet(models.QuerySet["BouncedAddress"]):
    def marked(self) -> Self:
        """Marks that still hold."""
        return self.filter(cleared_at=None)

    def among(self, addresses: Iterable[str | None]) -> Self:
        """Marks of these addresses, however they are spelt."""
        return self.filter(address__in={address.strip().casefold() for address in addresses if address})


class BouncedAddress(models.Model):
    """An address that letters do not reach: since when, and what the server said. A cleared mark stays as history."""

    address = models.CharField("адрес", max_length=254)
    marked_at = models.DateTimeField("отмечен")
    code = models.CharField("код", max_length=20, blank=True)
    answer = models.TextField("ответ сервера", blank=True)
    cleared_at = models.DateTimeField("отметка снята", null=True, blank=True)

    objects = BouncedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "адрес, куда почта не доходит"
        verbose_name_plural = "адреса, куда почта не доходит"
        ordering = ["-marked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(cleared_at=None), name="bounced_address_marked_once"
            ),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="bounced_address_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.address
