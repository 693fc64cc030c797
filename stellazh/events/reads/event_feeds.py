"""Events for calendar programs and news readers. The link to a video meeting never stands in either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.events.enums import EnrolmentState, EventStatus
from stellazh.events.models import ANNOUNCED, ENROLLED_OR_INVITED, Enrolment, Event
from stellazh.events.models.events import EventQuerySet
from stellazh.events.reads.event_filters import EventFilters, narrowed
from stellazh.office.icalendar_file import Appointment, CalendarEntry, EntryStatus, WholeDays, calendar_ics
from stellazh.people.models import Person
from stellazh.workplans.enums import EventForm, ItemFormat

# What a calendar program gets of the past.
LOOKS_BACK = timedelta(days=366)
MOST_ENTRIES = 2_000
MOST_NEWS = 50
REFRESH_EVERY = timedelta(hours=6)
_FORMS = dict(EventForm.choices)
_FORMATS = dict(ItemFormat.choices)
_OWN_WORDS = {
    EnrolmentState.CONFIRMED: "Вы зарегистрированы.",
    EnrolmentState.WAITING: "Вы в листе ожидания.",
    EnrolmentState.PENDING: "Ваша регистрация ждёт подтверждения.",
    EnrolmentState.INVITED: "Вы приглашены: ответьте на странице мероприятия.",
}
_COLUMNS = (
    "pk", "uid", "title", "form", "number", "starts_at", "ends_at", "is_all_day", "format", "place", "summary",
    "audience", "status", "cancel_reason", "updated_at", "association__short_name", "association__time_zone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feed:
    """The events of one feed, not read yet. `owner` is whose own registrations are told."""

    events: EventQuerySet
    name: str
    zone: ZoneInfo
    owner: Person | None = None


def public_feed(actor: Actor, filters: EventFilters, *, name: str, zone: ZoneInfo, at: datetime) -> Feed:
    """What the actor may see of the events that the filters let through, of the last year and of all that comes."""
    events = _of_late(Event.objects.present().visible_to(actor), at)
    return Feed(narrowed(events, filters, zone=zone, at=at), name, zone)


def personal_feed(owner: Person, *, path: str | None, name: str, zone: ZoneInfo, at: datetime) -> Feed:
    """Events the owner is registered for or invited to; with `path` also all she may see of an association and of
    those below it."""
    mine = Enrolment.objects.filter(person=owner, state__in=ENROLLED_OR_INVITED)
    chosen = Q(pk__in=mine.values("event_id"))
    if path is not None:
        chosen |= Q(association__path__startswith=path)
    return Feed(_of_late(Event.objects.present().visible_to(owner), at).filter(chosen), name, zone, owner)


def state_of(feed: Feed, *, at: datetime) -> str:
    """Changes whenever the feed would read otherwise, and once a day: an answer that has not changed is not written
    again. Two queries at most."""
    told = feed.events.order_by().aggregate(count=Count("pk"), last=Max("updated_at"))
    own = None
    if feed.owner is not None:
        own = Enrolment.objects.filter(person=feed.owner).aggregate(count=Count("pk"), last=Max("updated_at"))
    return f"{clock.day_of(at)}|{feed.name}|{told}|{own}"


def feed_file(feed: Feed, *, address: Callable[[int], str]) -> bytes:
    """The feed as an .ics file; `address` gives the absolute address of an event's page. Two queries at most."""
    rows = list(feed.events.in_order().values_list(*_COLUMNS)[:MOST_ENTRIES])
    own: dict[int, str] = {}
    if feed.owner is not None:
        own = dict(
            Enrolment.objects.filter(person=feed.owner, state__in=ENROLLED_OR_INVITED).values_list("event_id", "state")
        )
    entries = [_entry(row, own.get(row[0], ""), address) for row in rows]
    return calendar_ics(feed.name, entries, timezone=feed.zone.key, refresh_every=REFRESH_EVERY)


def news(actor: Actor, filters: EventFilters, *, zone: ZoneInfo, at: datetime) -> EventQuerySet:
    """Events as news, the latest announced first."""
    events = Event.objects.present().visible_to(actor).filter(status__in=ANNOUNCED, announced_at__isnull=False)
    chosen = narrowed(events, filters, zone=zone, at=at).select_related("association")
    return chosen.order_by("-announced_at", "-pk")[:MOST_NEWS]


def _of_late(events: EventQuerySet, at: datetime) -> EventQuerySet:
    return events.filter(status__in=ANNOUNCED, ends_at__gte=at - LOOKS_BACK)


def _entry(values: tuple, own: str, address: Callable[[int], str]) -> CalendarEntry:  # type: ignore[type-arg]
    (
        pk, uid, title, form, number, starts_at, ends_at, is_all_day, format_, place, summary,
        audience, status, cancel_reason, updated_at, association, time_zone,
    ) = values  # fmt: skip
    zone = ZoneInfo(time_zone)
    begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    form_words = _FORMS.get(form, "").capitalize()
    is_off = status == EventStatus.CANCELLED
    name = f"{form_words} № {number}. {title}" if number else title
    lines = (
        f"Отменено: {cancel_reason}" if is_off else _OWN_WORDS.get(EnrolmentState(own), "") if own else "",
        summary,
        ", ".join(part for part in (form_words, _FORMATS.get(format_, "")) if part),
        f"Для кого: {audience}" if audience else "",
        association,
    )
    return CalendarEntry(
        uid=str(uid),
        summary=f"Отменено: {name}" if is_off else name,
        when=WholeDays(begins.date(), ends.date()) if is_all_day else Appointment(begins, ends),
        stamped_at=updated_at,
        description="\n".join(line for line in lines if line),
        location=place,
        url=address(pk),
        categories=(form_words,) if form_words else (),
        status=EntryStatus.CANCELLED if is_off else EntryStatus.CONFIRMED,
        is_busy=not is_off and own in (EnrolmentState.CONFIRMED, ""),
    )
