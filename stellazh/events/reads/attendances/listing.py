"""The list of attendance: everybody who holds a place and everybody who came, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value

from stellazh.associations.models import Territory
from stellazh.events.enums import AttendanceState, ComingAs, EnrolmentState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, Enrolment, Event
from stellazh.events.reads.attendances.wording import SourceTag, day_state, source_tags
from stellazh.russian.collation import fold

UNMARKED: Final = "unmarked"
# More days than that do not fit beside one another; the tags then tell the day.
MOST_DAY_COLUMNS: Final = 7
_MOST_DAYS: Final = 62
_FIELDS = (
    "kind",
    "pk",
    "sort_key",
    "name",
    "organisation_name",
    "territory_id",
    "shown_state",
    "reason",
    "own_enrolment",
    "coming",
    "shown_person",
)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the list is narrowed to; `state` is a state of attendance or `UNMARKED`."""

    query: str = ""
    state: str = ""
    source: str = ""
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line. `row` names it for the services: «e12» a registration, «a34» an attendance without one."""

    row: str
    name: str
    school: str
    territory: str
    state: AttendanceState | None
    reason: str
    coming_as: str
    is_registered: bool
    tags: tuple[SourceTag, ...] = ()
    days: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Figures:
    """How many hold a place, how many of them nobody has marked, and how many stand in each state."""

    registered: int
    unmarked: int
    by_state: dict[AttendanceState, int]

    @property
    def counted(self) -> int:
        """Those who took part, in the room and online."""
        return self.by_state[AttendanceState.PRESENT] + self.by_state[AttendanceState.ONLINE]


def figures_of(event: Event) -> Figures:
    """The figures above the list. Two queries."""
    shown = _marked(Attendance.objects.filter(event=event))
    counts = shown.aggregate(
        unmarked=Count("pk", filter=_NOBODY_SAID & _COMING),
        **{state.value: Count("pk", filter=Q(state=state) & ~_NOBODY_SAID) for state in AttendanceState},
    )
    coming = _alone(event).aggregate(registered=Count("pk"), alone=Count("pk", filter=Q(is_known=False)))
    return Figures(
        registered=coming["registered"],
        unmarked=counts["unmarked"] + coming["alone"],
        by_state={state: counts[state.value] for state in AttendanceState},
    )


def list_rows(event: Event, wanted: ListFilter) -> QuerySet[Any]:
    """The rows that are looked for, in the order of the alphabet, to be cut into pages. No query yet."""
    attendances = _marked(Attendance.objects.filter(event=event)).exclude(_NOBODY_SAID & ~_COMING)
    registered = _alone(event).filter(is_known=False)
    if wanted.query:
        attendances = attendances.filter(sort_key__contains=fold(wanted.query))
        registered = registered.filter(sort_key__contains=fold(wanted.query))
    if wanted.territory_id:
        attendances = attendances.filter(territory_id=wanted.territory_id)
        registered = registered.filter(territory_id=wanted.territory_id)
    if wanted.source:
        attendances = attendances.filter(Exists(_standing().filter(source=wanted.source)))
    if wanted.state == UNMARKED:
        attendances = attendances.filter(_NOBODY_SAID)
    elif wanted.state:
        attendances = attendances.filter(~_NOBODY_SAID, state=wanted.state)
    there = attendances.annotate(
        kind=_text("a"),
        shown_state=F("state"),
        own_enrolment=F("enrolment_id"),
        coming=F("enrolment__coming_as"),
        shown_person=F("person_id"),
    ).values_list(*_FIELDS)
    if wanted.source or (wanted.state and wanted.state != UNMARKED):
        return there.order_by("sort_key", "pk")
    rest = registered.annotate(
        kind=_text("e"),
        shown_state=_text(""),
        no_reason=_text(""),
        own_enrolment=F("pk"),
        coming=F("coming_as"),
        shown_person=F("person_id"),
    ).values_list(*["no_reason" if name == "reason" else name for name in _FIELDS])
    return there.order_by().union(rest.order_by(), all=True).order_by("sort_key", "kind", "pk")


def shown_rows(event: Event, page: Iterable[tuple[Any, ...]], territories: dict[int, str]) -> list[ListRow]:
    """The lines of one page with their marks. One query."""
    raw = [dict(zip(_FIELDS, row, strict=True)) for row in page]
    marks = marks_of([one["pk"] for one in raw if one["kind"] == "a"])
    days = day_columns(event)
    return [_row(event, one, marks[one["pk"]] if one["kind"] == "a" else [], days, territories) for one in raw]


def marks_of(attendance_ids: Collection[int]) -> dict[int, list[AttendanceMark]]:
    """The marks that stand, of each attendance, the earliest first. One query."""
    found: dict[int, list[AttendanceMark]] = defaultdict(list)
    rows = AttendanceMark.objects.filter(attendance_id__in=attendance_ids, withdrawn_at=None)
    for mark in rows.order_by("marked_at", "pk"):
        found[mark.attendance_id].append(mark)
    return found


def event_days(event: Event) -> list[date]:
    """The days of the event, two months at most."""
    count = min((event.last_day - event.first_day).days + 1, _MOST_DAYS)
    return [event.first_day + timedelta(days=step) for step in range(count)]


def day_columns(event: Event) -> list[date]:
    """The days of an event that have a column each; none for one day, and for very many."""
    days = event_days(event)
    return days if 1 < len(days) <= MOST_DAY_COLUMNS else []


def municipality_choices() -> dict[int, str]:
    """Municipalities by name. One query."""
    return dict(Territory.objects.filter(depth__lte=1).in_order().values_list("pk", "name"))


def _row(
    event: Event,
    raw: dict[str, Any],
    marks: Sequence[AttendanceMark],
    days: Sequence[date],
    territories: dict[int, str],
) -> ListRow:
    is_said = raw["kind"] == "a" and (bool(marks) or raw["shown_state"] != AttendanceState.ABSENT)
    enrolment_id = raw["own_enrolment"]
    by_day = [mark for mark in marks if mark.source != MarkSource.HAND]
    return ListRow(
        row=f"e{enrolment_id}" if enrolment_id else f"a{raw['pk']}",
        name=raw["name"],
        school=raw["organisation_name"],
        territory=territories.get(raw["territory_id"], ""),
        state=AttendanceState(raw["shown_state"]) if is_said else None,
        reason=raw["reason"],
        coming_as=str(ComingAs(raw["coming"]).label) if event.is_mixed and raw["coming"] else "",
        is_registered=bool(enrolment_id),
        tags=tuple(source_tags(event, marks)),
        days=tuple(day_state(mark.state for mark in by_day if mark.on == day) for day in days),
    )


def _standing() -> QuerySet[AttendanceMark]:
    return AttendanceMark.objects.filter(attendance=OuterRef("pk"), withdrawn_at=None)


def _marked(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    return rows.annotate(is_marked=Exists(_standing()))


# Every mark was taken back: «absent» is then nobody's word.
_NOBODY_SAID = Q(state=AttendanceState.ABSENT, is_marked=False)
_COMING = Q(enrolment__state=EnrolmentState.CONFIRMED)


def _alone(event: Event) -> QuerySet[Any]:
    """Those who hold a place; `is_known` says whether anything is known of their attendance."""
    own = Attendance.objects.filter(enrolment=OuterRef("pk"))
    same_person = Attendance.objects.filter(event_id=OuterRef("event_id"), person_id=OuterRef("person_id"))
    return Enrolment.objects.coming().filter(event=event).annotate(is_known=Exists(own) | Exists(same_person))


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())
