"""Rights over lists of video rooms."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.access.events import can_mark_attendance
from stellazh.events.models import Event
from stellazh.workplans.enums import ItemFormat


def can_see_rooms_tab(actor: Actor, event: Event) -> Verdict:
    """Whether the actor is led to lists of video rooms: who marks attendance, at an event that goes on in one."""
    if event.format == ItemFormat.ONSITE and not event.room_url:
        return refuse("Мероприятие идёт только очно: видеокомнаты у него нет.")
    return can_mark_attendance(actor, event)
