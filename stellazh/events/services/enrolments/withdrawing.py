"""Giving a place up, and the waiting list that moves up by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor, ActorKind, System
from stellazh.common.verdict import require
from stellazh.events.access.enrolments import can_withdraw_enrolment, holds_link_of
from stellazh.events.enums import ComingAs, EnrolmentState, EventStatus
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.enrolments.answering import take_answers_back
from stellazh.events.services.enrolments.places import WHOLE, Places, in_pool
from stellazh.events.services.enrolments.refusals import EnrolmentSettled
from stellazh.events.services.enrolments.rows import (
    checked_reason,
    keep_deed,
    keep_deeds,
    locked_enrolment,
    store_decided,
)
from stellazh.events.services.enrolments.telling import News, tell_later

QUEUE = System("лист ожидания")


@transaction.atomic
def withdraw_enrolment(enrolment_id: int, *, reason: str = "", by: Actor, at: datetime) -> Enrolment:
    """Give the place or the turn up, or decline an invitation; the first of those who wait gets the place at once.

    By the person, the bearer of the guest's link, whoever keeps a list in which the person stands, and those who run
    the event. Whoever was withdrawn by somebody else is told. Withdrawn already: nothing.

    Raises:
        PermissionRefused: it is somebody else's, or the event is over.
        EnrolmentSettled: it was rejected.
    """
    enrolment, event = locked_enrolment(enrolment_id)
    require(can_withdraw_enrolment(by, enrolment, event, at=at))
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return enrolment
    if enrolment.state == EnrolmentState.REJECTED:
        raise EnrolmentSettled("Заявку отклонил организатор: отказываться не от чего.")
    before, enrolment.state, enrolment.reason = enrolment.state, EnrolmentState.WITHDRAWN, checked_reason(reason)
    enrolment.queued_at, enrolment.decided_at = None, at
    store_decided([enrolment], at=at)
    take_answers_back(enrolment, by=by, at=at)
    keep_deed("enrolment_withdrawn", enrolment, event, before=before, note=enrolment.reason, by=by, at=at)
    if not _is_own(by, enrolment):
        tell_later([enrolment], News.WITHDRAWN, at=at)
    if before == EnrolmentState.CONFIRMED:
        move_up_waiting(event, at=at)
    return enrolment


def move_up_waiting(event: Event, *, at: datetime) -> list[Enrolment]:
    """Give free places to those who wait, the first in turn first; each is told. The caller holds the event's lock.

    Nothing moves once the event has ended or was called off. Asks no right: the place was free.
    """
    if event.status != EventStatus.ANNOUNCED or at >= event.ends_at:
        return []
    places = Places.of(event)
    moved: list[Enrolment] = []
    pools = (ComingAs.ONSITE.value, ComingAs.ONLINE.value) if event.is_mixed else (WHOLE,)
    for pool in pools:
        free = places.free(pool)
        if free == 0 or not places.waiting.get(pool):
            continue
        moved += event.enrolments.waiting_in_order().filter(in_pool(pool))[:free]
    for one in moved:
        one.event = event
        one.state, one.decided_at = EnrolmentState.CONFIRMED, at
    if moved:
        store_decided(moved, at=at)
        keep_deeds("enrolment_moved_up", moved, event, by=QUEUE, at=at)
        tell_later(moved, News.MOVED_UP, at=at)
    return moved


def _is_own(by: Actor, enrolment: Enrolment) -> bool:
    is_self = by.actor_kind == ActorKind.PERSON and by.actor_id == str(enrolment.person_id)
    return is_self or holds_link_of(by, enrolment)
