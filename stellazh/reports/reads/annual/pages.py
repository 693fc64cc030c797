"""What the pages of reports are drawn of: a year's reports, the picker of figures, what others changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from itertools import groupby
from typing import Final

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.reports.enums import ReportForm, ReportStatus
from stellazh.reports.figures import Figure, Scope, counted, event_marks, grouped, mark_for, marks_in
from stellazh.reports.figures.one_event import EVENT_RULES
from stellazh.reports.models import AnnualReport, ReportBlock
from stellazh.russian.collation import fold
from stellazh.ui.autosaving import Change

_MOST_NEWS: Final = 5
# August opens a school year; until the new year the report on the last one may still be due.
_LATE_MONTHS: Final = range(8, 13)


@dataclass(frozen=True, slots=True)
class YearOfReports:
    """One school year and its reports, the latest edition first."""

    year: SchoolYear
    reports: tuple[AnnualReport, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A report that may be begun."""

    year: SchoolYear
    form: ReportForm


@dataclass(frozen=True, slots=True)
class Pick:
    """One line of the picker: what is counted, how many there are now, the mark."""

    label: str
    number: str
    mark: str


def years_of_reports(association: Association, actor: Actor) -> tuple[list[YearOfReports], list[AnnualReport]]:
    """The reports the actor may read, by year; and the drafts that were put away. One query."""
    rows = AnnualReport.objects.filter(association=association).visible_to(actor).in_order()
    every = list(rows.select_related("association", "seal"))
    present = [row for row in every if row.archived_at is None]
    years = [
        YearOfReports(SchoolYear(start), tuple(found)) for start, found in groupby(present, lambda row: row.school_year)
    ]
    return years, [row for row in every if row.archived_at is not None]


def offers(reports: Iterable[AnnualReport], *, today: date) -> list[Offer]:
    """What may be begun: both forms of this school year, until winter of the last one too, but those that are there."""
    now = SchoolYear.of(today)
    there = {(row.school_year, row.form) for row in reports}
    years = [now.start - 1, now.start] if today.month in _LATE_MONTHS else [now.start]
    return [Offer(SchoolYear(start), form) for start in years for form in ReportForm if (start, form) not in there]


@dataclass(frozen=True, slots=True)
class BelowRow:
    """An association below with its reports of the year."""

    association: Association
    reports: tuple[AnnualReport, ...]


def reports_below(associations: Sequence[Association], *, school_year: int, actor: Actor) -> list[BelowRow]:
    """The reports of these associations that the actor may read, the latest edition of each form. One query."""
    rows = (
        AnnualReport.objects.present()
        .visible_to(actor)
        .filter(association__in=associations, school_year=school_year)
        .in_order()
        .select_related("seal")
    )
    latest: dict[int, dict[str, AnnualReport]] = {}
    for row in rows:
        latest.setdefault(row.association_id, {}).setdefault(row.form, row)
    return [
        BelowRow(one, tuple(sorted(latest.get(one.pk, {}).values(), key=lambda row: row.form, reverse=True)))
        for one in associations
    ]


def picker(scope: Scope, figures: Mapping[str, Figure], hand: Mapping[str, Figure]) -> list[tuple[str, list[Pick]]]:
    """Every mark under its heading, with the value it would have now. One query beside the figures."""
    found = [
        (group, [Pick(rule.label, figures[rule.code].number, mark_for(rule.name)) for rule in rules])
        for group, rules in grouped().items()
    ]
    by_hand = [Pick(figure.label, figure.number, mark_for(name)) for name, figure in hand.items()]
    return [("Внесённые вручную", by_hand), *found] if by_hand else found


def event_picker(scope: Scope) -> list[tuple[str, list[tuple[str, str]]]]:
    """The events of the year with their marks. One query."""
    return [(one.title, list(one.marks)) for one in event_marks(scope)]


def nearest_mark(mark: str, hand: Iterable[str] = ()) -> str:
    """The right mark that looks most like an unknown one; empty when none does."""
    found = marks_in(mark)
    if not found or not found[0].name:
        return ""
    name = found[0].name
    if " мероприятия" in name:
        return ""
    names = {fold(rule.name): rule.name for rules in grouped().values() for rule in rules}
    names |= {fold(one): one for one in hand}
    near = get_close_matches(name, list(names), n=1, cutoff=0.6) or [known for known in names if known.startswith(name)]
    return mark_for(names[near[0]], found[0].way) if near else ""


def counted_all(scope: Scope, blocks: Iterable[ReportBlock]) -> Mapping[str, Figure]:
    """All figures, and those of single events that the blocks name."""
    codes = {mark.code for block in blocks for mark in marks_in(block.text) if mark.code.startswith("event.")}
    named = any(code.startswith(f"event.{rule.what}:") for rule in EVENT_RULES for code in codes)
    return {**counted(scope), **(counted(scope, codes) if named else {})}


def last_change(thing: AnnualReport | ReportBlock, actor: Actor) -> Change | None:
    """Who of the others changed it last. One query."""
    row = AuditEntry.objects.about(thing).exclude(_own(actor)).order_by("-at", "-pk").first()
    return Change(row.actor_name, row.at) if row else None


def news_since(report: AnnualReport, since: datetime, actor: Actor) -> list[AuditEntry]:
    """What others changed in the report since then, the newest first. Two queries."""
    blocks = [str(pk) for pk in report.blocks.values_list("pk", flat=True)]
    about = Q(object_type=report._meta.label_lower, object_id=str(report.pk))  # noqa: SLF001
    about |= Q(object_type=ReportBlock._meta.label_lower, object_id__in=blocks)  # noqa: SLF001
    return list(AuditEntry.objects.filter(about, at__gt=since).exclude(_own(actor)).order_by("-at", "-pk")[:_MOST_NEWS])


def kept_value(report: AnnualReport, code: str) -> str | None:
    """How a sealed report writes that figure: its number; None when it does not say it."""
    if report.status != ReportStatus.SEALED:
        return None
    kept = next((one for one in report.seal.content["figures"] if one["code"] == code), None)
    if kept is None or kept["value"] is None:
        return None
    return Figure(code, kept["value"], ("", "", ""), report.counted_on or date.min, decimals=kept["decimals"]).number


def _own(actor: Actor) -> Q:
    return Q(actor_kind=actor.actor_kind, actor_id=str(actor.actor_id))
