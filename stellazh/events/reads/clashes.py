"""What else gathers the same people on the days of an event: of the association, of those above and below it, and of
whoever speaks there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event, Speaker
from stellazh.events.models.events import EventQuerySet
from stellazh.events.reads.event_filters import day_begins
from stellazh.events.reads.event_list import EventRow, event_rows
from stellazh.workplans.enums import EventForm
from stellazh.workplans.reads.calendar import GATHERINGS, Entry, Scope, entries_between

# Whoever looks for a free day looks at days; a term of work is no meeting.
LONGEST = timedelta(days=14)
MOST = 20
_GATHERING = {*GATHERINGS, EventForm.WEB_FORUM}


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands on the same day. `why` says in words why it matters.

    `is_same_time` when the hours cross, or when one of the two names no hours; `is_plan` when it stands in a plan only.
    """

    title: str
    href: str
    association: str
    when: str
    why: str
    is_same_time: bool
    is_plan: bool


def clashes(
    actor: Actor,
    association: Association,
    starts_at: datetime,
    ends_at: datetime,
    exclude: int | None = None,
    *,
    exclude_item: int | None = None,
) -> list[Clash]:
    """What the actor may see of the days from `starts_at` to `ends_at` that gathers the same people, what crosses the
    hours first. At most 20; at most five queries.

    `exclude` is the event itself: neither it, its parts and its umbrella nor its plan item are told, and its speakers
    are looked for elsewhere. `exclude_item` is the plan item of an event to be made. Nothing for more than two weeks.
    """
    first, last = _days(association, starts_at, ends_at)
    if last < first or last - first > LONGEST:
        return []
    begins, ends = day_begins(first, _zone(association)), day_begins(last + timedelta(days=1), _zone(association))
    events = Event.objects.present().visible_to(actor).touching(begins, ends).exclude(status=EventStatus.CANCELLED)
    if exclude is not None:
        events = events.exclude(Q(pk=exclude) | Q(parent_id=exclude) | Q(children=exclude))
    speakers = _speakers(events, exclude)
    related = events.filter(Q(pk__in=speakers) | Q(form__in=_GATHERING) & same_ladder(association.path))
    found = []
    told_items = {exclude_item}
    for row in event_rows(related.in_order(), at=starts_at, with_places=False):
        told_items.add(row.plan_item_id)
        if row.last - row.first <= LONGEST:
            found.append(_of_event(row, association, starts_at, ends_at, speakers.get(row.pk, ())))
    found += _of_plans(actor, association, first, last, told_items)
    return sorted(found, key=lambda one: (not one.is_same_time, one.is_plan))[:MOST]


def same_ladder(path: str) -> Q:
    """Rows of the association of that path, of those above it and of those below."""
    codes = path.strip("/").split("/")
    above = [f"/{'/'.join(codes[:depth])}/" for depth in range(1, len(codes))]
    return Q(association__path__startswith=path) | Q(association__path__in=above)


def _days(association: Association, starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    zone = _zone(association)
    return starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()


def _zone(association: Association) -> ZoneInfo:
    return ZoneInfo(association.time_zone)


def _speakers(events: EventQuerySet, exclude: int | None) -> dict[int, tuple[str, ...]]:
    """Who of the event's speakers speaks at which other event of those days."""
    if exclude is None:
        return {}
    own = Speaker.objects.filter(slot__event_id=exclude, slot__archived_at=None, person__isnull=False)
    elsewhere = Speaker.objects.filter(
        slot__archived_at=None, slot__event__in=events, person_id__in=own.values("person_id")
    )
    found: dict[int, tuple[str, ...]] = {}
    for event_id, name in elsewhere.order_by("pk").values_list("slot__event_id", "name"):
        if name not in found.get(event_id, ()):
            found[event_id] = (*found.get(event_id, ()), name)
    return found


def _of_event(
    row: EventRow, association: Association, starts_at: datetime, ends_at: datetime, speakers: tuple[str, ...]
) -> Clash:
    crosses = row.is_all_day or (row.starts_at < ends_at and row.ends_at > starts_at) or row.starts_at == starts_at
    why = f"там выступает {', '.join(speakers)}" if speakers else _ladder(association.path, row.association_path)
    return Clash(row.title, row.href, row.association, row.when, why, crosses, is_plan=False)


def _of_plans(
    actor: Actor,
    association: Association,
    first: date,
    last: date,
    told_items: set[int | None],
) -> list[Clash]:
    entries = [
        entry
        for entry in entries_between(actor, Scope(), first, last)
        if entry.is_day
        and entry.is_gathering
        and entry.pk not in told_items
        and _is_same_ladder(association.path, entry.association_path)
    ]
    # An item that an event was made of stands on the event's day, wherever that is.
    made = Event.objects.present().filter(plan_item_id__in=[entry.pk for entry in entries])
    with_event = set(made.values_list("plan_item_id", flat=True)) if entries else set()
    return [_of_item(entry, association) for entry in entries if entry.pk not in with_event]


def _of_item(entry: Entry, association: Association) -> Clash:
    when = f"{entry.term}, {entry.time}" if entry.time else entry.term
    why = _ladder(association.path, entry.association_path)
    return Clash(entry.title, entry.href, entry.association, when, why, is_same_time=False, is_plan=True)


def _is_same_ladder(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _ladder(own: str, other: str) -> str:
    if own == other:
        return "ваше объединение"
    return "объединение выше вашего" if own.startswith(other) else "объединение ниже вашего"
