"""The life of an event: announced, held or called off, taken back, put away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.common.uniqueness import unique_or
from stellazh.common.verdict import require
from stellazh.events import moments
from stellazh.events.access import can_announce_event, can_restore_event
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.events.services.fields import checked_texts
from stellazh.events.services.locking import locked_event
from stellazh.events.services.numbers import number_taken, require_free_number
from stellazh.events.services.outcomes import tell_plan, withdraw_from_plan
from stellazh.events.services.refusals import (
    NotBegunYet,
    NotReadyToAnnounce,
    PartsRemain,
    PeopleAreWaiting,
    ReasonNeeded,
    WrongStatus,
)
from stellazh.events.wording import quoted
from stellazh.workplans.enums import ItemFormat

STATUS = "Состояние"


@transaction.atomic
def announce_event(event_id: int, *, by: Actor, at: datetime, with_parts: bool = False) -> Event:
    """Let people see the draft; with `with_parts` the drafts among its parts too.

    Raises:
        PermissionRefused: `by` does not run it, or it is archived.
        WrongStatus: it is no draft.
        NotReadyToAnnounce: something that people need to come is missing; the message says what.
    """
    event = locked_event(event_id)
    require(can_announce_event(by, event))
    if event.status != EventStatus.DRAFT:
        raise WrongStatus("Мероприятие уже объявлено.")
    if missing := what_is_missing(event):
        raise NotReadyToAnnounce(f"Чтобы объявить {quoted(event.title)}, укажите: {', '.join(missing)}.")
    event.announced_at = at
    _put_status(event, EventStatus.ANNOUNCED, "event_announced", by=by, at=at)
    moments.reached(moments.on_announced, event, {}, by=by, at=at)
    if with_parts:
        for part in event.children.present().filter(status=EventStatus.DRAFT).in_order():
            announce_event(part.pk, by=by, at=at)
    return event


def what_is_missing(event: Event) -> list[str]:
    """What must be filled in before the event is announced, in the accusative."""
    if event.format == ItemFormat.ONLINE or event.place:
        return []
    return ["место, куда приходить"]


@transaction.atomic
def cancel_event(event_id: int, *, reason: str, by: Actor, at: datetime, with_parts: bool = True) -> Event:
    """Call the event off, with its parts unless told otherwise; everybody who opens the page reads the reason.

    Raises:
        PermissionRefused: `by` does not run it, or it is archived.
        WrongStatus: it has been held or called off.
        ReasonNeeded, TextTooLong: the reason is not acceptable.
    """
    event = locked_event(event_id)
    require(can_announce_event(by, event))
    if event.status == EventStatus.CANCELLED:
        raise WrongStatus("Мероприятие уже отменено.")
    if event.status == EventStatus.HELD:
        raise WrongStatus("Мероприятие отмечено проведённым: сначала верните его.")
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded("Напишите причину: её увидят все, кто собирался прийти.")
    checked_texts(Event, {"cancel_reason": reason})
    event.cancel_reason = reason
    _put_status(event, EventStatus.CANCELLED, "event_cancelled", by=by, at=at)
    moments.reached(moments.on_cancelled, event, {}, by=by, at=at)
    if with_parts:
        standing = (EventStatus.DRAFT, EventStatus.ANNOUNCED)
        for part in event.children.present().filter(status__in=standing).in_order():
            cancel_event(part.pk, reason=reason, by=by, at=at)
    return event


@transaction.atomic
def finish_event(event_id: int, *, by: Actor, at: datetime) -> Event:
    """Say that the event has been held; the plan hears how many took part. A draft may be finished too: the past is
    written down after the fact.

    Raises:
        PermissionRefused: `by` does not run it, or it is archived.
        WrongStatus: it has been held already, or was called off.
        NotBegunYet: its beginning lies ahead.
    """
    event = locked_event(event_id)
    require(can_announce_event(by, event))
    if event.status == EventStatus.HELD:
        raise WrongStatus("Мероприятие уже отмечено проведённым.")
    if event.status == EventStatus.CANCELLED:
        raise WrongStatus("Мероприятие отменено: сначала верните его.")
    if at < event.starts_at:
        raise NotBegunYet("Мероприятие ещё не началось: отметить его проведённым можно, когда наступит его время.")
    event.held_at = at
    event.announced_at = event.announced_at or at
    _put_status(event, EventStatus.HELD, "event_finished", by=by, at=at)
    tell_plan(event, by=by, at=at)
    moments.reached(moments.on_finished, event, {}, by=by, at=at)
    return event


@transaction.atomic
def reopen_event(event_id: int, *, by: Actor, at: datetime) -> Event:
    """Take back that the event was held or called off; what it told the plan is withdrawn.

    Raises:
        PermissionRefused: `by` does not run it, or it is archived.
        WrongStatus: there is nothing to take back.
        NumberTaken: another meeting has taken its number meanwhile.
    """
    event = locked_event(event_id)
    require(can_announce_event(by, event))
    if event.status not in (EventStatus.HELD, EventStatus.CANCELLED):
        raise WrongStatus("Возвращать нечего: мероприятие не проведено и не отменено.")
    was_announced = event.announced_at is not None
    event.held_at, event.cancel_reason = None, ""
    require_free_number(event)
    status = EventStatus.ANNOUNCED if was_announced else EventStatus.DRAFT
    _put_status(event, status, "event_reopened", by=by, at=at)
    withdraw_from_plan(event, by=by, at=at)
    moments.reached(moments.on_reopened, event, {}, by=by, at=at)
    return event


@transaction.atomic
def archive_event(event_id: int, *, by: Actor, at: datetime) -> Event:
    """Put the event away: nobody sees it, figures leave it out, its outcome is withdrawn. `restore_event` undoes it.

    Raises:
        PermissionRefused: `by` does not run it, or it is archived.
        PartsRemain: it has parts.
        PeopleAreWaiting: people are registered for what is still ahead.
    """
    event = locked_event(event_id)
    require(can_announce_event(by, event))
    if event.children.present().exists():
        raise PartsRemain("У мероприятия есть части: сначала уберите их.")
    if event.status == EventStatus.ANNOUNCED and event.ends_at > at and (count := event.enrolments.coming().count()):
        told = agree(count, "человек зарегистрирован", "человека зарегистрированы", "человек зарегистрированы")
        raise PeopleAreWaiting(f"{count} {told}: сначала отмените мероприятие, чтобы они узнали об этом.")
    event.archived_at = at
    _save(event, at)
    record("event_archived", event, by=by, at=at, scope=event.association.path)
    withdraw_from_plan(event, by=by, at=at)
    return event


@transaction.atomic
def restore_event(event_id: int, *, by: Actor, at: datetime) -> Event:
    """Bring an archived event back as it was. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` does not prepare events there.
        NumberTaken: another meeting has taken its number meanwhile.
        PartsRemain: the event that it is a part of is archived.
    """
    event = locked_event(event_id)
    require(can_restore_event(by, event))
    if event.archived_at is None:
        return event
    if event.parent_id is not None and not Event.objects.present().filter(pk=event.parent_id).exists():
        raise PartsRemain("Мероприятие, частью которого было это, в архиве: сначала верните его.")
    event.archived_at = None
    if event.status != EventStatus.CANCELLED:
        require_free_number(event)
    _save(event, at)
    record("event_restored", event, by=by, at=at, scope=event.association.path)
    tell_plan(event, by=by, at=at)
    return event


def _put_status(event: Event, status: EventStatus, deed: str, *, by: Actor, at: datetime) -> None:
    before = str(EventStatus(event.status).label)
    event.status = status
    _save(event, at)
    changes = {STATUS: (before, str(status.label))}
    if status == EventStatus.CANCELLED:
        changes["Почему отменено"] = ("", event.cancel_reason)
    record(deed, event, by=by, at=at, scope=event.association.path, changes=changes)


def _save(event: Event, at: datetime) -> None:
    event.version += 1
    event.updated_at = at
    with unique_or(number_taken(event)):
        event.save()
