"""Events over HTTP/JSON, to read, with the rights of the key's owner. Links to video meetings are never given out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate
from pydantic import Field

from stellazh.associations.models import Association, Territory
from stellazh.common import clock
from stellazh.events.access import can_read_figures
from stellazh.events.enums import AttendanceState
from stellazh.events.models import COUNTED, HOLDING_A_PLACE, Event, Slot, Speaker
from stellazh.events.reads.event_filters import EventFilters, narrowed, site_zone
from stellazh.people.api_auth import actor_of

router = Router(tags=["Мероприятия"])
# Of a code that nobody has: nothing lies under it.
_NOWHERE = "-"


class Pages(LimitOffsetPagination):
    """At most 200 rows at once."""

    class Input(Schema):
        limit: int = Field(50, ge=1, le=200)
        offset: int = Field(0, ge=0, le=10_000_000)


class EventOut(Schema):
    """An event. Moments carry their offset; `uid` never changes; `parent` is the event that it is a part of."""

    id: int
    uid: UUID
    association: str
    title: str
    form: str
    number: int | None
    level: str
    school_year: int
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    time_zone: str
    format: str
    place: str
    audience: str
    age_mark: str
    summary: str
    visibility: str
    status: str
    cancel_reason: str
    enrolment_mode: str
    enrolment_opens_at: datetime | None
    enrolment_closes_at: datetime | None
    capacity: int | None
    capacity_online: int | None
    parent: int | None
    plan_item: UUID | None
    url: str
    updated_at: datetime
    version: int

    @staticmethod
    def resolve_association(row: Event) -> str:
        return row.association.code

    @staticmethod
    def resolve_time_zone(row: Event) -> str:
        return row.association.time_zone

    @staticmethod
    def resolve_starts_at(row: Event) -> datetime:
        return row.starts_at.astimezone(row.zone)

    @staticmethod
    def resolve_ends_at(row: Event) -> datetime:
        return row.ends_at.astimezone(row.zone)

    @staticmethod
    def resolve_parent(row: Event) -> int | None:
        return row.parent_id if row.known_umbrella else None

    @staticmethod
    def resolve_plan_item(row: Event) -> UUID | None:
        return row.plan_item.uid if row.plan_item else None

    @staticmethod
    def resolve_url(row: Event) -> str:
        return row.get_absolute_url()


class SpeakerOut(Schema):
    """Who speaks, as the programme names them."""

    name: str
    post: str
    organisation: str

    @staticmethod
    def resolve_organisation(row: Speaker) -> str:
        return row.organisation_name


class SlotOut(Schema):
    """A line of the programme; `parent` is the section it stands in."""

    id: int
    parent: int | None
    kind: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    speakers: list[SpeakerOut]

    @staticmethod
    def resolve_parent(row: Slot) -> int | None:
        return row.parent_id

    @staticmethod
    def resolve_speakers(row: Slot) -> list[Speaker]:
        return list(row.speakers.all())


class FiguresOut(Schema):
    """How many hold a place, took part in the room and online, and saw the recording only."""

    enrolled: int
    attended: int
    present: int
    online: int
    late: int
    municipalities: int


class EventWhole(EventOut):
    """An event with its programme, and with figures for whoever may read them."""

    organisers: str
    partners: str
    programme: list[SlotOut]
    figures: FiguresOut | None

    @staticmethod
    def resolve_programme(row: Event) -> list[Slot]:
        return list(row.slots.all())


class EventFilter(Schema):
    """Which events: of an association or a territory with those below, by codes; by form, level, format; between two
    days, both included; with registration open now."""

    association: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    territory: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    form: str = Field("", max_length=20)
    level: str = Field("", max_length=16)
    format: str = Field("", max_length=10)
    since: date | None = None
    until: date | None = None
    is_open: bool = False


def _events(request: HttpRequest) -> QuerySet[Event]:
    visible = Event.objects.present().visible_to(actor_of(request))
    return visible.select_related("association", "plan_item", "parent")


@router.get("", response=list[EventOut], summary="Мероприятия, которые вам видны")
@paginate(Pages)
def event_list(request: HttpRequest, chosen: Query[EventFilter]) -> QuerySet[Event]:
    """Events the key's owner may open, by time."""
    filters = EventFilters(
        association_path=_path_of(Association.objects, chosen.association),
        territory_path=_path_of(Territory.objects, chosen.territory),
        form=chosen.form,
        level=chosen.level,
        format=chosen.format,
        since=chosen.since,
        until=chosen.until,
        is_open=chosen.is_open,
    )
    visible = Event.objects.present().visible_to(actor_of(request))
    found = narrowed(visible, filters, zone=site_zone(), at=clock.now())
    return found.select_related("association", "plan_item", "parent").in_order()


@router.get("/{int:event_id}", response=EventWhole, summary="Одно мероприятие")
def event_detail(request: HttpRequest, event_id: int) -> Event:
    """One event with its programme; figures for whoever may read those of its association."""
    present = Slot.objects.filter(archived_at=None, parent__archived_at=None)
    lines = present.order_by("position", "pk").prefetch_related("speakers")
    event = get_object_or_404(_events(request).prefetch_related(Prefetch("slots", lines)), pk=event_id)
    event.figures = _figures(event) if can_read_figures(actor_of(request), event.association) else None  # type: ignore[attr-defined]
    return event


def _path_of(rows: Any, code: str) -> str:
    if not code:
        return ""
    path = rows.filter(code=code).values_list("path", flat=True).first()
    return str(path) if path else _NOWHERE


def _figures(event: Event) -> dict[str, int]:
    attendances = event.attendances.aggregate(
        attended=Count("pk", filter=Q(state__in=COUNTED)),
        present=Count("pk", filter=Q(state=AttendanceState.PRESENT)),
        online=Count("pk", filter=Q(state=AttendanceState.ONLINE)),
        late=Count("pk", filter=Q(state=AttendanceState.LATE)),
        municipalities=Count("territory_id", filter=Q(state__in=COUNTED), distinct=True),
    )
    return {"enrolled": event.enrolments.filter(state__in=HOLDING_A_PLACE).count(), **attendances}
