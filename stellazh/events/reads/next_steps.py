"""What is next to do with an event: fill in, announce, register, hold, look back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.events import tabs
from stellazh.events.enums import AttendanceState, EnrolmentMode, EnrolmentState, EventStatus
from stellazh.events.models import COUNTED, Event
from stellazh.events.services.life import what_is_missing
from stellazh.events.wording import moment_words, when_sentence
from stellazh.workplans.access import can_record_outcome
from stellazh.workplans.enums import ItemFormat
from stellazh.workplans.models import ItemOutcome

DONE, NOW, LATE, AHEAD = "done", "now", "late", ""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: `state` as a timeline draws it; `links` are (address, words), the first is what to do."""

    title: str
    text: str
    state: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many registrations and attendances of one event stand in which state."""

    enrolments: Mapping[str, int]
    attendances: Mapping[str, int]

    @property
    def confirmed(self) -> int:
        return self.enrolments.get(EnrolmentState.CONFIRMED, 0)

    @property
    def pending(self) -> int:
        return self.enrolments.get(EnrolmentState.PENDING, 0)

    @property
    def waiting(self) -> int:
        return self.enrolments.get(EnrolmentState.WAITING, 0)

    @property
    def invited(self) -> int:
        return self.enrolments.get(EnrolmentState.INVITED, 0)

    @property
    def attended(self) -> int:
        return sum(self.attendances.get(state, 0) for state in COUNTED)

    @property
    def late(self) -> int:
        return self.attendances.get(AttendanceState.LATE, 0)


def counts_of(event: Event) -> Counts:
    """Two queries."""
    enrolments = event.enrolments.order_by().values_list("state").annotate(Count("pk"))
    attendances = event.attendances.order_by().values_list("state").annotate(Count("pk"))
    return Counts(dict(enrolments), dict(attendances))


def next_steps(event: Event, counts: Counts, actor: Actor, *, at: datetime) -> list[Step]:
    """The stages of the event's life with what is to be done in each. No queries besides the actor's grants."""
    return [
        _filling(event, at),
        _announcing(event, at),
        _registering(event, counts, actor, at),
        _meeting(event, counts, actor, at),
        _afterwards(event, actor, at),
    ]


def wishes(event: Event) -> list[str]:
    """What is not filled in yet and would help people, in the nominative."""
    found = []
    if not event.summary and not event.description:
        found.append("несколько слов о содержании")
    if not event.audience:
        found.append("для кого")
    if event.format != ItemFormat.ONSITE and not event.room_url:
        found.append("ссылка на видеовстречу")
    if not event.contact:
        found.append("к кому обращаться")
    return found


def untold(event: Event, counts: Counts) -> str:
    """A hint when the plan knows another number of attendances than the list; empty when all is well. One query."""
    if event.plan_item_id is None or event.status != EventStatus.HELD or event.archived_at is not None:
        return ""
    known = ItemOutcome.objects.filter(
        item_id=event.plan_item_id, source_key=event.object_key, withdrawn_at=None
    ).first()
    if known is not None and known.participation_count == counts.attended:
        return ""
    count = counts.attended
    listed = f"{count} {agree(count, 'участие', 'участия', 'участий')}"
    told = "ничего не записано" if known is None else f"записано {known.participation_count}"
    return f"В списке {listed}, а в плане {told}."


def may_tell_plan(event: Event, actor: Actor) -> bool:
    """Whether the actor may write the outcome into the event's plan."""
    return event.plan_item is not None and bool(can_record_outcome(actor, event.plan_item.plan))


def _filling(event: Event, at: datetime) -> Step:
    edit = (reverse("events:event_edit", args=[event.pk]), "Править")
    missing = what_is_missing(event)
    if missing:
        return Step("Заполнить", f"Чтобы объявить, укажите: {', '.join(missing)}.", NOW, (edit,))
    # Nobody needs to be told any more how to come to what has passed.
    if at <= event.ends_at and (found := wishes(event)):
        state = NOW if event.status == EventStatus.DRAFT else DONE
        return Step("Заполнить", f"Пока нет: {', '.join(found)}.", state, (edit,))
    return Step("Заполнить", "Всё нужное заполнено.", DONE, (edit,))


def _announcing(event: Event, at: datetime) -> Step:
    if event.status == EventStatus.DRAFT:
        if at > event.ends_at:
            return Step("Объявить", "Мероприятие уже прошло: объявлять его не нужно.", AHEAD)
        announce = (reverse("events:event_announce", args=[event.pk]), "Объявить")
        return Step("Объявить", "Пока черновик: мероприятие видите только вы и коллеги.", NOW, (announce,))
    if event.announced_at is None:
        return Step("Объявить", "Не объявлялось.", AHEAD)
    return Step("Объявить", f"Объявлено {moment_words(event.announced_at, event.zone)}.", DONE)


def _registering(event: Event, counts: Counts, actor: Actor, at: datetime) -> Step:
    links = _tab_links(event, actor, "enrolments")
    if event.enrolment_mode == EnrolmentMode.NONE:
        return Step("Регистрация", "Проходит без регистрации.", DONE if at > event.starts_at else AHEAD, links)
    limit = event.capacity
    if event.is_mixed:
        limit = event.capacity + event.capacity_online if event.capacity and event.capacity_online else None
    told = [f"зарегистрировано {counts.confirmed}" + (f" из {limit}" if limit else "")]
    if counts.pending:
        told.append(f"ждут вашего решения {counts.pending}")
    if counts.waiting:
        told.append(f"в листе ожидания {counts.waiting}")
    if counts.invited:
        told.append(f"приглашены и ещё не ответили {counts.invited}")
    text = f"{', '.join(told).capitalize()}."
    if at > event.ends_at or event.status in (EventStatus.HELD, EventStatus.CANCELLED):
        return Step("Регистрация", text, DONE, links)
    return Step("Регистрация", text, NOW if event.status == EventStatus.ANNOUNCED else AHEAD, links)


def _meeting(event: Event, counts: Counts, actor: Actor, at: datetime) -> Step:
    links = _tab_links(event, actor, "attendance")
    if event.status == EventStatus.CANCELLED:
        return Step("День встречи", "Отменено.", AHEAD)
    if at < event.starts_at:
        poster = (reverse("events:event_poster", args=[event.pk]), "Плакат с QR-кодом")
        return Step("День встречи", when_sentence(event), AHEAD, (*links, poster))
    marked = f"отмечено {counts.attended} {agree(counts.attended, 'участие', 'участия', 'участий')}"
    if counts.late:
        marked += f", смотрели запись {counts.late}"
    if at <= event.ends_at:
        return Step("День встречи", f"Идёт сейчас: {marked}.", NOW, links)
    return Step("День встречи", f"{marked.capitalize()}.", DONE if counts.attended else LATE, links)


def _afterwards(event: Event, actor: Actor, at: datetime) -> Step:
    links = (
        *_tab_links(event, actor, "materials"),
        *_tab_links(event, actor, "letters"),
        *_tab_links(event, actor, "feedback"),
    )
    if event.status == EventStatus.HELD:
        return Step("После", "Проведено. Выложите запись и материалы, поблагодарите участников.", DONE, links)
    if event.status == EventStatus.CANCELLED or at < event.starts_at:
        return Step("После", "Отметить проведённым, выложить материалы, собрать отзывы.", AHEAD)
    finish = (reverse("events:event_finish", args=[event.pk]), "Отметить проведённым")
    return Step("После", "Отметьте участие и скажите, что мероприятие проведено.", NOW, (finish, *links))


def _tab_links(event: Event, actor: Actor, code: str) -> tuple[tuple[str, str], ...]:
    """The tab of that code, where the actor may open it."""
    return tuple(
        (reverse(tab.address, args=[event.pk]), tab.label)
        for tab in tabs.TABS
        if tab.code == code and tab.may(actor, event)
    )
