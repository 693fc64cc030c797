"""Events and the series they belong to."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import (
    AgeMark,
    EnrolmentMode,
    EnrolmentState,
    EventLevel,
    EventStatus,
    EventVisibility,
    ListShown,
)
from stellazh.members.belonging import own_line
from stellazh.workplans.enums import EventForm, ItemFormat
from stellazh.workplans.models import PlanItem

ANNOUNCED = (EventStatus.ANNOUNCED, EventStatus.HELD, EventStatus.CANCELLED)


class EventSeries(models.Model):
    """Events that repeat: «горячая линия по средам». Each is an event of its own; the series keeps them together."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="event_series")
    title = models.CharField("Название цикла", max_length=300)
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "цикл мероприятий"
        verbose_name_plural = "циклы мероприятий"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class EventQuerySet(models.QuerySet["Event"]):
    def present(self) -> Self:
        """Events that are not archived."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Announced public events; of others those of the associations the actor belongs to or reaches, and those she
        is invited to or registered for. Drafts are seen by those who prepare them. A letter's link opens its event.
        """
        if actor.actor_kind == ActorKind.SYSTEM:
            return self
        announced = Q(status__in=ANNOUNCED)
        seen = announced & Q(visibility=EventVisibility.PUBLIC)
        if actor.actor_kind == ActorKind.PERSON:
            mine = Event.objects.filter(
                enrolments__person_id=int(actor.actor_id), enrolments__state__in=ENROLLED_OR_INVITED
            )
            seen |= announced & Q(pk__in=mine.values("pk"))
            seen |= announced & Q(visibility=EventVisibility.MEMBERS) & Q(association__path__in=own_line(actor))
            seen |= announced & reach(actor, "events.read_participants", "association__")
            seen |= reach(actor, "events.edit_event", "association__")
        return self.filter(seen)

    def editable_by(self, actor: Actor) -> Self:
        """Events that the actor prepares and runs."""
        return self.filter(reach(actor, "events.edit_event", "association__"))

    def touching(self, first: datetime, last: datetime) -> Self:
        """Events that go on at some moment from `first` to before `last`."""
        return self.filter(starts_at__lt=last, ends_at__gte=first)

    def countable(self) -> Self:
        """Events that a report counts: held, not put away, and not a part of another event."""
        return self.present().filter(status=EventStatus.HELD, parent=None)

    def in_order(self) -> Self:
        """By time."""
        return self.order_by("starts_at", "pk")


ENROLLED_OR_INVITED = (
    EnrolmentState.INVITED,
    EnrolmentState.PENDING,
    EnrolmentState.CONFIRMED,
    EnrolmentState.WAITING,
)


def umbrella_is_known(status: str, visibility: str, above_status: str, above_visibility: str) -> bool:
    """Whether everybody who sees an event so visible may know its umbrella: drafts are seen by those who prepare both;
    of others the umbrella must be announced, and open to as many.
    """
    if status == EventStatus.DRAFT:
        return True
    is_open = above_visibility == EventVisibility.PUBLIC or (above_visibility == visibility == EventVisibility.MEMBERS)
    return above_status in ANNOUNCED and is_open


class Event(models.Model):
    """One event, or an umbrella over several (`children`): a web forum has days, sections and events of its own.

    `starts_at` and `ends_at` are moments in the association's zone; with `is_all_day` only their days are meant, the
    end being the last moment of the last day. `number` is the number in the series of the school year: «Заседание № 3».
    """

    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="events", verbose_name="Объединение"
    )
    plan_item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="Пункт плана"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="Часть чего"
    )
    series = models.ForeignKey(
        EventSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="Цикл"
    )
    cloned_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="clones", editable=False
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("Название", max_length=300)
    form = models.CharField("Форма", max_length=20, choices=EventForm, default=EventForm.MEETING)
    number = models.PositiveSmallIntegerField("Номер в году", null=True, blank=True)
    level = models.CharField("Уровень", max_length=16, choices=EventLevel, blank=True)
    school_year = models.PositiveSmallIntegerField(editable=False)
    starts_at = models.DateTimeField("Начало")
    ends_at = models.DateTimeField("Окончание")
    is_all_day = models.BooleanField("Идёт целыми днями", default=False)
    format = models.CharField("Формат", max_length=10, choices=ItemFormat, default=ItemFormat.ONSITE)
    place = models.CharField("Место", max_length=300, blank=True)
    room_url = models.CharField("Ссылка на видеовстречу", max_length=500, blank=True)
    room_opens_minutes = models.PositiveSmallIntegerField("Открыть ссылку за, минут", default=30)
    room_closes_minutes = models.PositiveSmallIntegerField("Закрыть ссылку после окончания через, минут", default=60)
    audience = models.CharField("Для кого", max_length=300, blank=True)
    age_mark = models.CharField("Возрастная отметка", max_length=3, choices=AgeMark, blank=True)
    summary = models.CharField("Коротко", max_length=500, blank=True)
    description = models.TextField("Подробно", blank=True)
    organisers = models.CharField("Организаторы", max_length=500, blank=True)
    partners = models.CharField("Партнёры", max_length=500, blank=True)
    contact = models.CharField("К кому обращаться", max_length=300, blank=True)
    visibility = models.CharField("Кому видно", max_length=10, choices=EventVisibility, default=EventVisibility.PUBLIC)
    status = models.CharField("Состояние", max_length=10, choices=EventStatus, default=EventStatus.DRAFT)
    cancel_reason = models.CharField("Почему отменено", max_length=300, blank=True)
    enrolment_mode = models.CharField("Регистрация", max_length=10, choices=EnrolmentMode, default=EnrolmentMode.OPEN)
    enrolment_opens_at = models.DateTimeField("Регистрация с", null=True, blank=True)
    enrolment_closes_at = models.DateTimeField("Регистрация до", null=True, blank=True)
    capacity = models.PositiveIntegerField("Мест", null=True, blank=True)
    capacity_online = models.PositiveIntegerField("Мест онлайн", null=True, blank=True)
    has_waiting_list = models.BooleanField("Вести лист ожидания", default=True)
    takes_guests = models.BooleanField("Регистрировать гостей без учётной записи", default=False)
    takes_walk_ins = models.BooleanField("Отмечать пришедших без регистрации", default=True)
    list_shown = models.CharField("Список участников видно", max_length=12, choices=ListShown, default=ListShown.NOBODY)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(enrolment_opens_at=None)
                | Q(enrolment_closes_at=None)
                | Q(enrolment_closes_at__gt=F("enrolment_opens_at")),
                name="event_enrolment_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(status=EventStatus.CANCELLED) | ~Q(cancel_reason=""), name="event_cancelled_with_reason"
            ),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=1), name="event_number_from_one"),
            models.UniqueConstraint(
                fields=["association", "school_year", "form", "number"],
                condition=Q(archived_at=None) & ~Q(status=EventStatus.CANCELLED),
                name="event_number_once_a_year",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "ends_at"], name="events_by_time"),
            models.Index(fields=["association", "school_year", "status"], name="events_of_year"),
        ]

    def __str__(self) -> str:
        return self.full_title

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.pk])

    @property
    def known_umbrella(self) -> Event | None:
        """The umbrella, as far as whoever may open this event may know that there is one; needs it loaded."""
        above = self.parent
        if above is None or above.archived_at is not None:
            return None
        shows = umbrella_is_known(self.status, self.visibility, above.status, above.visibility)
        return above if shows else None

    @property
    def full_title(self) -> str:
        """With the number of a meeting: «Заседание № 3. Название»."""
        return f"{self.get_form_display().capitalize()} №\xa0{self.number}. {self.title}" if self.number else self.title

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its hours are told; needs the association."""
        return ZoneInfo(self.association.time_zone)

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return self.ends_at.astimezone(self.zone).date()

    @property
    def year(self) -> SchoolYear:
        return SchoolYear(self.school_year)

    @property
    def is_mixed(self) -> bool:
        return self.format == ItemFormat.MIXED

    @property
    def room_opens_at(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.room_opens_minutes)

    @property
    def room_closes_at(self) -> datetime:
        return self.ends_at + timedelta(minutes=self.room_closes_minutes)

    @property
    def object_key(self) -> str:
        """Its name in media, questionnaires and outcomes."""
        return f"event:{self.pk}"
