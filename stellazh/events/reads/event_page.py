"""What the public page of an event needs, in as few and as light queries as can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import Http404

from stellazh.common.actor import Actor
from stellazh.events.enums import ComingAs, EventStatus
from stellazh.events.models import Event
from stellazh.events.reads.standing import PlacesHeld

NOBODY = PlacesHeld()


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What is counted of one event: places as long as that matters, attendances and municipalities once it is held."""

    held: PlacesHeld = NOBODY
    attendance_count: int = 0
    municipality_count: int = 0


def event_on_page(actor: Actor, event_id: int) -> Event:
    """The event that the actor may open, with its association and umbrella. One query besides the actor's.

    Raises:
        Http404: there is none that she may open.
    """
    events = Event.objects.present().visible_to(actor).select_related("association__territory", "parent", "series")
    try:
        return events.get(pk=event_id)
    except Event.DoesNotExist as nothing:
        raise Http404 from nothing


def page_figures(event: Event, *, at: datetime) -> PageFigures:
    """One query at most: places of what is still ahead and limited, or attendances of what has been held."""
    if event.status == EventStatus.HELD:
        counted = event.attendances.counted().aggregate(every=Count("pk"), places=Count("territory", distinct=True))
        return PageFigures(attendance_count=counted["every"], municipality_count=counted["places"])
    if event.status != EventStatus.ANNOUNCED or event.capacity is None or at > event.ends_at:
        return PageFigures()
    online = Q(coming_as=ComingAs.ONLINE)
    held = event.enrolments.coming().aggregate(every=Count("pk"), online=Count("pk", filter=online))
    return PageFigures(held=PlacesHeld(held["every"], held["online"]))
