"""Where a person is signed in, and the browsers that are not asked for a code."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models

from stellazh.people.enums import SignInWay


class PersonSessionQuerySet(models.QuerySet["PersonSession"]):
    def of(self, person_id: int) -> Self:
        """One person's."""
        return self.filter(person_id=person_id)

    def alive(self, at: datetime) -> Self:
        """Those whose cookie still opens something."""
        return self.filter(session_key__in=Session.objects.filter(expire_date__gt=at).values("session_key"))

    def newest_first(self) -> Self:
        """The one last at work first."""
        return self.order_by("-last_seen_at", "-pk")


class PersonSession(models.Model):
    """One browser in which a person is signed in. `device` is words: «Chrome на Windows».

    `last_seen_at` is exact to a quarter of an hour. The key is the session's own, so the table stays out of archives
    as the sessions do.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    way = models.CharField("Как", max_length=10, choices=SignInWay)
    device = models.CharField("Устройство", max_length=80)
    place = models.CharField("Сетевой адрес", max_length=64, blank=True)
    began_at = models.DateTimeField("Вход")
    last_seen_at = models.DateTimeField("Последний раз")

    objects = PersonSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "сеанс"
        verbose_name_plural = "сеансы"
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=SignInWay.values), name="session_way_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.device}"


class TrustedBrowserQuerySet(models.QuerySet["TrustedBrowser"]):
    def of(self, person_id: int) -> Self:
        """One person's."""
        return self.filter(person_id=person_id)

    def live_at(self, at: datetime) -> Self:
        """Those still trusted at that moment."""
        return self.filter(expires_at__gt=at)

    def newest_first(self) -> Self:
        """The one trusted last first."""
        return self.order_by("-trusted_at", "-pk")


class TrustedBrowser(models.Model):
    """A browser that is not asked for a code until a day. Its cookie holds a secret, here is only the hash of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trusted_browsers")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    device = models.CharField("Устройство", max_length=80)
    place = models.CharField("Сетевой адрес", max_length=64, blank=True)
    trusted_at = models.DateTimeField("Доверен")
    last_used_at = models.DateTimeField("Последний вход", null=True, blank=True)
    expires_at = models.DateTimeField("До")

    objects = TrustedBrowserQuerySet.as_manager()

    class Meta:
        verbose_name = "доверенный браузер"
        verbose_name_plural = "доверенные браузеры"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("trusted_at")), name="browser_trust_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.device}"
