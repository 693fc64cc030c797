"""Rights to the files of annual reports."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.reports.access.annual import can_manage_report_forms, can_read_report
from stellazh.reports.models import AnnualReport, ReportAppendix, ReportSeal, ReportTextForm

_GONE = "Этого файла больше нет."


def can_read_sealed_report(actor: Actor, stored: StoredFile) -> Verdict:
    """Both papers of a sealed report: whoever reads it, and everybody once it is on the site."""
    seals = ReportSeal.objects.select_related("report__association__territory")
    seal = seals.filter(docx=stored).first() or seals.filter(pdf=stored).first()
    return refuse(_GONE) if seal is None else _of_report(actor, seal.report)


def can_read_appendix(actor: Actor, stored: StoredFile) -> Verdict:
    """An appendix: whoever reads the report; one taken out nobody. Editions share their files."""
    rows = ReportAppendix.objects.filter(file=stored, archived_at=None).select_related("report__association__territory")
    verdicts = [_of_report(actor, row.report) for row in rows]
    return next((verdict for verdict in verdicts if verdict), verdicts[0] if verdicts else refuse(_GONE))


def can_read_report_form(actor: Actor, stored: StoredFile) -> Verdict:
    """An association's own Word form: whoever may put one in use."""
    form = ReportTextForm.objects.filter(file=stored).select_related("association__territory").first()
    return refuse(_GONE) if form is None else can_manage_report_forms(actor, form.association)


def _of_report(actor: Actor, report: AnnualReport) -> Verdict:
    is_public = report.is_sealed and report.published_at is not None and report.archived_at is None
    return ALLOWED if is_public else can_read_report(actor, report)
