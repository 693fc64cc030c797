"""Deciding about registrations, many at once: confirming, rejecting, withdrawing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.events import can_manage_enrolments
from stellazh.events.enrolment_questions import respondent_key
from stellazh.events.enums import EnrolmentState, EventStatus
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.enrolments.places import Places
from stellazh.events.services.enrolments.refusals import EnrolmentClosed, ReasonMissing, TooManyAtOnce
from stellazh.events.services.enrolments.rows import checked_reason, keep_deeds, store_decided
from stellazh.events.services.enrolments.telling import News, tell_later
from stellazh.events.services.enrolments.withdrawing import move_up_waiting
from stellazh.events.services.locking import locked_event
from stellazh.questionnaires.models import Submission
from stellazh.questionnaires.services import withdraw_submission

MOST_DECIDED: Final = 5_000
_ENDING: Final = {
    "reject": (EnrolmentState.INVITED, EnrolmentState.PENDING, EnrolmentState.CONFIRMED, EnrolmentState.WAITING),
    "withdraw": (EnrolmentState.INVITED, EnrolmentState.PENDING, EnrolmentState.CONFIRMED, EnrolmentState.WAITING),
}
_CONFIRMED_FROM: Final = (
    EnrolmentState.PENDING,
    EnrolmentState.REJECTED,
    EnrolmentState.WITHDRAWN,
    EnrolmentState.INVITED,
)


class Decision(StrEnum):
    """What is decided."""

    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Decided:
    """How many are in another state now, how many of these wait for a place, and how many stayed as they were."""

    changed: int
    waiting: int
    passed: int


@transaction.atomic
def decide_enrolments(
    event_id: int, ids: Collection[int], *, decision: Decision, reason: str = "", by: Actor, at: datetime
) -> Decided:
    """Decide about registrations of one event; each person is told.

    Confirmed are those who asked, were invited, or were rejected or withdrawn before, in the order in which they came;
    whoever finds no place joins the waiting list. Somebody who waits gets a place in turn and not by this. Places that
    a rejection or a withdrawal frees go to the waiting list.

    Raises:
        PermissionRefused: `by` does not run the event.
        EnrolmentClosed: it is a draft or called off. ReasonMissing: a rejection says why. TooManyAtOnce.
        NoPlacesLeft: there is no waiting list and not all of them fit; nothing has changed.
    """
    wanted = set(ids)
    if len(wanted) > MOST_DECIDED:
        raise TooManyAtOnce(f"За один раз можно решить не больше чем о {MOST_DECIDED} регистрациях.")
    event = locked_event(event_id)
    require(can_manage_enrolments(by, event))
    if event.status not in (EventStatus.ANNOUNCED, EventStatus.HELD):
        raise EnrolmentClosed("Мероприятие не объявлено или отменено: решать о регистрациях рано или поздно.")
    reason = checked_reason(reason)
    if decision == Decision.REJECT and not reason:
        raise ReasonMissing("Напишите причину: человек увидит её в письме.")
    rows = _chosen(event, wanted)
    found = [row for row in rows if row.state in _from(decision)]
    if decision == Decision.CONFIRM:
        places = Places.of(event)
        for one in found:
            one.reason = ""
            places.give(one, at=at)
    else:
        for one in found:
            one.state = EnrolmentState.REJECTED if decision == Decision.REJECT else EnrolmentState.WITHDRAWN
            one.reason, one.queued_at, one.decided_at = reason, None, at
    store_decided(found, at=at)
    if decision != Decision.CONFIRM:
        _take_answers_back(found, by=by, at=at)
    keep_deeds(_DEEDS[decision], found, event, note=reason, by=by, at=at)
    tell_later(found, News.WITHDRAWN if decision == Decision.WITHDRAW else News.DECIDED, at=at)
    move_up_waiting(event, at=at)
    waiting = sum(one.state == EnrolmentState.WAITING for one in found)
    return Decided(len(found), waiting, len(wanted) - len(found))


_DEEDS: Final = {
    Decision.CONFIRM: "enrolment_confirmed",
    Decision.REJECT: "enrolment_rejected",
    Decision.WITHDRAW: "enrolment_withdrawn",
}


def _from(decision: Decision) -> tuple[EnrolmentState, ...]:
    return _CONFIRMED_FROM if decision == Decision.CONFIRM else _ENDING[decision.value]


def _chosen(event: Event, wanted: set[int]) -> list[Enrolment]:
    """The registrations in the order in which they came, by lots that every database takes."""
    keys = sorted(wanted)
    rows: list[Enrolment] = []
    for start in range(0, len(keys), 500):
        rows += event.enrolments.filter(pk__in=keys[start : start + 500]).select_related("person")
    for row in rows:
        row.event = event
    return sorted(rows, key=lambda row: (row.registered_at, row.pk))


def _take_answers_back(enrolments: list[Enrolment], *, by: Actor, at: datetime) -> None:
    keys = [respondent_key(one) for one in enrolments]
    for start in range(0, len(keys), 500):
        standing = Submission.objects.standing().filter(respondent_key__in=keys[start : start + 500])
        for pk in standing.values_list("pk", flat=True):
            withdraw_submission(pk, by=by, at=at)
