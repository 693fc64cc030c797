"""The number of a meeting in its year: «Заседание № 3»."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.events.services.refusals import NumberTaken
from stellazh.events.wording import day_words, quoted
from stellazh.workplans.enums import EventForm

# Papers number these; others only where somebody has begun to.
NUMBERED = frozenset({EventForm.MEETING})


def next_number(association_id: int, school_year: int, form: str) -> int | None:
    """The number after the last of that form in that year; None for forms that nobody numbers there."""
    last = _numbered(association_id, school_year, form).aggregate(last=Max("number"))["last"]
    if last is None:
        return 1 if form in NUMBERED else None
    return int(last) + 1


def require_free_number(event: Event) -> None:
    """Pass when no other event that stands has the event's number.

    Raises:
        NumberTaken: one has; the message names it and the next free one.
    """
    if event.number is None:
        return
    others = _numbered(event.association_id, event.school_year, event.form).exclude(pk=event.pk)
    taken = others.filter(number=event.number).select_related("association").first()
    if taken is not None:
        raise number_taken(event, taken)


def number_taken(event: Event, taken: Event | None = None) -> NumberTaken:
    """The refusal: what has the number, and which is free."""
    free = next_number(event.association_id, event.school_year, event.form) or 1
    what = f": {quoted(taken.title)}, {day_words(taken)}" if taken is not None else ""
    year = SchoolYear(event.school_year).label
    return NumberTaken(f"№ {event.number} в {year} учебном году уже есть{what}. Свободен № {free}.")


def _numbered(association_id: int, school_year: int, form: str) -> QuerySet[Event]:
    return (
        Event.objects.present()
        .filter(association_id=association_id, school_year=school_year, form=form, number__isnull=False)
        .exclude(status=EventStatus.CANCELLED)
    )
