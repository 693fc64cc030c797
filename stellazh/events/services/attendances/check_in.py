"""Checking in oneself, by a code."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor, LinkHolder
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.events.access.enrolments import holds_link_of
from stellazh.events.enums import AttendanceState, ComingAs, EnrolmentState, MarkSource
from stellazh.events.models import CheckInCode, Enrolment, Event
from stellazh.events.services.attendance_marks import Mark, Marked, Subject, put_mark
from stellazh.events.services.attendances.codes import why_not_open
from stellazh.events.services.attendances.grounds import day_of_event, require_not_cancelled
from stellazh.events.services.attendances.guessing import (
    FREE_TRIES_PER_PLACE,
    Guesser,
    blocked_until,
    count_failure,
    wait_words,
)
from stellazh.events.services.attendances.refusals import (
    CodeNotOpen,
    OnlyForRegistered,
    TooManyTries,
    WrongCode,
)
from stellazh.events.services.locking import locked_event
from stellazh.events.services.outcomes import tell_plan
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat

_NO_EVENT = "Такого мероприятия нет."


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of it: the mark, and whether it is new. A second check-in with the same code changes nothing."""

    marked: Marked
    is_new: bool


def check_in_by_code(event_id: int, *, code: str, place: str, by: Actor, at: datetime) -> CheckedIn:
    """Mark oneself: a person of ours, or a guest by the link of her registration. `place` is the network address.

    Wrong codes are counted for the person and for the place; `guessing` has the arithmetic. Every code of the event is
    compared in constant time, so that an answer's delay says nothing. The same code twice is one mark. Who came as
    what follows from the event, the code and the registration.

    Raises:
        PermissionRefused: neither a person who sees the event nor the bearer of a registration for it.
        OnlyForRegistered: the event takes nobody without a place, or said no to this one.
        EventIsCancelled; TooManyTries; WrongCode; CodeNotOpen.
    """
    with transaction.atomic():
        answer = _try(event_id, code, place, by, at)
    # Raised outside: the failure that was counted must stay counted.
    if isinstance(answer, DomainError):
        raise answer
    return answer


def _try(event_id: int, typed: str, place: str, by: Actor, at: datetime) -> CheckedIn | DomainError:
    # Locked, so that a thousand guesses at once are counted one after another.
    event = locked_event(event_id)
    if event.archived_at is not None:
        raise PermissionRefused(_NO_EVENT)
    subject = _subject(event, by)
    require_not_cancelled(event)
    guessers = [Guesser(_name(subject)), Guesser(f"place:{place}"[:80], FREE_TRIES_PER_PLACE)]
    until = blocked_until(event, guessers, at=at)
    if until is not None:
        return TooManyTries(f"Слишком много неверных кодов. Попробуйте через {wait_words(until, at)}.")
    code = _matching(event, typed)
    if code is None:
        count_failure(event, guessers, at=at)
        return WrongCode("Такого кода нет. Проверьте шесть цифр: их называет ведущий или показывает экран.")
    if why := why_not_open(code, event, at=at):
        count_failure(event, guessers, at=at)
        return CodeNotOpen(why)
    return _checked_in(event, subject, code, by, at)


def _checked_in(event: Event, subject: Subject, code: CheckInCode, by: Actor, at: datetime) -> CheckedIn:
    told = Mark(
        source=MarkSource.CODE,
        state=_state(event, subject, code),
        key=f"code:{code.pk}:{_name(subject)}",
        on=day_of_event(event, at),
        marked_at=at,
        code=code,
    )
    marked = put_mark(event, subject, told, by=by, at=at)
    if marked.is_new:
        scope, note = event.association.path, code.label
        record("event_checked_in", marked.attendance, by=by, at=at, scope=scope, note=note)
        tell_plan(event, by=by, at=at)
    return CheckedIn(marked, marked.is_new)


def _subject(event: Event, by: Actor) -> Subject:
    """Who checks in, with her registration when she has one."""
    rows = Enrolment.objects.filter(event=event)
    person: Person | None = None
    if isinstance(by, LinkHolder):
        key = by.object_id
        enrolment = rows.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
        if enrolment is None or not holds_link_of(by, enrolment):
            raise PermissionRefused("Эта ссылка не от регистрации на это мероприятие.")
    elif isinstance(by, Person):
        enrolment, person = rows.filter(person=by).first(), by
        if not Event.objects.present().visible_to(by).filter(pk=event.pk).exists():
            raise PermissionRefused(_NO_EVENT)
    else:
        raise PermissionRefused("Войдите, чтобы отметиться.")
    state = enrolment.state if enrolment is not None else ""
    if state == EnrolmentState.REJECTED:
        raise OnlyForRegistered("Ваша заявка отклонена. Если вы всё же пришли, подойдите к организатору.")
    if state != EnrolmentState.CONFIRMED and not event.takes_walk_ins:
        raise OnlyForRegistered("Здесь отмечаются только зарегистрированные. Если вы пришли, подойдите к организатору.")
    return Subject(enrolment=enrolment, person=person)


def _name(subject: Subject) -> str:
    if subject.person is not None:
        return f"person:{subject.person.pk}"
    own = subject.enrolment
    if own is None:
        return ""
    return f"person:{own.person_id}" if own.person_id else f"enrolment:{own.pk}"


def _matching(event: Event, typed: str) -> CheckInCode | None:
    wanted = "".join(sign for sign in typed if sign.isalnum())[:20].encode()
    found = None
    for code in CheckInCode.objects.filter(event=event).order_by("pk"):
        # No early end: right and wrong ones take equally long.
        if hmac.compare_digest(code.code.encode(), wanted):
            found = code
    return found


def _state(event: Event, subject: Subject, code: CheckInCode) -> AttendanceState:
    own = subject.enrolment.coming_as if subject.enrolment is not None else ""
    if event.format == ItemFormat.ONLINE or (code.coming_as or own) == ComingAs.ONLINE:
        return AttendanceState.ONLINE
    return AttendanceState.PRESENT
