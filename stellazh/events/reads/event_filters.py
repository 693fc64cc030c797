"""What narrows lists, months and feeds of events. A choice is the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from stellazh.associations.models import Association
from stellazh.events.enums import EnrolmentMode, EventStatus
from stellazh.events.models.events import EventQuerySet
from stellazh.russian.collation import fold

MOST_WORDS = 10
ENROLLING = (EnrolmentMode.OPEN, EnrolmentMode.MODERATED)


@dataclass(frozen=True, slots=True)
class Place:
    """An association as filters offer it, with the territory it works in."""

    code: str
    name: str
    path: str
    depth: int
    territory_code: str
    territory_name: str
    territory_path: str
    territory_depth: int


@dataclass(frozen=True, slots=True)
class EventFilters:
    """Empty values narrow nothing. Paths take in those below; `since` and `until` are days, both included."""

    association_path: str = ""
    territory_path: str = ""
    form: str = ""
    level: str = ""
    format: str = ""
    since: date | None = None
    until: date | None = None
    is_open: bool = False
    text: str = ""


def places() -> list[Place]:
    """Every association that is not closed, parents before children. One query."""
    rows = Association.objects.present().in_order()
    return [
        Place(*row)
        for row in rows.values_list(
            "code", "short_name", "path", "depth",
            "territory__code", "territory__name", "territory__path", "territory__depth",
        )
    ]  # fmt: skip


def narrowed(events: EventQuerySet, filters: EventFilters, *, zone: ZoneInfo, at: datetime) -> EventQuerySet:
    """The events that every filter lets through; days are those of `zone`. No query, but one when words are asked."""
    exact = {"form": filters.form, "level": filters.level, "format": filters.format}
    chosen = Q(**{name: value for name, value in exact.items() if value})
    if filters.association_path:
        chosen &= Q(association__path__startswith=filters.association_path)
    if filters.territory_path:
        chosen &= Q(association__territory__path__startswith=filters.territory_path)
    if filters.since:
        chosen &= Q(ends_at__gte=day_begins(filters.since, zone))
    if filters.until:
        chosen &= Q(starts_at__lt=day_begins(filters.until + timedelta(days=1), zone))
    if filters.is_open:
        chosen &= takes_enrolments(at)
    events = events.filter(chosen)
    return _with_words(events, filters.text) if filters.text.strip() else events


def takes_enrolments(at: datetime) -> Q:
    """Events for which anybody may register at that moment, a place left or not: the list of waiting counts too."""
    has_begun = Q(enrolment_opens_at=None) | Q(enrolment_opens_at__lte=at)
    goes_on = Q(enrolment_closes_at__gt=at) | Q(enrolment_closes_at=None, ends_at__gt=at)
    return Q(status=EventStatus.ANNOUNCED, enrolment_mode__in=ENROLLING) & has_begun & goes_on


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), zone)


def site_zone() -> ZoneInfo:
    """The zone in which the days of a filter are told: the installation's own."""
    return ZoneInfo(timezone.get_default_timezone_name())


def _with_words(events: EventQuerySet, text: str) -> EventQuerySet:
    # SQLite knows no case of Russian letters, and ё is е to whoever searches: titles are compared folded.
    words = fold(text).split()[:MOST_WORDS]
    found = [pk for pk, title in events.values_list("pk", "title") if all(word in _folded(title) for word in words)]
    return events.filter(pk__in=found)


# The same titles are asked of by everybody.
_folded = lru_cache(maxsize=4096)(fold)
