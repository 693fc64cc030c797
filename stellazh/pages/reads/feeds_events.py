"""What a section shows of plans and events: the plans of the years, what comes next, records and materials."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Exists, OuterRef

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.events.enums import Audience, EventStatus
from stellazh.events.models import Event, Material, Recording
from stellazh.events.reads.event_list import EventRow, event_rows, next_events
from stellazh.pages.reads.feeds import page_of
from stellazh.workplans.models import Plan
from stellazh.workplans.reads.calendar import Entry, Scope, upcoming

MOST_EVENTS: Final = 8
_SHOWN: Final = (EventStatus.ANNOUNCED, EventStatus.HELD)


@dataclass(frozen=True, slots=True)
class PlanFeed:
    """The plans of the years, the next events, and what else the plans bring next."""

    plans: tuple[Plan, ...]
    events: tuple[EventRow, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """An event of which something is left: how many records and how many materials are open to everybody there."""

    event: EventRow
    recording_count: int
    material_count: int


@dataclass(frozen=True, slots=True)
class RecordFeed:
    """A page of such events, the latest first."""

    rows: tuple[RecordRow, ...]
    page: Page[Any]


def plan_feed(association: Association, reader: Actor) -> PlanFeed:
    """The plans that the reader may open and what comes next, here and below. Five queries at most, however much."""
    plans = Plan.objects.present().visible_to(reader).filter(association=association)
    events = next_events(reader, path=association.path, at=clock.now(), most=MOST_EVENTS)
    told = {event.plan_item_id for event in events}
    coming = upcoming(reader, Scope(association), today=clock.today(association.time_zone))
    return PlanFeed(
        tuple(plans.with_progress().order_by("-school_year", "pk")),
        tuple(events),
        tuple(entry for entry in coming if entry.pk not in told),
    )


def record_feed(association: Association, reader: Actor, number: object) -> RecordFeed:
    """Events here and below whose page the reader may open and that keep a record or a material for all who may.

    Four queries, however many.
    """
    records = Recording.objects.filter(audience=Audience.EVERYBODY, item__archived_at=None)
    materials = Material.objects.filter(audience=Audience.EVERYBODY, archived_at=None)
    seen = Event.objects.present().visible_to(reader).filter(status__in=_SHOWN)
    found = seen.filter(association__path__startswith=association.path).filter(
        Exists(records.filter(event=OuterRef("pk"))) | Exists(materials.filter(event=OuterRef("pk")))
    )
    page = page_of(found.order_by("-starts_at", "-pk"), number)
    # An empty list asks for no rows.
    rows = event_rows(page.object_list, at=clock.now(), with_places=False) if page.paginator.count else []  # type: ignore[arg-type]
    keys = [row.pk for row in rows]
    recorded = Counter(records.filter(event__in=keys).values_list("event_id", flat=True)) if keys else Counter[int]()
    kept = Counter(materials.filter(event__in=keys).values_list("event_id", flat=True)) if keys else Counter[int]()
    return RecordFeed(tuple(RecordRow(row, recorded[row.pk], kept[row.pk]) for row in rows), page)
