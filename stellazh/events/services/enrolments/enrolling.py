"""Registering oneself, and others by whoever keeps their list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import PermissionRefused
from stellazh.common.numerals import agree
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.events.access.enrolments import can_enrol, can_enrol_others, enrolment_open
from stellazh.events.access.events import can_manage_enrolments
from stellazh.events.enums import EnrolmentMode, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.places import NOWHERE, workplaces
from stellazh.events.services.enrolments.answering import keep_answers
from stellazh.events.services.enrolments.places import Places, checked_coming_as
from stellazh.events.services.enrolments.refusals import (
    AlreadyEnrolled,
    EnrolmentClosed,
    EnrolmentRejected,
    NoPlacesLeft,
    NotInvited,
    TooManyAtOnce,
)
from stellazh.events.services.enrolments.rows import doer, keep_deed, keep_deeds, of_person, put
from stellazh.events.services.enrolments.telling import News, tell_later
from stellazh.events.services.locking import locked_event
from stellazh.people.models import Person
from stellazh.questionnaires.values import Values

MOST_AT_ONCE = 500
STANDING = (EnrolmentState.PENDING, EnrolmentState.CONFIRMED, EnrolmentState.WAITING)


@dataclass(frozen=True, slots=True)
class EnrolledOthers:
    """Whom it registered, and whom it passed over because they were registered before or rejected."""

    made: tuple[Enrolment, ...]
    passed: tuple[Enrolment, ...]


@transaction.atomic
def enrol(
    event_id: int,
    *,
    person_id: int,
    coming_as: str = "",
    answers: Values | None = None,
    is_name_shown: bool = False,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """Register oneself: a place, a turn in the waiting list, or a request where the organiser confirms.

    An invitation is accepted and a withdrawn registration taken up by the same deed. School and municipality are kept
    as they are today. A double click with one `submission_key` makes one registration.

    Raises:
        PermissionRefused: it is somebody else, or the event is not seen. EnrolmentClosed: the message says why.
        NotInvited, EnrolmentRejected, AlreadyEnrolled, ComingAsUnknown.
        NoPlacesLeft: there is no place and no waiting list.
        AnswersRefused, PlaceTaken: what is asked besides; the answers are not acceptable.
    """
    if by.actor_kind != ActorKind.SYSTEM and by.actor_id != str(person_id):
        raise PermissionRefused("Зарегистрировать другого может тот, кто ведёт его список.")
    person = Person.objects.present().get(pk=person_id)
    # Looked up before the lock: others wait for the event while it is held.
    place = workplaces([person_id], on=clock.day_of(at)).get(person_id, NOWHERE)
    event = locked_event(event_id)
    made = made_before(event.enrolments.all(), submission_key)
    if made is not None:
        return made
    require(can_enrol(by, event))
    if closed := enrolment_open(event, at=at).reason:
        raise EnrolmentClosed(closed)
    known = event.enrolments.filter(person_id=person_id).first()
    _require_not_settled(event, known)
    enrolment = known or Enrolment(event=event, person=person)
    before = known.state if known else ""
    put(
        enrolment,
        **of_person(person, place),
        **doer(by),
        coming_as=checked_coming_as(event, coming_as),
        is_name_shown=is_name_shown,
        registered_at=at,
        updated_at=at,
        submission_key=submission_key,
        reason="",
        queued_at=None,
        version=enrolment.version + 1 if known else 1,
    )
    if event.enrolment_mode == EnrolmentMode.MODERATED and before != EnrolmentState.INVITED:
        enrolment.state, enrolment.decided_at = EnrolmentState.PENDING, None
    else:
        Places.of(event).give(enrolment, at=at)
    enrolment.save()
    keep_answers(event, enrolment, answers, by=by, at=at)
    keep_deed("enrolment_made", enrolment, event, before=before, by=by, at=at)
    tell_later([enrolment], News.MADE, at=at)
    return enrolment


@transaction.atomic
def enrol_others(
    event_id: int, *, person_ids: Collection[int], coming_as: str = "", by: Actor, at: datetime
) -> EnrolledOthers:
    """Register other people; each row keeps who did it, and each of them is told.

    By whoever runs the event: confirmed at once, also after the registration has ended. By whoever keeps a list in
    which they stand: as they would register themselves. Those registered or rejected before are passed over.

    Raises:
        PermissionRefused: `by` neither runs the event nor keeps their lists, or it takes no registrations now.
        TooManyAtOnce, ComingAsUnknown.
        NoPlacesLeft: there is no waiting list and not all of them fit; nobody is registered then.
    """
    wanted = sorted(set(person_ids))
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyAtOnce(f"За один раз можно зарегистрировать не больше {MOST_AT_ONCE} человек.")
    at_work = workplaces(wanted, on=clock.day_of(at))
    event = locked_event(event_id)
    require(can_enrol_others(by, event, wanted, at=at))
    coming_as = checked_coming_as(event, coming_as)
    known = {row.person_id: row for row in event.enrolments.filter(person_id__in=wanted)}
    people = {person.pk: person for person in Person.objects.present().filter(pk__in=wanted)}
    places, passed, made = Places.of(event), [], []
    asks_first = event.enrolment_mode == EnrolmentMode.MODERATED and not can_manage_enrolments(by, event)
    for person in sorted(people.values(), key=lambda one: (one.sort_key, one.pk)):
        enrolment = known.get(person.pk) or Enrolment(event=event, person=person)
        if enrolment.state in (*STANDING, EnrolmentState.REJECTED):
            passed.append(enrolment)
            continue
        put(
            enrolment,
            **of_person(person, at_work.get(person.pk, NOWHERE)),
            **doer(by),
            coming_as=coming_as,
            registered_at=at,
            updated_at=at,
            reason="",
            queued_at=None,
            version=enrolment.version + 1 if enrolment.pk else 1,
        )
        if asks_first:
            enrolment.state, enrolment.decided_at = EnrolmentState.PENDING, None
        else:
            _give_one_of_many(places, enrolment, len(wanted), at=at)
        made.append(enrolment)
    _store(made)
    keep_deeds("enrolment_made", made, event, note="Зарегистрировал другой человек", by=by, at=at)
    tell_later(made, News.BY_OTHER, at=at)
    return EnrolledOthers(tuple(made), tuple(passed))


def _give_one_of_many(places: Places, enrolment: Enrolment, wanted: int, *, at: datetime) -> None:
    try:
        places.give(enrolment, at=at)
    except NoPlacesLeft as refusal:
        people = agree(wanted, "человек", "человека", "человек")
        raise NoPlacesLeft(f"Все не поместятся: вы отметили {wanted} {people}. {refusal}") from refusal


def _store(enrolments: list[Enrolment]) -> None:
    """New ones in one statement, earlier ones (invited, withdrawn) one by one: they are few."""
    earlier = [one for one in enrolments if not one._state.adding]  # noqa: SLF001
    Enrolment.objects.bulk_create([one for one in enrolments if one._state.adding])  # noqa: SLF001
    for one in earlier:
        one.save()


def _require_not_settled(event: Event, known: Enrolment | None) -> None:
    if known is not None and known.state in STANDING:
        raise AlreadyEnrolled("Вы уже зарегистрированы.")
    if known is not None and known.state == EnrolmentState.REJECTED:
        reason = f" Причина: {known.reason}" if known.reason else ""
        raise EnrolmentRejected(f"Организатор отклонил вашу заявку.{reason}")
    if event.enrolment_mode == EnrolmentMode.INVITED and known is None:
        raise NotInvited("Регистрация только по приглашению организатора.")
