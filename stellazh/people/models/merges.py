"""Two cards of one person made one: what was moved is kept, so that it can be moved back."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stellazh.people.enums import MergeState


class MergeQuerySet(models.QuerySet["Merge"]):
    def about(self, person_id: int) -> Self:
        """Merges in which the person is either side."""
        return self.filter(Q(survivor_id=person_id) | Q(absorbed_id=person_id))

    def of_two(self, one_id: int, other_id: int) -> Self:
        """Merges of these two, whichever of them would remain."""
        return self.filter(survivor_id__in=[one_id, other_id], absorbed_id__in=[one_id, other_id])


class Merge(models.Model):
    """`absorbed` gives everything that pointed at it to `survivor`; roles and credentials never move.

    `moved` lists what the holders did, by holder: rows of {"model", "pk", "field", "before", "after"}.
    """

    survivor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merges_into")
    absorbed = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merges_away")
    state = models.CharField(max_length=10, choices=MergeState, default=MergeState.PROPOSED)
    moved = models.JSONField(default=dict)
    scope = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by_kind = models.CharField(max_length=16)
    proposed_by_id = models.CharField(max_length=64, blank=True)
    proposed_by_name = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "объединение карточек"
        verbose_name_plural = "объединения карточек"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(condition=Q(state__in=MergeState.values), name="merge_state_is_known"),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(state__in=[MergeState.PROPOSED, MergeState.DONE]),
                name="merge_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"


class MergeConfirmation(models.Model):
    """One of two who both sign in has said, signed in: «yes, this is me too»."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merge_confirmations")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "подтверждение объединения"
        verbose_name_plural = "подтверждения объединений"
        constraints = [models.UniqueConstraint(fields=["merge", "person"], name="merge_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.merge_id}: {self.person_id}"
