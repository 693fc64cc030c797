"""Secret links: each lets whoever holds it do one thing with one object, until it ends or is revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from stellazh.audit.models import type_of
from stellazh.links.purposes import NOTHING_OPENS, purposes


class SecretLinkQuerySet(models.QuerySet["SecretLink"]):
    def owned_by(self, owner_id: str) -> Self:
        """Links given out for one person, spent ones too."""
        return self.filter(owner_id=owner_id)

    def about(self, thing: models.Model) -> Self:
        """Links to one object."""
        return self.filter(object_type=type_of(thing), object_id=str(thing.pk))

    def live_at(self, at: datetime) -> Self:
        """Links that would open at that moment."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True, used_up_at__isnull=True
        )


class SecretLink(models.Model):
    """One link. The secret itself is not kept, only its SHA-256: a stolen database opens nothing.

    `last_used_at` is a trace for the owner, exact to a minute; nothing is decided by it.
    """

    purpose = models.CharField("назначение", max_length=64)
    digest = models.CharField("отпечаток", max_length=64, unique=True)
    object_type = models.CharField("вид предмета", max_length=64)
    object_id = models.CharField("ключ предмета", max_length=64)
    owner_id = models.CharField("владелец", max_length=64, blank=True)
    label = models.CharField("название", max_length=200)
    scope = models.CharField("путь объединения", max_length=500, blank=True)
    created_at = models.DateTimeField("выдана")
    created_by_kind = models.CharField("вид выдавшего", max_length=16)
    created_by_id = models.CharField("ключ выдавшего", max_length=64, blank=True)
    created_by_name = models.CharField("кто выдал", max_length=200)
    expires_at = models.DateTimeField("действует до", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)
    used_up_at = models.DateTimeField("использована", null=True, blank=True)
    last_used_at = models.DateTimeField("открывали", null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "секретная ссылка"
        verbose_name_plural = "секретные ссылки"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["owner_id", "-created_at"], name="links_of_owner"),
            models.Index(fields=["object_type", "object_id"], name="links_about_thing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("created_at")),
                name="links_expire_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def purpose_label(self) -> str:
        """The purpose in Russian; its code when the app that knew it is gone."""
        known = purposes.get(self.purpose)
        return known.label if known else self.purpose

    @property
    def once_revoked(self) -> str:
        """What the owner should know before taking the link back."""
        known = purposes.get(self.purpose)
        return known.once_revoked if known else NOTHING_OPENS

    def is_live(self, at: datetime) -> bool:
        """Whether the link would open at that moment."""
        has_ended = self.expires_at is not None and self.expires_at <= at
        return not has_ended and self.revoked_at is None and self.used_up_at is None
