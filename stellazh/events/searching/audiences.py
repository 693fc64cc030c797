"""Whom materials and recordings are open to, said for all of them at once: `access.programme` says it for one."""

from __future__ import annotations

from django.db.models import Q

from stellazh.associations.access import reach
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import AttendanceState, Audience
from stellazh.events.models import Attendance, Enrolment, Speaker
from stellazh.events.searching.events import open_events


def open_to(actor: Actor) -> Q:
    """A condition for rows with `event` and `audience`: what the actor may open of events whose pages she may open."""
    event = Q(event__in=open_events(actor).values("pk"))
    if actor.actor_kind == ActorKind.SYSTEM:
        return event
    taking_part = reach(actor, "events.edit_event", "event__association__")
    taking_part |= reach(actor, "events.read_participants", "event__association__")
    if actor.actor_kind == ActorKind.PERSON:
        person_id = int(actor.actor_id)
        took_part = Attendance.objects.filter(person_id=person_id).exclude(
            state__in=(AttendanceState.ABSENT, AttendanceState.EXCUSED)
        )
        speaks = Speaker.objects.filter(person_id=person_id, slot__archived_at=None)
        taking_part |= Q(event__in=Enrolment.objects.coming().filter(person_id=person_id).values("event_id"))
        taking_part |= Q(event__in=took_part.values("event_id")) | Q(event__in=speaks.values("slot__event_id"))
    elif isinstance(actor, LinkHolder) and actor.purpose == ENROLMENT_LINK:
        own = Enrolment.objects.coming().filter(pk=int(actor.object_id))
        taking_part |= Q(event__in=own.values("event_id"))
    return event & (Q(audience=Audience.EVERYBODY) | taking_part)
