"""What the public page of an event needs, in as few queries as can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from stellazh.common.actor import Actor
from stellazh.events.enums import ComingAs, EventStatus
from stellazh.events.models import Attendance, Enrolment, Event
from stellazh.events.reads.standing import PlacesHeld


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What is counted of one event. Attendances and municipalities only of a held one."""

    held: PlacesHeld
    attendance_count: int = 0
    municipality_count: int = 0
    has_parts: bool = False


def event_on_page(actor: Actor, event_id: int) -> tuple[Event, PageFigures]:
    """The event that the actor may open, with its association, umbrella and figures. One query besides the actor's.

    Raises:
        Http404: there is none that she may open.
    """
    enrolled = Enrolment.objects.coming().filter(event=OuterRef("pk"))
    counted = Attendance.objects.counted().filter(event=OuterRef("pk"))
    found: Any = (
        Event.objects.present()
        .visible_to(actor)
        .filter(pk=event_id)
        .select_related("association__territory", "parent__association", "series")
        .annotate(
            held_count=_count(enrolled, Count("pk")),
            held_online_count=_count(enrolled, Count("pk", filter=Q(coming_as=ComingAs.ONLINE))),
            attended_count=_count(counted, Count("pk")),
            attended_places=_count(counted, Count("territory", distinct=True)),
            has_children=Exists(Event.objects.present().filter(parent=OuterRef("pk"))),
        )
        .first()
    )
    if found is None:
        raise Http404
    is_held = found.status == EventStatus.HELD
    figures = PageFigures(
        held=PlacesHeld(found.held_count, found.held_online_count),
        attendance_count=found.attended_count if is_held else 0,
        municipality_count=found.attended_places if is_held else 0,
        has_parts=found.has_children,
    )
    return found, figures


def _count(rows: QuerySet, what: Count) -> Coalesce:  # type: ignore[type-arg]
    counted = rows.order_by().values("event").annotate(count=what).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
