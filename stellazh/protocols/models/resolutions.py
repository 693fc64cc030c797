"""The resolution: problem field, proposals with votes, sections by addressee. Its points are decisions."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Organisation
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Event
from stellazh.files.models import StoredFile
from stellazh.members.belonging import own_line
from stellazh.protocols.enums import AddresseeClass, ProposalState, ResolutionStatus, UnfoldTo
from stellazh.protocols.models.protocols import Protocol


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def present(self) -> Self:
        """Resolutions that are not archived."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Of one's own association and of those above it once proposals are collected; from above, those adopted; to
        editors everything.
        """
        if actor.actor_kind == ActorKind.SYSTEM:
            return self
        seen = reach(actor, "protocols.edit_resolution", "association__")
        bound = Q(status__in=(ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED))
        seen |= bound & reach(actor, "protocols.read_protocol", "association__")
        if actor.actor_kind == ActorKind.PERSON:
            seen |= Q(archived_at=None) & Q(association__path__in=own_line(actor))
        return self.filter(seen)

    def published(self) -> Self:
        """Adopted resolutions that everybody may read, as `reads.resolutions.open_reading` tells them."""
        bound = (ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED)
        return self.present().filter(status__in=bound, published_at__isnull=False)

    def readable_by(self, actor: Actor) -> Self:
        """Those the actor sees whole, and those that everybody may read. Only for the page of a resolution and lists
        of titles: whatever shows more than a title asks `visible_to`.
        """
        return self.visible_to(actor) | self.published()

    def in_order(self) -> Self:
        """The newest first."""
        return self.order_by("-school_year", "-pk")


class Resolution(models.Model):
    """Резолюция of a conference or a section: commitments by addressee for the school year it opens.

    `previous` is the one it follows: what that one left undone is offered to this. `meeting_words` says who adopts.
    """

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="resolutions", verbose_name="Объединение"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name="Мероприятие"
    )
    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions", verbose_name="Протокол"
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following", verbose_name="После какой"
    )
    school_year = models.PositiveSmallIntegerField("На учебный год")
    title = models.CharField("Название", max_length=300)
    meeting_words = models.CharField("Кем принимается", max_length=400, blank=True)
    preamble = models.TextField("Вступление", blank=True)
    status = models.CharField("Состояние", max_length=12, choices=ResolutionStatus, default=ResolutionStatus.COLLECTING)
    proposals_until = models.DateField("Предложения до", null=True, blank=True)
    adopted_on = models.DateField("Принята", null=True, blank=True)
    closed_on = models.DateField("Закрыта", null=True, blank=True)
    closing_words = models.TextField("Общий итог", blank=True)
    adopted_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closing_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by_name = models.CharField(max_length=200, blank=True, default="", editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "резолюция"
        verbose_name_plural = "резолюции"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="resolution_has_title"),
            models.CheckConstraint(
                condition=~Q(status__in=(ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED))
                | Q(adopted_on__isnull=False),
                name="resolution_adopted_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED)) | Q(published_at=None),
                name="resolution_published_is_adopted",
            ),
        ]
        indexes = [models.Index(fields=["association", "school_year"], name="resolutions_of_year")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("protocols:resolution_detail", args=[self.pk])

    @property
    def object_key(self) -> str:
        return f"resolution:{self.pk}"

    @property
    def year(self) -> SchoolYear:
        return SchoolYear(self.school_year)

    @property
    def is_binding(self) -> bool:
        return self.status in (ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class ProblemPoint(models.Model):
    """One line of the «проблемное поле»: what the section came together to discuss."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("Проблема", max_length=600)

    class Meta:
        verbose_name = "проблема"
        verbose_name_plural = "проблемное поле"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="problem_has_text")]

    def __str__(self) -> str:
        return self.text


class ResolutionSection(models.Model):
    """The points for one class of addressees, under a heading in the dative: «Руководителям РМО»."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField("Кому", max_length=300)
    addressee_class = models.CharField("Адресат", max_length=12, choices=AddresseeClass)
    unfold_to = models.CharField("Отметки", max_length=12, choices=UnfoldTo, default=UnfoldTo.ONE)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Организация"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "раздел резолюции"
        verbose_name_plural = "разделы резолюции"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(heading=""), name="resolution_section_has_heading"),
        ]

    def __str__(self) -> str:
        return self.heading


class Proposal(models.Model):
    """What a member proposes for the draft. Merged ones point at the one they went into."""

    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="proposals")
    addressee_class = models.CharField("Кому", max_length=12, choices=AddresseeClass)
    text = models.TextField("Предложение")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    state = models.CharField("Состояние", max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    point = models.ForeignKey(
        "protocols.Decision", on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    answer = models.CharField("Ответ", max_length=500, blank=True)
    made_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "предложение в резолюцию"
        verbose_name_plural = "предложения в резолюцию"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="proposal_has_text"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.MERGED) | Q(merged_into__isnull=False),
                name="proposal_merged_into_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ProposalVote(models.Model):
    """That somebody supports a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voted_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "голос за предложение"
        verbose_name_plural = "голоса за предложения"
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="proposal_vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} за {self.proposal_id}"
