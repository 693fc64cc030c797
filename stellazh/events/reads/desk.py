"""What events put on «Мой стол»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events.enums import EnrolmentState, EventStatus, RoomListState
from stellazh.events.models import ENROLLED_OR_INVITED, Enrolment, Event, RoomList
from stellazh.events.reads.event_list import hours
from stellazh.people.models import Person
from stellazh.russian.calendar_words import day_and_month, span_words

MOST = 6
# A busy autumn invites to ten things at once: the others stand in the list of one's own events.
MOST_INVITATIONS = 3
# A draft is spoken of when there is still time to invite people.
DRAFT_NEAR = timedelta(days=21)
_OWN = "_own_events_of_desk"
_STATE_WORDS = {
    EnrolmentState.WAITING: "вы в листе ожидания",
    EnrolmentState.PENDING: "заявка ждёт подтверждения",
}


@dataclass(frozen=True, slots=True)
class _Own:
    """A registration of the person's for something that has not ended."""

    state: str
    event_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    place: str
    association: str

    @property
    def href(self) -> str:
        return reverse("events:event_detail", args=[self.event_id])

    @property
    def when(self) -> str:
        days = span_words(self.starts_at.date(), self.ends_at.date())
        time = hours(self.starts_at, self.ends_at, is_all_day=self.is_all_day)
        return f"{days}, {time}" if time else days


@dataclass(frozen=True, slots=True)
class _Kept:
    """An event that the person runs and that waits for her."""

    pk: int
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime
    association: str
    pending_count: int
    list_count: int

    @property
    def href(self) -> str:
        return reverse("events:event_work", args=[self.pk])

    @property
    def day(self) -> str:
        return day_and_month(self.starts_at.date())


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """Invitations to answer; drafts near their day, registrations that wait for a word, lists of video rooms that were
    not taken, events that have passed and are not finished.

    One query for anybody, another for those who run events somewhere.
    """
    at = clock.now()
    yield from _invitations(_own(request, at))
    if can_somewhere(request.actor, "events.edit_event"):
        kept = _kept(request.actor, at)
        yield from _pending(kept)
        yield from _lists(kept)
        yield from _drafts(kept, at)
        yield from _unfinished(kept, at)


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """The next events that the person is registered for. No query after `desk_tasks`."""
    today = clock.today()
    for one in _own(request, clock.now()):
        if one.state != EnrolmentState.INVITED:
            where = ", ".join(part for part in (one.place, _STATE_WORDS.get(EnrolmentState(one.state), "")) if part)
            day = max(one.starts_at.date(), today)
            yield DeskEvent(day, one.when, one.title, one.href, where or one.association)


def _own(request: Request, at: datetime) -> list[_Own]:
    # Both halves of the desk read the same rows: asked once for a request.
    known = request.__dict__.get(_OWN)
    if known is None:
        known = request.__dict__[_OWN] = list(_read_own(request.actor, at))
    return cast("list[_Own]", known)


def _read_own(actor: Actor, at: datetime) -> Iterator[_Own]:
    if not isinstance(actor, Person):
        return
    rows = Enrolment.objects.filter(
        person=actor,
        state__in=ENROLLED_OR_INVITED,
        event__status=EventStatus.ANNOUNCED,
        event__archived_at=None,
        event__ends_at__gte=at,
    )
    for state, pk, title, starts_at, ends_at, is_all_day, place, association, zone_name in (
        rows.order_by("event__starts_at", "pk").values_list(
            "state", "event_id", "event__title", "event__starts_at", "event__ends_at", "event__is_all_day",
            "event__place", "event__association__short_name", "event__association__time_zone",
        )[: 2 * MOST]
    ):  # fmt: skip
        zone = ZoneInfo(zone_name)
        yield _Own(
            state, pk, title, starts_at.astimezone(zone), ends_at.astimezone(zone), is_all_day, place, association
        )


def _kept(actor: Actor, at: datetime) -> list[_Kept]:
    """What waits in the events that the person runs. One query."""
    pending = Enrolment.objects.filter(event=OuterRef("pk"), state=EnrolmentState.PENDING)
    lists = RoomList.objects.filter(event=OuterRef("pk"), state=RoomListState.PREVIEW)
    announced = Q(status=EventStatus.ANNOUNCED)
    waits = (
        Q(status=EventStatus.DRAFT, starts_at__lt=at + DRAFT_NEAR)
        | (announced & Q(ends_at__lt=at))
        | (announced & Q(pending_count__gt=0))
        | (~Q(status=EventStatus.CANCELLED) & Q(list_count__gt=0))
    )
    rows = (
        Event.objects.present()
        .filter(reach(actor, "events.edit_event", "association__"))
        .annotate(pending_count=_counted(pending), list_count=_counted(lists))
        .filter(waits)
        .order_by(F("starts_at").desc(), "pk")
    )
    found = []
    for pk, title, status, starts_at, ends_at, name, zone_name, pending_count, list_count in rows.values_list(
        "pk", "title", "status", "starts_at", "ends_at", "association__short_name", "association__time_zone",
        "pending_count", "list_count",
    )[: 8 * MOST]:  # fmt: skip
        zone = ZoneInfo(zone_name)
        found.append(
            _Kept(
                pk, title, status, starts_at.astimezone(zone), ends_at.astimezone(zone), name, pending_count, list_count
            )
        )
    return found


def _counted(rows: object) -> Coalesce:
    counted = rows.order_by().values("event").annotate(n=Count("pk")).values("n")  # type: ignore[attr-defined]
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _invitations(own: list[_Own]) -> Iterator[DeskTask]:
    invited = [one for one in own if one.state == EnrolmentState.INVITED]
    for one in invited[:MOST_INVITATIONS]:
        yield DeskTask(
            title=f"Вас приглашают: {one.title}",
            text=f"{one.association}. {one.when}. Ответьте, придёте ли вы.",
            href=one.href,
            action="Ответить",
            tag="приглашение",
        )
    if invited[MOST_INVITATIONS:]:
        yield DeskTask(
            title="Другие приглашения",
            text="Вас зовут и на другие мероприятия: все они стоят в вашем списке.",
            href=reverse("events:my_events"),
            action="Посмотреть",
            tag="приглашение",
        )


def _pending(kept: list[_Kept]) -> Iterator[DeskTask]:
    for one in [one for one in kept if one.pending_count and one.status == EventStatus.ANNOUNCED][:MOST]:
        words = agree(one.pending_count, "регистрация ждёт", "регистрации ждут", "регистраций ждут")
        yield DeskTask(
            title=f"{one.pending_count} {words} ответа: {one.title}",
            text=f"{one.association}, {one.day}. Подтвердите или отклоните: люди ждут.",
            href=f"{reverse('events:enrolment_list', args=[one.pk])}?state={EnrolmentState.PENDING}",
            action="Решить",
            tag="регистрация",
        )


def _lists(kept: list[_Kept]) -> Iterator[DeskTask]:
    for one in [one for one in kept if one.list_count][:MOST]:
        yield DeskTask(
            title=f"Проверить список видеокомнаты: {one.title}",
            text=f"{one.association}, {one.day}. Список загружен, но участия по нему ещё не внесены.",
            href=reverse("events:room_lists", args=[one.pk]),
            action="Проверить",
            tag="участие",
        )


def _drafts(kept: list[_Kept], at: datetime) -> Iterator[DeskTask]:
    drafts = [one for one in kept if one.status == EventStatus.DRAFT]
    for one in sorted(drafts, key=lambda one: one.starts_at)[:MOST]:
        has_passed = one.ends_at < at
        yield DeskTask(
            title=f"Объявить мероприятие: {one.title}",
            text=(
                f"{one.association}. {one.day} уже прошло, а мероприятие осталось черновиком: "
                "объявите, перенесите или уберите в архив."
                if has_passed
                else f"{one.association}, {one.day}. Пока это черновик: его никто не видит."
            ),
            href=one.href,
            action="Открыть",
            tag="черновик",
            tone="warn" if has_passed or one.starts_at - at < DRAFT_NEAR / 3 else "",
        )


def _unfinished(kept: list[_Kept], at: datetime) -> Iterator[DeskTask]:
    for one in [one for one in kept if one.status == EventStatus.ANNOUNCED and one.ends_at < at][:MOST]:
        yield DeskTask(
            title=f"Завершить мероприятие: {one.title}",
            text=f"{one.association}, {one.day}. Отметьте участие и завершите: итог встанет в план.",
            href=one.href,
            action="Завершить",
            tag="прошло",
            can_wait=True,
        )
