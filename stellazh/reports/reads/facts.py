"""What has come of the papers of many associations in one school year: a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Min, Q
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.clock import day_of
from stellazh.events.models import Event
from stellazh.protocols.models import Protocol
from stellazh.reports.enums import KeptPaper, ReportForm, ReportStatus
from stellazh.reports.models import AnnualReport, PaperHanded
from stellazh.reports.reads.rules import year_months
from stellazh.workplans.enums import EventForm, GrifKind, PlanStatus, VersionReason
from stellazh.workplans.models import MonthPlan, Plan

MEETINGS = (EventForm.MEETING, EventForm.CONFERENCE_MEETING)
BINDING = (PlanStatus.APPROVED, PlanStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class Came:
    """A paper that has come: the day and where it is read."""

    day: date
    href: str


@dataclass(slots=True)
class Meeting:
    """A meeting that has been held, and its protocol once that is signed."""

    held_on: date
    todo_href: str
    came: Came | None = None


@dataclass(slots=True)
class Facts:
    """What is known of one association. `plan_href` is its plan of the year, whatever its state."""

    plan_id: int | None = None
    plan: Came | None = None
    months: dict[date, Came] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    handed: dict[tuple[str, date | None], list[Came]] = field(default_factory=lambda: defaultdict(list))
    report: Came | None = None


def facts_of(associations: Sequence[Association], school_year: int) -> Mapping[int, Facts]:
    """The facts of each. Six queries."""
    found = {association.pk: Facts() for association in associations}
    zones = {association.pk: association.time_zone for association in associations}
    months = year_months(school_year)
    first, last = months[0], (months[-1] + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    _plans(found, zones, school_year)
    _month_plans(found, zones, first, last)
    _meetings(found, zones, first, last)
    _handed(found, school_year)
    _reports(found, zones, school_year)
    return found


def _plans(found: Mapping[int, Facts], zones: Mapping[int, str], school_year: int) -> None:
    rows = (
        Plan.objects.present()
        .filter(association__in=found, school_year=school_year)
        # The day of the paper that approved it; where a block lost its date, the moment it was approved here.
        .annotate(
            approved_on=Min("grifs__on", filter=Q(grifs__kind=GrifKind.APPROVED)),
            approved_at=Min("versions__made_at", filter=Q(versions__reason=VersionReason.APPROVED)),
        )
        .values_list("pk", "association_id", "status", "approved_on", "approved_at", "updated_at")
    )
    for pk, owner, status, approved_on, approved_at, updated_at in rows:
        found[owner].plan_id = pk
        if status in BINDING:
            day = approved_on or day_of(approved_at or updated_at, zones[owner])
            found[owner].plan = Came(day, reverse("workplans:plan_detail", args=[pk]))


def _month_plans(found: Mapping[int, Facts], zones: Mapping[int, str], first: date, last: date) -> None:
    rows = (
        MonthPlan.objects.present()
        .filter(plan__association__in=found, plan__archived_at=None, month__range=(first, last))
        .order_by("-confirmed_at")
        .values_list("plan_id", "plan__association_id", "month", "confirmed_at")
    )
    for plan_id, owner, month, confirmed_at in rows:
        href = reverse("workplans:month_plan", args=[plan_id, f"{month:%Y-%m}"])
        found[owner].months[month] = Came(day_of(confirmed_at, zones[owner]), href)


def _meetings(found: Mapping[int, Facts], zones: Mapping[int, str], first: date, last: date) -> None:
    # A day wider at both ends: which day a moment is, the zone of each association says.
    begins = datetime.combine(first - timedelta(days=1), time(), tzinfo=UTC)
    ends = datetime.combine(last + timedelta(days=2), time(), tzinfo=UTC)
    events = (
        Event.objects.countable()
        .filter(association__in=found, form__in=MEETINGS, ends_at__gte=begins, ends_at__lt=ends)
        .order_by("ends_at", "pk")
        .values_list("pk", "association_id", "ends_at")
    )
    held: dict[int, Meeting] = {}
    for pk, owner, ends_at in events:
        day = day_of(ends_at, zones[owner])
        if first <= day <= last:
            held[pk] = Meeting(day, reverse("events:event_detail", args=[pk]))
            found[owner].meetings.append(held[pk])
    protocols = (
        Protocol.objects.present()
        .signed()
        .filter(Q(held_on__range=(first, last)) | Q(event__in=held), association__in=found)
        .order_by("held_on", "pk")
        .values_list("pk", "association_id", "event_id", "held_on", "signed_at", "updated_at")
    )
    for pk, owner, event_id, held_on, signed_at, updated_at in protocols:
        href = reverse("protocols:protocol_detail", args=[pk])
        came = Came(day_of(signed_at or updated_at, zones[owner]), href)
        if event_id in held:
            held[event_id].came = came
        else:
            found[owner].meetings.append(Meeting(held_on, href, came))


def _handed(found: Mapping[int, Facts], school_year: int) -> None:
    rows = (
        PaperHanded.objects.present()
        .filter(association__in=found, school_year=school_year)
        .select_related("file")
        .order_by("handed_on", "pk")
    )
    for row in rows:
        href = row.file.get_absolute_url() if row.file else row.url
        found[row.association_id].handed[row.kind, row.month].append(Came(row.handed_on, href))


def _reports(found: Mapping[int, Facts], zones: Mapping[int, str], school_year: int) -> None:
    """A sealed report is handed in on the day of its first seal; the latest edition is what is read."""
    rows = (
        AnnualReport.objects.filter(
            association__in=found, school_year=school_year, form=ReportForm.REPORT, status=ReportStatus.SEALED
        )
        .order_by("edition")
        .values_list("pk", "association_id", "seal__sealed_at")
    )
    for pk, owner, sealed_at in rows:
        first = found[owner].report
        day = first.day if first is not None else day_of(sealed_at, zones[owner])
        found[owner].report = Came(day, reverse("reports:report_detail", args=[pk]))


def earliest(facts: Facts, kind: KeptPaper, month: date | None) -> Came | None:
    """What came first of one paper: made here, or handed in."""
    yearly = {KeptPaper.PLAN: facts.plan, KeptPaper.REPORT: facts.report}
    made = facts.months.get(month) if month is not None else yearly.get(kind)
    every = [came for came in (made, *facts.handed.get((kind.value, month), ())) if came is not None]
    return min(every, key=lambda came: came.day, default=None)
