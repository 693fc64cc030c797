"""What stands in the calendar of one or many associations: entries with days, spans that are no appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.russian.calendar_words import span_words
from stellazh.russian.terms import TermKind
from stellazh.workplans.enums import EventForm, ItemStatus
from stellazh.workplans.models import Plan, PlanItem, PlanItemQuerySet, spine_at
from stellazh.workplans.papers.calendar import DAY_KINDS

LONGEST_APPOINTMENT = timedelta(days=14)
# What lasts longer than this goes on all year round and is only counted in a month.
LONGEST_SPAN = timedelta(days=124)
_COLUMNS = (
    "pk", "plan_id", "title", "start", "end", "time", "place", "term_raw", "term_kind", "form", "status",
    "section__title", "section__position", "plan__association__short_name", "plan__association__path",
)  # fmt: skip
# Work that people must come to: only such can clash.
GATHERINGS = frozenset(
    {
        EventForm.MEETING,
        EventForm.CONFERENCE_MEETING,
        EventForm.SEMINAR,
        EventForm.PRACTICUM,
        EventForm.WEBINAR,
        EventForm.HOTLINE,
        EventForm.ROUND_TABLE,
        EventForm.MASTER_CLASS,
        EventForm.CONFERENCE,
        EventForm.LITERARY,
        EventForm.GAME,
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the calendar shows it. `is_day` says that it happens on real days."""

    pk: int
    plan_id: int
    title: str
    association: str
    association_path: str
    start: date | None
    end: date | None
    is_day: bool
    is_deadline: bool
    is_gathering: bool
    time: str
    place: str
    term: str
    section: str
    spine: int
    status: str
    href: str

    @property
    def first(self) -> date:
        """The day it is listed under."""
        day = self.start or self.end
        if day is None:
            raise ValueError("An entry of the calendar has a day.")
        return day

    @property
    def is_all_year(self) -> bool:
        """Whether it goes on through most of the year."""
        return (
            not self.is_day and self.start is not None and self.end is not None and self.end - self.start > LONGEST_SPAN
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calendar it is: one association, with or without those below, or everything the actor may read."""

    association: Association | None = None
    with_below: bool = True
    form: str = ""

    def condition(self) -> Q:
        """The filter of items."""
        chosen = Q()
        if self.association is not None:
            path = "plan__association__path"
            chosen &= (
                Q(**{f"{path}__startswith": self.association.path})
                if self.with_below
                else Q(**{path: self.association.path})
            )
        if self.form:
            chosen &= Q(form=self.form)
        return chosen


def upcoming(actor: Actor, scope: Scope, *, today: date, days: int = 60, most: int = 6) -> list[Entry]:
    """What comes next within `days`: dated entries by day, at most `most`. Two queries.

    Only those shown are read whole: a region has hundreds within two months.
    """
    dated = (
        _items(actor, scope, today, today + timedelta(days=days))
        .filter(term_kind__in=[*DAY_KINDS, TermKind.DEADLINE.value])
        .order_by(Coalesce("start", "end"), "end", "position", "pk")
    )
    chosen = [
        pk
        for pk, kind, start, end in dated.values_list("pk", "term_kind", "start", "end")
        if kind == TermKind.DEADLINE or _is_short(start, end)
    ][:most]
    entries = {entry.pk: entry for entry in _read(PlanItem.objects.filter(pk__in=chosen))}
    return [entries[pk] for pk in chosen]


def _items(actor: Actor, scope: Scope, first: date, last: date) -> PlanItemQuerySet:
    plans = Plan.objects.present().visible_to(actor)
    return (
        PlanItem.objects.present()
        .filter(scope.condition(), plan__in=plans)
        .touching(first, last)
        .exclude(status=ItemStatus.CANCELLED)
    )


def entries_between(actor: Actor, scope: Scope, first: date, last: date) -> list[Entry]:
    """What the actor may read of the days from `first` to `last`, in order. One query."""
    return _read(_items(actor, scope, first, last).by_date())


def _is_short(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and end - start <= LONGEST_APPOINTMENT


def _read(items: PlanItemQuerySet) -> list[Entry]:
    # Plain values and one address a plan: a month of a region has hundreds of items in forty plans.
    plans: dict[int, str] = {}
    entries = []
    for values in items.values_list(*_COLUMNS):
        pk, plan_id, title, start, end, time, place, raw, kind, form, status, section, position, name, path = values
        if plan_id not in plans:
            plans[plan_id] = reverse("workplans:plan_detail", args=[plan_id])
        entries.append(
            Entry(
                pk=pk,
                plan_id=plan_id,
                title=title,
                association=name,
                association_path=path,
                start=start,
                end=end,
                is_day=kind in DAY_KINDS and _is_short(start, end),
                is_deadline=kind == TermKind.DEADLINE,
                is_gathering=form in GATHERINGS,
                time=f"{time:%H:%M}" if time else "",
                place=place,
                term=raw or (span_words(start, end) if end else ""),
                section=section or "",
                spine=spine_at(position) if position else 1,
                status=status,
                href=f"{plans[plan_id]}items/{pk}/",
            )
        )
    return entries
