"""Lists of events: a row of each with everything in words, whatever page shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.events.enums import ComingAs, EnrolmentMode, EventLevel, EventStatus
from stellazh.events.models import HOLDING_A_PLACE, Enrolment, Event
from stellazh.events.models.events import EventQuerySet, umbrella_is_known
from stellazh.events.reads.event_filters import ENROLLING
from stellazh.events.wording import clock_words
from stellazh.russian.calendar_words import MONTHS_SHORT, WEEKDAYS_SHORT, day_and_month, month_name, span_words
from stellazh.workplans.enums import EventForm, ItemFormat

_COLUMNS = (
    "pk", "title", "form", "number", "level", "starts_at", "ends_at", "is_all_day", "format", "place", "status",
    "enrolment_mode", "enrolment_opens_at", "enrolment_closes_at", "capacity", "capacity_online",
    "has_waiting_list", "plan_item_id", "association__short_name", "association__path", "association__time_zone",
    "visibility", "parent__title", "parent__status", "parent__visibility", "parent__archived_at",
)  # fmt: skip
_MODE, _CAPACITY = _COLUMNS.index("enrolment_mode"), _COLUMNS.index("capacity")
_FORMS = dict(EventForm.choices)
_LEVELS = dict(EventLevel.choices)
_FORMATS = dict(ItemFormat.choices)


@dataclass(frozen=True, slots=True)
class Said:
    """Words with the tone of a label: "", ok, warn or bad."""

    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as lists show it. Days and hours are those of its association.

    `enrolment` is the state of registration, empty when there is none; `state` is said when the event is no ordinary
    announced one. `spine` is the colour of its form.
    """

    pk: int
    href: str
    title: str
    form: str
    level: str
    first: date
    last: date
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    time: str
    format: str
    place: str
    association: str
    association_path: str
    umbrella: str
    status: str
    plan_item_id: int | None
    state: Said
    enrolment: Said
    spine: int

    @property
    def day(self) -> str:
        """The figure of the day block: «8», «8–10»; the first day alone when it ends in another month."""
        if self.first == self.last or not self._is_within_month:
            return str(self.first.day)
        return f"{self.first.day}–{self.last.day}"

    @property
    def month(self) -> str:
        """«Октябрь 2024»: the heading that it stands under."""
        return f"{month_name(self.first.month).capitalize()} {self.first.year}"

    @property
    def weekday(self) -> str:
        """The words under the figure: «вт», «вт–чт», «по 2 дек.»."""
        if not self._is_within_month:
            return f"по {self.last.day} {MONTHS_SHORT[self.last.month - 1]}"
        first, last = WEEKDAYS_SHORT[self.first.weekday()], WEEKDAYS_SHORT[self.last.weekday()]
        return first if self.first == self.last else f"{first}–{last}"

    @property
    def month_and_weekday(self) -> str:
        """The words under the figure where no heading names the month: «окт., вт», «окт.», «окт. – 2 нояб.»."""
        month = MONTHS_SHORT[self.first.month - 1]
        if not self._is_within_month:
            return f"{month} – {self.last.day} {MONTHS_SHORT[self.last.month - 1]}"
        return f"{month}, {self.weekday}" if self.first == self.last else month

    @property
    def _is_within_month(self) -> bool:
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def when(self) -> str:
        """«8 октября 2024 г., 14:00–16:00»."""
        days = span_words(self.first, self.last)
        return f"{days}, {self.time}" if self.time else days

    @property
    def where(self) -> str:
        """The place, or how one takes part without one."""
        if not self.place:
            return self.format
        return self.place if self.format == _FORMATS[ItemFormat.ONSITE] else f"{self.place}, {self.format}"


def event_rows(events: EventQuerySet, *, at: datetime, with_places: bool = True) -> list[EventRow]:
    """The events in the order given, two queries: the events, and the places taken in those of limited room.

    `with_places` off leaves out the second, and whether places are left.
    """
    found = list(events.values_list(*_COLUMNS))
    limited = [row[0] for row in found if row[_CAPACITY] is not None and row[_MODE] in ENROLLING]
    taken = places_taken(limited) if with_places and limited else {}
    return [_row(row, taken, at) for row in found]


def places_taken(event_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many hold a place, in all and online. One query."""
    online = Count("pk", filter=Q(coming_as=ComingAs.ONLINE))
    holding = Enrolment.objects.filter(event_id__in=event_ids, state__in=HOLDING_A_PLACE).order_by()
    counted = holding.values("event_id").annotate(every=Count("pk"), online=online)
    return {pk: (every, at_home) for pk, every, at_home in counted.values_list("event_id", "every", "online")}


def next_events(actor: Actor, *, path: str, at: datetime, most: int) -> list[EventRow]:
    """The next announced events of an association and of those below it, without parts of others. Two queries."""
    events = (
        Event.objects.present()
        .visible_to(actor)
        .filter(status=EventStatus.ANNOUNCED, ends_at__gte=at, parent=None, association__path__startswith=path)
    )
    return event_rows(events.in_order()[:most], at=at)


def hours(starts_at: datetime, ends_at: datetime, *, is_all_day: bool) -> str:
    """«14:00–16:00» of moments in one zone; the beginning alone when it ends on another day; empty for whole days."""
    if is_all_day:
        return ""
    if starts_at.date() != ends_at.date() or starts_at == ends_at:
        return clock_words(starts_at)
    return f"{clock_words(starts_at)}–{clock_words(ends_at)}"


def spine_of(form: str) -> int:
    """The colour of a form of work, 1 to 8: the same one on every page."""
    return _SPINES.get(form, 8)


_SPINES: dict[str, int] = {
    form.value: spine
    for spine, forms in enumerate(
        (
            (EventForm.MEETING, EventForm.CONFERENCE_MEETING),
            (EventForm.SEMINAR, EventForm.PRACTICUM, EventForm.COURSES),
            (EventForm.CONTEST, EventForm.GAME),
            (EventForm.HOTLINE, EventForm.CONSULTATION),
            (EventForm.WEB_FORUM, EventForm.CONFERENCE, EventForm.ROUND_TABLE),
            (EventForm.WEBINAR,),
            (EventForm.CAMPAIGN, EventForm.WEEK, EventForm.EXHIBITION, EventForm.LITERARY),
        ),
        start=1,
    )
    for form in forms
}


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _row(values: tuple, taken: dict[int, tuple[int, int]], at: datetime) -> EventRow:  # type: ignore[type-arg]
    (
        pk, title, form, number, level, starts_at, ends_at, is_all_day, format_, place, status,
        mode, opens_at, closes_at, capacity, capacity_online,
        has_waiting_list, plan_item_id, association, path, time_zone,
        visibility, above, above_status, above_visibility, above_archived_at,
    ) = values  # fmt: skip
    zone = _zone(time_zone)
    starts_at, ends_at = starts_at.astimezone(zone), ends_at.astimezone(zone)
    form_words = _FORMS.get(form, "")
    is_full = _is_full(taken.get(pk, (0, 0)), format_, capacity, capacity_online)
    return EventRow(
        pk=pk,
        href=_address(pk),
        title=f"{form_words.capitalize()} №\xa0{number}. {title}" if number else title,
        form=form_words,
        level=_LEVELS.get(level, ""),
        first=starts_at.date(),
        last=ends_at.date(),
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=is_all_day,
        time=hours(starts_at, ends_at, is_all_day=is_all_day),
        format=_FORMATS.get(format_, ""),
        place=place,
        association=association,
        association_path=path,
        umbrella=above
        if above and not above_archived_at and umbrella_is_known(status, visibility, above_status, above_visibility)
        else "",
        status=status,
        plan_item_id=plan_item_id,
        state=_state(status, starts_at, ends_at, at),
        enrolment=(
            _enrolment(mode, opens_at, closes_at or ends_at, at, zone, is_full=is_full, queues=has_waiting_list)
            if status == EventStatus.ANNOUNCED and ends_at > at
            else Said("")
        ),
        spine=spine_of(form),
    )


@lru_cache(maxsize=1)
def _pattern() -> str:
    return reverse("events:event_detail", args=[0])


def _address(pk: int) -> str:
    # One look-up for the addresses of a whole page.
    return _pattern().replace("/0/", f"/{pk}/")


def _is_full(taken: tuple[int, int], format_: str, capacity: int | None, capacity_online: int | None) -> bool:
    every, online = taken
    if format_ != ItemFormat.MIXED:
        return capacity is not None and every >= capacity
    # While there is a place in the room or online, somebody may come.
    if capacity is None or capacity_online is None:
        return False
    return every - online >= capacity and online >= capacity_online


def _state(status: str, starts_at: datetime, ends_at: datetime, at: datetime) -> Said:
    if status == EventStatus.DRAFT:
        return Said("черновик", "warn")
    if status == EventStatus.CANCELLED:
        return Said("отменено", "bad")
    if status == EventStatus.HELD:
        return Said("проведено", "ok")
    return Said("идёт сейчас", "ok") if starts_at <= at < ends_at else Said("")


def _enrolment(
    mode: str,
    opens_at: datetime | None,
    closes_at: datetime,
    at: datetime,
    zone: ZoneInfo,
    *,
    is_full: bool,
    queues: bool,
) -> Said:
    if mode == EnrolmentMode.NONE:
        return Said("Вход свободный")
    if mode == EnrolmentMode.INVITED:
        return Said("По приглашению")
    if opens_at is not None and opens_at > at:
        return Said(f"Регистрация с {day_and_month(opens_at.astimezone(zone).date())}")
    if closes_at <= at:
        return Said("Регистрация закрыта")
    if is_full:
        return Said("Мест нет, есть лист ожидания", "warn") if queues else Said("Мест нет", "warn")
    return Said(f"Регистрация до {day_and_month(closes_at.astimezone(zone).date())}", "ok")
