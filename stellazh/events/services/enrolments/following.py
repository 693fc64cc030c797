"""What registrations do when their event changes: more places move people up, a cancelled event tells everybody."""

from __future__ import annotations

from datetime import datetime

from stellazh.common.actor import Actor
from stellazh.events import moments
from stellazh.events.models import Event
from stellazh.events.services.enrolments.telling import TELL_CANCELLED, TELLER
from stellazh.events.services.enrolments.withdrawing import move_up_waiting
from stellazh.jobs.services import enqueue

# A later end lets a list move that had stopped.
_MATTERS = {"capacity", "capacity_online", "format", "ends_at", "status"}


def follow_events() -> None:
    """Take part in the moments of an event's life."""
    moments.on_changed.add(moments.Hook("events.enrolments", _on_changed))
    moments.on_reopened.add(moments.Hook("events.enrolments", _on_changed_back))
    moments.on_cancelled.add(moments.Hook("events.enrolments", _on_cancelled))


def _on_changed(event: Event, changes: moments.Changes, by: Actor, at: datetime) -> None:
    if _MATTERS & set(changes):
        move_up_waiting(event, at=at)


def _on_changed_back(event: Event, changes: moments.Changes, by: Actor, at: datetime) -> None:
    move_up_waiting(event, at=at)


def _on_cancelled(event: Event, changes: moments.Changes, by: Actor, at: datetime) -> None:
    enqueue(TELL_CANCELLED, {"event_id": event.pk}, by=TELLER, at=at)
