"""The protocol itself: who was there, the agenda, what was said, votes, remarks, and what stood in a text before."""

from __future__ import annotations

from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Attendance, Event, Slot
from stellazh.files.models import StoredFile
from stellazh.protocols.enums import (
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    PartRole,
    PresentShown,
    ProtocolStatus,
    QuorumRule,
    RemarkState,
    SpeechKind,
    VoteChoice,
    VoteMode,
)
from stellazh.workplans.enums import ItemFormat


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def present(self) -> Self:
        """Protocols that are not archived."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Signed protocols of the associations whose papers the actor reads; those out for remarks also to whoever was
        there; drafts to those who write them.
        """
        if actor.actor_kind == ActorKind.SYSTEM:
            return self
        seen = reach(actor, "protocols.edit_protocol", "association__")
        seen |= Q(status=ProtocolStatus.SIGNED) & reach(actor, "protocols.read_protocol", "association__")
        if actor.actor_kind == ActorKind.PERSON:
            mine = ProtocolPerson.objects.filter(person_id=int(actor.actor_id))
            there = mine.exclude(role__in=(PartRole.EXCUSED, PartRole.ABSENT))
            seen |= ~Q(status=ProtocolStatus.DRAFT) & Q(archived_at=None, pk__in=there.values("protocol_id"))
        return self.filter(seen)

    def signed(self) -> Self:
        """Protocols that carry their number and seal."""
        return self.filter(status=ProtocolStatus.SIGNED)

    def published(self) -> Self:
        """Signed protocols that everybody may read, as `reads.open_protocol` tells them: without names and papers."""
        return self.present().signed().filter(published_at__isnull=False)

    def readable_by(self, actor: Actor) -> Self:
        """Those the actor sees whole, and those that everybody may read. Only for the page of a protocol and lists of
        titles: whatever shows more than a title asks `visible_to`.
        """
        return self.visible_to(actor) | self.published()

    def in_order(self) -> Self:
        """The newest meeting first."""
        return self.order_by("-held_on", F("number").desc(nulls_first=True), "-pk")


class Protocol(models.Model):
    """A protocol of one meeting. `number` is empty until it is signed; a draft only proposes one.

    `meeting_words` is what was held, in the genitive: «заседания ММО школьных библиотекарей». `place` is where the
    paper is made out, a town. `said_count` is the number present as typed, when there is no list to count.
    """

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="protocols", verbose_name="Объединение"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="protocols", verbose_name="Мероприятие"
    )
    school_year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField("Номер", null=True, blank=True, editable=False)
    title = models.CharField("Тема", max_length=400)
    meeting_words = models.CharField("Протокол чего", max_length=400, blank=True)
    held_on = models.DateField("Дата заседания")
    starts_at = models.TimeField("Начало", null=True, blank=True)
    ends_at = models.TimeField("Окончание", null=True, blank=True)
    format = models.CharField("Формат", max_length=10, choices=ItemFormat, default=ItemFormat.ONSITE)
    place = models.CharField("Место составления", max_length=200, blank=True)
    body_form = models.CharField("Как записан ход", max_length=10, choices=BodyForm, default=BodyForm.FULL)
    present_shown = models.CharField("Присутствующие", max_length=10, choices=PresentShown, default=PresentShown.LIST)
    said_count = models.PositiveIntegerField("Присутствовало, человек", null=True, blank=True)
    present_words = models.CharField("Участники словами", max_length=400, blank=True)
    member_count = models.PositiveIntegerField("Членов с правом голоса", null=True, blank=True)
    quorum = models.CharField("Кворум", max_length=12, choices=QuorumRule, default=QuorumRule.NONE)
    status = models.CharField("Состояние", max_length=10, choices=ProtocolStatus, default=ProtocolStatus.DRAFT)
    remarks_until = models.DateField("Замечания до", null=True, blank=True)
    order_reason = models.CharField("Почему номер не по порядку дат", max_length=300, blank=True)
    source_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by_name = models.CharField(max_length=200, blank=True, default="", editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = "протокол"
        verbose_name_plural = "протоколы"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="protocol_has_title"),
            models.CheckConstraint(
                condition=~Q(status=ProtocolStatus.SIGNED) | Q(number__gte=1), name="protocol_signed_has_number"
            ),
            models.CheckConstraint(
                condition=Q(status=ProtocolStatus.SIGNED) | Q(number=None), name="protocol_unsigned_has_no_number"
            ),
            models.CheckConstraint(
                condition=Q(status=ProtocolStatus.SIGNED) | Q(published_at=None), name="protocol_published_is_signed"
            ),
            models.UniqueConstraint(
                fields=["association", "school_year", "number"],
                condition=Q(number__isnull=False),
                name="protocol_number_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["event"], condition=Q(event__isnull=False, archived_at=None), name="protocol_once_an_event"
            ),
        ]
        indexes = [models.Index(fields=["association", "school_year", "held_on"], name="protocols_of_year")]

    def __str__(self) -> str:
        words = f"Протокол №\xa0{self.number}" if self.number else "Протокол"
        return f"{words} от {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("protocols:protocol_detail", args=[self.pk])

    @property
    def object_key(self) -> str:
        """Its name in numbering, outcomes of plans and evidence."""
        return f"protocol:{self.pk}"

    @property
    def series_code(self) -> str:
        """The series its number comes from: one association, one school year."""
        return f"protocols:{self.association_id}:{self.school_year}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its hours are told; needs the association."""
        return ZoneInfo(self.association.time_zone)

    @property
    def year(self) -> SchoolYear:
        return SchoolYear(self.school_year)

    @property
    def is_signed(self) -> bool:
        return self.status == ProtocolStatus.SIGNED

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class ProtocolPerson(models.Model):
    """Somebody named in the protocol. Whoever leads has a row for that and one among those present.

    `attendance` is the row of the event's list she was taken from; without it somebody added her by hand. A person
    `is_remote` when she took part online; `has_vote` says whether her vote counts.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="people")
    role = models.CharField("Кто", max_length=10, choices=PartRole)
    position = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attendance = models.ForeignKey(Attendance, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField("Фамилия, имя, отчество", max_length=200)
    sort_key = models.CharField(max_length=220, editable=False, default="")
    post = models.CharField("Должность", max_length=200, blank=True)
    organisation_name = models.CharField("Школа, организация", max_length=200, blank=True)
    is_remote = models.BooleanField("Дистанционно", default=False)
    has_vote = models.BooleanField("С правом голоса", default=True)
    reason = models.CharField("Причина", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "участник заседания"
        verbose_name_plural = "участники заседания"
        ordering = ["position", "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="protocol_person_has_name"),
            models.UniqueConstraint(
                fields=["protocol", "role", "person"],
                condition=Q(person__isnull=False),
                name="protocol_person_once_a_role",
            ),
            models.UniqueConstraint(
                fields=["protocol", "role", "attendance"],
                condition=Q(attendance__isnull=False),
                name="protocol_attendance_once_a_role",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(models.Model):
    """A question of the agenda. One not reached is carried to the next meeting (`carried_from` says from where)."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField("Порядок", default=0)
    kind = models.CharField("Что это", max_length=10, choices=AgendaKind, default=AgendaKind.TOPIC)
    title = models.CharField("Вопрос", max_length=600)
    reporters = models.CharField("Докладчик", max_length=400, blank=True)
    outcome = models.CharField("Итог", max_length=10, choices=AgendaOutcome, default=AgendaOutcome.OPEN)
    slot = models.ForeignKey(Slot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to", editable=False
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "вопрос повестки"
        verbose_name_plural = "повестка дня"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_title")]
        indexes = [models.Index(fields=["protocol", "position"], name="agenda_of_protocol")]

    def __str__(self) -> str:
        return self.title


class Speech(models.Model):
    """What somebody said: «Слушали» or «Выступили». Without `item` it belongs to the whole meeting (the short form).

    `text` is plain: a line is a paragraph, lines that begin with «- » or «1. » are lists. May be empty while it is
    being written.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="speeches")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="speeches")
    kind = models.CharField("Что это", max_length=10, choices=SpeechKind, default=SpeechKind.SPOKE)
    position = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("Кто", max_length=200, blank=True)
    post = models.CharField("Должность, школа", max_length=300, blank=True)
    text = models.TextField("О чём", blank=True)
    is_attached = models.BooleanField("Текст доклада прилагается", default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "выступление"
        verbose_name_plural = "выступления"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["protocol", "item", "position"], name="speeches_of_protocol")]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Vote(models.Model):
    """How a question, or one decision of it, was voted. Counts are empty when it was unanimous and nobody counted."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="votes")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="votes")
    decision = models.OneToOneField(
        "protocols.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="vote"
    )
    mode = models.CharField("Как голосовали", max_length=10, choices=VoteMode, default=VoteMode.UNANIMOUS)
    for_count = models.PositiveIntegerField("За", null=True, blank=True)
    against_count = models.PositiveIntegerField("Против", null=True, blank=True)
    abstained_count = models.PositiveIntegerField("Воздержались", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "голосование"
        verbose_name_plural = "голосования"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(item__isnull=False, decision=None), name="vote_once_an_item"
            ),
            models.UniqueConstraint(
                fields=["protocol"], condition=Q(item=None, decision=None), name="vote_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=~Q(mode=VoteMode.COUNTS)
                | Q(for_count__isnull=False, against_count__isnull=False, abstained_count__isnull=False),
                name="vote_by_counts_has_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.get_mode_display()


class RollCall(models.Model):
    """One name of a vote by roll."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="roll")
    voter = models.ForeignKey(ProtocolPerson, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice)

    class Meta:
        verbose_name = "голос поимённо"
        verbose_name_plural = "голоса поимённо"
        ordering = ["voter__position", "voter__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "voter"], name="roll_call_once_a_voter")]

    def __str__(self) -> str:
        return self.get_choice_display()


class TextRevision(models.Model):
    """What stood in one place of a protocol before, or what somebody typed that did not stay. Nothing typed is lost.

    `block` names the place: «speech:12», «protocol». `fields` maps names of fields to texts. Saves of one person within
    a few minutes are one revision.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="revisions")
    block = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    is_lost = models.BooleanField("Не вошло при одновременной правке", default=False)
    first_at = models.DateTimeField(editable=False)
    saved_at = models.DateTimeField(editable=False)
    saved_by_kind = models.CharField(max_length=16, editable=False)
    saved_by_id = models.CharField(max_length=64, blank=True, editable=False)
    saved_by_name = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = "прежний текст протокола"
        verbose_name_plural = "прежние тексты протокола"
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["protocol", "block", "saved_at"], name="revisions_of_protocol")]

    def __str__(self) -> str:
        return f"{self.block} {self.saved_at:%d.%m.%Y %H:%M}"


class Remark(models.Model):
    """What one of those present asks to change before the protocol is signed."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="remarks")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    text = models.TextField("Замечание")
    state = models.CharField("Состояние", max_length=10, choices=RemarkState, default=RemarkState.OPEN)
    answer = models.CharField("Ответ", max_length=500, blank=True)
    made_at = models.DateTimeField(editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "замечание к протоколу"
        verbose_name_plural = "замечания к протоколу"
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_has_text")]

    def __str__(self) -> str:
        return self.text[:60]
