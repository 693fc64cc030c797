"""Every change of a report begins and ends alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.live.bus import publish
from stellazh.reports.access import can_edit_report
from stellazh.reports.models import AnnualReport, HandFigure, ReportAppendix, ReportBlock

SHOWN: Final = 300


def locked_report(report_id: int) -> AnnualReport:
    """The report with its association, held until the transaction ends. Everything in it is written under it.

    Raises:
        AnnualReport.DoesNotExist: there is no such report.
    """
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=report_id)


def editable_report(report_id: int, by: Actor) -> AnnualReport:
    """The report, held until the transaction ends, for somebody who may change its text.

    Raises:
        PermissionRefused: she writes no reports there, or it is sealed or put away.
    """
    report = locked_report(report_id)
    require(can_edit_report(by, report))
    return report


def touch(report: AnnualReport, *, at: datetime, block: str = "") -> None:
    """Note when the report was last changed, and tell the pages that are open on it."""
    report.updated_at = at
    AnnualReport.objects.filter(pk=report.pk).update(updated_at=at)
    publish(f"report:{report.pk}", {"block": block})


def keep_deed(
    report: AnnualReport,
    thing: AnnualReport | ReportBlock | HandFigure | ReportAppendix,
    action: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write the deed into the journal, long texts cut, and note when the report was last changed.

    A figure or an appendix is told by its own name, a block by the heading of the report.
    """
    changes = {name: (_cut(old), _cut(new)) for name, (old, new) in compare(dict(before), dict(after)).items()}
    has_name = isinstance(thing, HandFigure | ReportAppendix)
    note = (str(thing) if has_name else report.title)[:SHOWN]
    record(action, thing, by=by, at=at, scope=report.association.path, changes=changes, note=note)
    touch(report, at=at, block=_place_of(thing))


def _place_of(thing: AnnualReport | ReportBlock | HandFigure | ReportAppendix) -> str:
    """What of an open page is fetched anew."""
    match thing:
        case ReportBlock():
            return f"block-{thing.pk}"
        case HandFigure():
            return "figures"
        case ReportAppendix():
            return "appendices"
        case _:
            return "report"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
