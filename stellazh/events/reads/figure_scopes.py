"""What a count is about: whose events, of which days, as of which day; and what narrows it to one list's row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Lower, Substr

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Territory
from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import AttendanceState
from stellazh.events.models import COUNTED, Attendance, Event
from stellazh.events.models.attendances import AttendanceQuerySet
from stellazh.events.models.events import EventQuerySet
from stellazh.events.reads.event_filters import day_begins

LATE = (AttendanceState.LATE,)
SEEN = (*COUNTED, *LATE)


@dataclass(frozen=True, slots=True)
class FigureScope:
    """Whose events (`with_below`: and of all below), begun from `first` to `last`, as known at the end of `as_of`.

    Days are those of the association's zone. School years overlap in August: `year` takes only the events of that one.
    `form` empty is every form. What follows narrows to what one row of a
    list stands for: a municipality, a school, an event, or whoever an attendance is of (`who` is its key).
    """

    association: Association
    with_below: bool
    first: date
    last: date
    as_of: date
    year: int | None = None
    form: str = ""
    place_id: int | None = None
    school_id: int | None = None
    event_id: int | None = None
    who: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.association.time_zone)

    @property
    def cut(self) -> datetime:
        """The first moment that is not known yet."""
        return day_begins(self.as_of + timedelta(days=1), self.zone)

    @property
    def is_about_people(self) -> bool:
        """Whether only events count in which certain people took part."""
        return bool(self.place_id or self.school_id or self.who)

    @property
    def month(self) -> date | None:
        """The first day of the month that a school year is narrowed to."""
        if self.year is None:
            return None
        year = SchoolYear(self.year)
        return None if (self.first, self.last) == (year.first_day, year.last_day) else self.first.replace(day=1)

    def narrowed(self, **changes: object) -> FigureScope:
        """The same with something narrower."""
        return replace(self, **changes)  # type: ignore[arg-type]


def last_of_month(day: date) -> date:
    """30 September for any day of September."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def events_in(scope: FigureScope) -> EventQuerySet:
    """Events that count: held and ended by that day, not put away, no parts of others."""
    found = _events(scope)
    if scope.is_about_people:
        there = attendances_in(scope).filter(event=OuterRef("pk"))
        found = found.filter(Exists(there))
    return found


def attendances_in(scope: FigureScope, states: tuple[str, ...] = COUNTED) -> AttendanceQuerySet:
    """Attendances of these events that stood in one of the states at the end of that day; `stood` says in which.

    An attendance stands in one state at a time, so each is found once.
    """
    found = Attendance.objects.filter(
        Q(standings__until_at=None) | Q(standings__until_at__gte=scope.cut),
        standings__since_at__lt=scope.cut,
        standings__state__in=states,
        event__in=_events(scope),
    ).annotate(stood=F("standings__state"))
    if scope.place_id:
        found = found.filter(known_place(), territory=scope.place_id)
    if scope.school_id:
        found = found.filter(known_school(), organisation=scope.school_id)
    if scope.who:
        # Somebody who took part here: a number typed into the address tells nothing of other people's events.
        asked = Attendance.objects.filter(_whose(scope, "event__"), pk=scope.who).annotate(who=identity())
        found = found.annotate(who=identity()).filter(who__in=asked.values("who"))
    return found


def identity() -> Combinable:
    """Who an attendance is of: the person; of a guest the address, else name and school. To count and group by."""
    return Case(
        When(person__isnull=False, then=Concat(Value("p:"), Cast("person_id", CharField()))),
        When(enrolment__guest_email__gt="", then=Concat(Value("e:"), Lower("enrolment__guest_email"))),
        When(guest_key__startswith="email:", then=Concat(Value("e:"), Lower(Substr("guest_key", 7)))),
        default=Concat(
            Value("n:"), "sort_key", Value("|"), Coalesce(Cast("organisation_id", CharField()), "organisation_name")
        ),
        output_field=CharField(),
    )


def known_place() -> Q:
    """Attendances whose municipality is known. The root of a region with municipalities below is none."""
    is_alone = ~Q(Exists(Territory.objects.filter(depth=1)))
    return Q(territory__isnull=False) & (Q(territory__depth__gte=1) | is_alone)


def known_school() -> Q:
    """Attendances of those whose school stands among our organisations."""
    return Q(organisation__kind=OrganisationKind.SCHOOL)


def _whose(scope: FigureScope, to_event: str = "") -> Q:
    if scope.with_below:
        return Q(**{f"{to_event}association__path__startswith": scope.association.path})
    return Q(**{f"{to_event}association": scope.association})


def _events(scope: FigureScope) -> EventQuerySet:
    found = Event.objects.countable().filter(
        _whose(scope),
        # Said to be held by that day; one held a little shorter than announced has not passed its announced end.
        Q(held_at__lt=scope.cut) | Q(held_at=None, ends_at__lt=scope.cut),
        starts_at__gte=day_begins(scope.first, scope.zone),
        starts_at__lt=day_begins(scope.last + timedelta(days=1), scope.zone),
    )
    if scope.year:
        found = found.filter(school_year=scope.year)
    if scope.form:
        found = found.filter(form=scope.form)
    return found.filter(pk=scope.event_id) if scope.event_id else found
