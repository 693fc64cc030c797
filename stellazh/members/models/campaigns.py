"""The yearly re-confirmation of cards: one campaign, one answer for each member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Territory
from stellazh.common.school_year import SchoolYear
from stellazh.members.enums import AnswerState, CampaignState

if TYPE_CHECKING:
    from stellazh.common.actor import Actor


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def open(self) -> Self:
        """Campaigns that collect answers now."""
        return self.filter(state=CampaignState.OPEN)

    def visible_to(self, actor: Actor) -> Self:
        """Campaigns of the associations where the actor may see who has answered, and those that ask people there."""
        asked = CampaignAnswer.objects.visible_to(actor).values("campaign_id")
        return self.filter(reach(actor, "members.read_campaign", "association__") | Q(pk__in=asked))


class Campaign(models.Model):
    """A campaign of one association; with `includes_below`, of every association under it too.

    `letter` is the text of the letter, with {имя}, {объединение}, {срок}, {ссылка}; `school_year` its first calendar
    year.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="campaigns")
    school_year = models.PositiveSmallIntegerField("Учебный год")
    title = models.CharField("Название", max_length=200)
    includes_below = models.BooleanField("И объединения ниже", default=False)
    letter = models.TextField("Письмо")
    closes_on = models.DateField("Ответить до")
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "уточнение данных"
        verbose_name_plural = "уточнения данных"
        ordering = ["-school_year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["association"], condition=Q(state=CampaignState.OPEN), name="campaign_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("members:campaign_detail", args=[self.pk])

    @property
    def year(self) -> SchoolYear:
        """The school year it belongs to."""
        return SchoolYear(self.school_year)

    @property
    def is_open(self) -> bool:
        return self.state == CampaignState.OPEN


class CampaignAnswerQuerySet(models.QuerySet["CampaignAnswer"]):
    def visible_to(self, actor: Actor) -> Self:
        """Answers of the associations where the actor may see who has answered."""
        return self.filter(reach(actor, "members.read_campaign", "association__"))

    def waiting(self) -> Self:
        """Members who have not answered."""
        return self.filter(state=AnswerState.WAITING)

    def in_open_campaigns(self) -> Self:
        """Answers to campaigns that still ask."""
        return self.filter(campaign__state=CampaignState.OPEN)

    def without_address(self) -> Self:
        """Answers of people to whom no letter can be sent: they get one on paper."""
        return self.filter(Q(person__email=None), Q(person__card=None) | Q(person__card__contact_email=""))

    def with_address(self) -> Self:
        """Answers of people to whom a letter can be sent."""
        return self.filter(~Q(person__email=None) | Q(person__card__contact_email__gt=""))

    def with_open_note(self) -> Self:
        """Answers that ask the head for something not done yet."""
        return self.filter(note_settled_at=None).exclude(note="").exclude(state=AnswerState.WAITING)


class CampaignAnswer(models.Model):
    """One member's answer, waiting until it comes. The territory is kept as it was when the campaign opened.

    `territory` lies right under the territory of the campaign, or is it. `corrected_at` is when the person last changed
    the card on the way to the answer; `note_settled_at` when the head did what the note asks for.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaign_answers")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.WAITING)
    asked_at = models.DateTimeField("Письмо", null=True, blank=True)
    reminded_at = models.DateTimeField("Напоминание", null=True, blank=True)
    reminder_count = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField("Ответ", null=True, blank=True)
    answered_by_name = models.CharField("Кто ответил", max_length=200, blank=True)
    corrected_at = models.DateTimeField("Исправлено", null=True, blank=True)
    note = models.CharField("Замечание", max_length=500, blank=True)
    note_settled_at = models.DateTimeField("Замечание учтено", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CampaignAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "ответ на уточнение"
        verbose_name_plural = "ответы на уточнение"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="campaign_asks_once"),
            models.CheckConstraint(
                condition=Q(state=AnswerState.WAITING, answered_at=None)
                | (~Q(state=AnswerState.WAITING) & Q(answered_at__isnull=False)),
                name="campaign_answered_exactly_when_told",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None) | Q(reminded_at=None) | Q(reminded_at__gte=F("asked_at")),
                name="campaign_reminded_after_asked",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "territory", "state"], name="answers_by_territory")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"
