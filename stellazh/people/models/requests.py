"""What a person asked to be done with her own data: taken out, or erased."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stellazh.files.models import StoredFile
from stellazh.people.enums import DataRequestKind, DataRequestState


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def archives(self) -> Self:
        """Requests for one's data as one archive."""
        return self.filter(kind=DataRequestKind.ARCHIVE)


class DataRequest(models.Model):
    """One request. `report` is what was done, holder by holder: {"label", "count", "kept", "reason"} each.

    An archive's `file` is forgotten on `expires_at`; an erasure's report stays, for it says what was kept and why.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=10, choices=DataRequestKind)
    state = models.CharField(max_length=10, choices=DataRequestState, default=DataRequestState.WAITING)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=list)
    place = models.CharField(max_length=64, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "запрос о своих данных"
        verbose_name_plural = "запросы о своих данных"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state=DataRequestState.WAITING), name="data_request_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_id}"
