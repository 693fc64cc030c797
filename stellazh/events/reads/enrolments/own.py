"""How somebody's own registration stands, and what the public page says of places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.numerals import agree
from stellazh.common.verdict import Verdict
from stellazh.events.access.enrolments import enrolment_open, may_reapply, room_open
from stellazh.events.enums import AttendanceState, ComingAs, EnrolmentMode, EnrolmentState
from stellazh.events.models import ANNOUNCED, Attendance, Enrolment, Event
from stellazh.events.wording import moment_words

STANDING = (EnrolmentState.PENDING, EnrolmentState.CONFIRMED, EnrolmentState.WAITING)
COMING = (EnrolmentState.INVITED, *STANDING)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Free:
    """Places left of one kind; `left` None is any number."""

    label: str
    left: int | None

    @property
    def words(self) -> str:
        """«осталось 3 места», «дистанционных мест нет»; nothing when there is no limit."""
        if self.left is None:
            return ""
        if self.left == 0:
            return f"{self.label} мест нет".strip()
        words = agree(self.left, "место", "места", "мест")
        verb = agree(self.left, "осталось", "осталось", "осталось")
        kind = {"очных": "очно", "дистанционных": "дистанционно"}.get(self.label, "")
        return f"{verb} {self.left} {words} {kind}".strip()


def own_enrolment(actor: Actor, event: Event) -> Enrolment | None:
    """The registration of whoever is signed in. One query."""
    if actor.actor_kind != ActorKind.PERSON:
        return None
    found = event.enrolments.filter(person_id=int(actor.actor_id)).first()
    if found is not None:
        found.event = event
    return found


def free_places(event: Event) -> list[Free]:
    """Places left, by kind when the format is mixed. One query; none when nothing is limited."""
    limits = (event.capacity, event.capacity_online) if event.is_mixed else (event.capacity,)
    if not any(limit is not None for limit in limits):
        return []
    online = Q(coming_as=ComingAs.ONLINE)
    held = event.enrolments.coming().aggregate(all=Count("pk"), online=Count("pk", filter=online))
    if not event.is_mixed:
        return [Free("", _left(event.capacity, held["all"]))]
    return [
        Free("очных", _left(event.capacity, held["all"] - held["online"])),
        Free("дистанционных", _left(event.capacity_online, held["online"])),
    ]


def _left(capacity: int | None, held: int) -> int | None:
    return None if capacity is None else max(0, capacity - held)


def turn_of(enrolment: Enrolment) -> int | None:
    """Which in the queue for the same kind of places; None for one that does not wait. One query."""
    if enrolment.state != EnrolmentState.WAITING:
        return None
    before = Q(queued_at__lt=enrolment.queued_at) | Q(queued_at=enrolment.queued_at, pk__lt=enrolment.pk)
    rows = enrolment.event.enrolments.filter(before, state=EnrolmentState.WAITING)
    if enrolment.event.is_mixed:
        online = Q(coming_as=ComingAs.ONLINE)
        rows = rows.filter(online if enrolment.coming_as == ComingAs.ONLINE else ~online)
    return rows.count() + 1


@dataclass(frozen=True, slots=True)
class EnrolBox:
    """What the public page says to one reader about her registration."""

    event: Event
    enrolment: Enrolment | None
    turn: int | None
    opening: Verdict
    free: tuple[Free, ...]
    room: Verdict | None

    @property
    def is_standing(self) -> bool:
        """Whether she is registered, waits or has asked."""
        return self.enrolment is not None and self.enrolment.state in STANDING

    @property
    def is_invited(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.INVITED

    @property
    def is_full(self) -> bool:
        """Whether no place of any kind is left."""
        return bool(self.free) and all(one.left == 0 for one in self.free)

    @property
    def may_enrol(self) -> bool:
        """Whether a button makes sense: open, not registered yet, invited where that is needed, a place or a queue."""
        if not self.opening or self.is_standing or (self.is_full and not self.event.has_waiting_list):
            return False
        if self.enrolment is not None:
            return may_reapply(self.enrolment)
        return self.event.enrolment_mode != EnrolmentMode.INVITED

    @property
    def button(self) -> str:
        """What the button says."""
        if self.is_invited:
            return "Приду" if not self.is_full else "Встать в лист ожидания"
        if self.is_full:
            return "Встать в лист ожидания"
        asks = self.event.enrolment_mode == EnrolmentMode.MODERATED
        return "Отправить заявку" if asks else "Зарегистрироваться"

    @property
    def status(self) -> str:
        """«Регистрация открыта до 5 октября 2024 г., 18:00, осталось 3 места», or why it is closed."""
        if not self.opening:
            return self.opening.reason
        until = self.event.enrolment_closes_at
        words = ["Регистрация открыта" + (f" до {moment_words(until, self.event.zone)}" if until else "")]
        words += [one.words for one in self.free if one.words]
        if len(words) == 3 and all(one.left for one in self.free):
            # «осталось 6 мест очно и 28 дистанционно»: the noun is said once.
            words[1:] = [f"{words[1]} и {self.free[1].left} дистанционно"]
        return ", ".join(words) + "."


def enrol_box(actor: Actor, event: Event, *, at: datetime) -> EnrolBox:
    """How it stands for this reader: at most three queries."""
    enrolment = own_enrolment(actor, event)
    opening = enrolment_open(event, at=at)
    has_place = enrolment is not None and enrolment.state == EnrolmentState.CONFIRMED
    return EnrolBox(
        event=event,
        enrolment=enrolment,
        turn=turn_of(enrolment) if enrolment is not None else None,
        opening=opening,
        free=tuple(free_places(event)) if opening and not has_place else (),
        room=room_open(event, at=at) if has_place and event.room_url else None,
    )


@dataclass(frozen=True, slots=True)
class MyEvent:
    """One line of «Мои мероприятия»."""

    event: Event
    enrolment: Enrolment | None = None
    turn: int | None = None
    attendance: str = ""

    @property
    def is_attended(self) -> bool:
        return self.attendance in (AttendanceState.PRESENT, AttendanceState.ONLINE, AttendanceState.LATE)

    @property
    def attendance_label(self) -> str:
        """How she took part; nothing when nobody has said so."""
        return _TOOK_PART.get(self.attendance, "")


# Said to the person herself, so without a gender.
_TOOK_PART = {
    AttendanceState.PRESENT.value: "участие очно",
    AttendanceState.ONLINE.value: "участие онлайн",
    AttendanceState.LATE.value: "просмотр записи",
    AttendanceState.EXCUSED.value: "уважительная причина",
    AttendanceState.ABSENT.value: "без участия",
}


@dataclass(frozen=True, slots=True)
class MyEvents:
    """What lies ahead, and a page of the past."""

    ahead: tuple[MyEvent, ...]
    past: tuple[MyEvent, ...]
    page: Page[int]


def my_events(person_id: int, *, at: datetime, page: str | None) -> MyEvents:
    """Events somebody was invited to, goes to, waits for, and took part in. Six queries, one more for each queue."""
    events = Event.objects.present().filter(status__in=ANNOUNCED)
    own = Enrolment.objects.filter(person_id=person_id).select_related("event__association")
    coming = own.filter(state__in=COMING, event__ends_at__gte=at, event__archived_at=None, event__status__in=ANNOUNCED)
    ahead = [MyEvent(row.event, row, turn_of(row)) for row in coming.order_by("event__starts_at", "pk")[:100]]
    attended = Attendance.objects.filter(person_id=person_id)
    past = events.filter(ends_at__lt=at).filter(
        Q(pk__in=attended.values("event_id"))
        | Q(pk__in=own.filter(state=EnrolmentState.CONFIRMED).order_by().values("event_id"))
    )
    ids = list(past.order_by("-starts_at", "-pk").values_list("pk", flat=True))
    shown: Page[int] = Paginator(ids, PAGE).get_page(page)
    keys = list(shown)
    states = dict(attended.filter(event_id__in=keys).values_list("event_id", "state"))
    rows = events.filter(pk__in=keys).select_related("association").order_by("-starts_at", "-pk")
    return MyEvents(tuple(ahead), tuple(MyEvent(event, attendance=states.get(event.pk, "")) for event in rows), shown)


def shown_names(event: Event, *, most: int = 300) -> list[str]:
    """Those who hold a place and agreed to be named, by the alphabet. One query."""
    rows = event.enrolments.coming().filter(is_name_shown=True).order_by("sort_key", "pk")
    return list(rows.values_list("name", flat=True)[:most])
