"""A few papers of the invented region that were handed in as files or words."""

from __future__ import annotations

from datetime import datetime, timedelta

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.demonstration import DemoPart, demo_parts
from stellazh.common.school_year import SchoolYear
from stellazh.reports.annual_demonstration import fill_reports
from stellazh.reports.enums import KeptPaper
from stellazh.reports.services import HandedFields, hand_in

# Every such municipality keeps its monthly plans on paper; the last of them brought one too late.
_EVERY = 9
_WHERE = "Бумажный план у методиста, папка № 3"
_LATE_DAYS = 9


def register() -> None:
    """Add the parts."""
    demo_parts.add(DemoPart("reports", _fill))
    demo_parts.add(DemoPart("reports.annual", fill_reports))


def _fill(by: Actor, at: datetime) -> None:
    month = at.date().replace(day=1)
    year = SchoolYear.of(month).start
    below = Association.objects.present().exclude(parent=None).in_order()
    for number, association in enumerate(below):
        if number % _EVERY != _EVERY - 1:
            continue
        days = _LATE_DAYS if number % 2 else 2
        handed_at = min(at, at.replace(day=1) + timedelta(days=days))
        fields = HandedFields(KeptPaper.MONTH_PLAN, year, month, words=_WHERE)
        hand_in(association.pk, fields=fields, by=by, at=handed_at)
        report = HandedFields(KeptPaper.REPORT, year - 1, words="Отчёт за прошлый год, сдан на бумаге")
        hand_in(association.pk, fields=report, by=by, at=handed_at)
