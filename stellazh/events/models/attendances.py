"""Attendance: one row for each who took part, the marks it is known from, and how it stood at any time."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stellazh.associations.models import Organisation, Territory
from stellazh.events.enums import AttendanceState, MarkSource, RoomListState, RowVerdict
from stellazh.events.models.enrolments import Enrolment
from stellazh.events.models.events import Event
from stellazh.files.models import StoredFile

COUNTED = (AttendanceState.PRESENT, AttendanceState.ONLINE)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def counted(self) -> Self:
        """Those who were there, in the room or online; late viewers, excused and absent ones not."""
        return self.filter(state__in=COUNTED)


class Attendance(models.Model):
    """Участие: one person or guest at one event. `state` follows from the marks, or from a hand when it decided.

    School and municipality are kept as they were then. A guest without registration is told apart by `guest_key`.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    guest_key = models.CharField(max_length=80, blank=True, editable=False)
    name = models.CharField("Фамилия, имя, отчество", max_length=200)
    sort_key = models.CharField(max_length=220, editable=False, default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_name = models.CharField("Школа, организация", max_length=200, blank=True)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Муниципалитет"
    )
    state = models.CharField("Участие", max_length=10, choices=AttendanceState)
    reason = models.CharField("Причина отсутствия", max_length=300, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "участие"
        verbose_name_plural = "участия"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="attendance_has_name"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(guest_key=""), name="attendance_is_of_somebody"
            ),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="attendance_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["event", "guest_key"], condition=~Q(guest_key=""), name="attendance_once_a_guest"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "sort_key"], name="attendances_of_event"),
            models.Index(fields=["person", "state"], name="attendances_of_person"),
        ]

    def __str__(self) -> str:
        return self.name


class AttendanceStanding(models.Model):
    """The state of an attendance from a moment until the next: figures as of any day come from these rows."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="standings")
    state = models.CharField(max_length=10, choices=AttendanceState)
    since_at = models.DateTimeField(editable=False)
    until_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "состояние участия"
        verbose_name_plural = "состояния участия"
        ordering = ["since_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(until_at=None), name="attendance_stands_in_one_state"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")), name="attendance_standing_ends_later"
            ),
        ]
        indexes = [models.Index(fields=["since_at", "until_at"], name="attendance_standings")]

    def __str__(self) -> str:
        return self.get_state_display()


class CheckInCode(models.Model):
    """A code said on air or shown as QR, open for a while. `code` is six digits."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="check_in_codes")
    code = models.CharField("Код", max_length=12)
    label = models.CharField("Для чего", max_length=120, blank=True)
    coming_as = models.CharField(max_length=10, blank=True)
    opens_at = models.DateTimeField("Действует с")
    closes_at = models.DateTimeField("Действует до")
    made_at = models.DateTimeField(editable=False)
    made_by = models.CharField(max_length=200, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "код отметки"
        verbose_name_plural = "коды отметки"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "code"], name="check_in_code_once_in_event"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="check_in_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.code


class CheckInFailure(models.Model):
    """A wrong code, counted so that guessing gets slow. `who` is the person, the ticket or the network address."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    who = models.CharField(max_length=80)
    failed_at = models.DateTimeField()

    class Meta:
        verbose_name = "неверный код отметки"
        verbose_name_plural = "неверные коды отметки"
        indexes = [models.Index(fields=["event", "who", "failed_at"], name="check_in_failures")]

    def __str__(self) -> str:
        return self.who


class RoomList(models.Model):
    """The list of a video room as its host gave it out, brought for one day of one event."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="room_lists")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("За какой день")
    least_minutes = models.PositiveSmallIntegerField("Считать, если был не меньше, минут", default=0)
    state = models.CharField(max_length=10, choices=RoomListState, default=RoomListState.PREVIEW)
    brought_at = models.DateTimeField(editable=False)
    brought_by = models.CharField(max_length=200, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "список видеокомнаты"
        verbose_name_plural = "списки видеокомнат"
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file.name}"


class RoomListRow(models.Model):
    """One name of the list: joined several times is one row with the minutes added up."""

    room_list = models.ForeignKey(RoomList, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    raw_name = models.CharField("Имя в комнате", max_length=300)
    raw_email = models.CharField("Почта в комнате", max_length=254, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=RowVerdict, default=RowVerdict.UNKNOWN)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    candidates = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "строка списка видеокомнаты"
        verbose_name_plural = "строки списка видеокомнаты"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["room_list", "position"], name="room_list_row_once"),
        ]

    def __str__(self) -> str:
        return self.raw_name


class AttendanceMark(models.Model):
    """One piece of knowledge about an attendance, with its source. Taken back, never deleted.

    `key` names the telling: the same scan sent twice, from a phone that was offline, is one mark. `on` is the day of
    an event of several days.
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="marks")
    source = models.CharField("Откуда известно", max_length=10, choices=MarkSource)
    state = models.CharField(max_length=10, choices=AttendanceState)
    key = models.CharField(max_length=80, unique=True)
    on = models.DateField("День")
    marked_at = models.DateTimeField("Когда отмечен")
    minutes = models.PositiveIntegerField("Минут", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    code = models.ForeignKey(CheckInCode, on_delete=models.PROTECT, null=True, blank=True, related_name="marks")
    room_row = models.ForeignKey(RoomListRow, on_delete=models.PROTECT, null=True, blank=True, related_name="marks")
    recorded_at = models.DateTimeField(editable=False)
    recorded_by_kind = models.CharField(max_length=16, editable=False)
    recorded_by_id = models.CharField(max_length=64, blank=True, editable=False)
    recorded_by_name = models.CharField(max_length=200, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "отметка участия"
        verbose_name_plural = "отметки участия"
        ordering = ["marked_at", "pk"]
        indexes = [models.Index(fields=["attendance", "source"], name="marks_of_attendance")]

    def __str__(self) -> str:
        return self.get_source_display()
