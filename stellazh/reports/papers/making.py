"""Which file a reader gets: the sealed one, one made now, or one by the association's own form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stellazh.associations.services.own_forms import own_form_bytes
from stellazh.office.word_forms import FormUnfit
from stellazh.reports.enums import ReportForm
from stellazh.reports.figures import Figure, counted, grouped
from stellazh.reports.models import AnnualReport, ReportTextForm
from stellazh.reports.papers.own_form import own_report_docx
from stellazh.reports.reads.annual.content import hand_figures, report_content, scope_of
from stellazh.reports.reads.annual.content_model import ReportContent
from stellazh.reports.services.annual.forms import vocabulary_for


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A file by the own form, or why there is none: sentences to show."""

    body: bytes = b""
    faults: tuple[str, ...] = ()


def report_by_own_form(form: ReportTextForm, report: AnnualReport, *, at: datetime) -> MadeReport:
    """The report by the form, a sealed one as it was sealed; a form that fails is explained, never a broken file."""
    content = report_content(report, at=at)
    vocabulary = vocabulary_for(report.association, ReportForm(report.form))
    try:
        body = own_report_docx(
            own_form_bytes(form.file),
            content,
            figures_by_name(report, content, at=at),
            is_draft=not report.is_sealed,
            vocabulary=vocabulary,
        )
    except FormUnfit as unfit:
        return MadeReport(faults=unfit.report.errors)
    return MadeReport(body)


def figures_by_name(report: AnnualReport, content: ReportContent, *, at: datetime) -> dict[str, Figure]:
    """Every figure by the name it bears in texts. Those the report says are as it says them; the others, which only
    the form asks for, are counted as of the same day.
    """
    kept = {figure.code: figure.value for figure in content.figures}
    rules = [rule for rules in grouped().values() for rule in rules]
    live = counted(scope_of(report, at=at), [rule.code for rule in rules if rule.code not in kept])
    found = {
        rule.name: live[rule.code]
        if rule.code in live
        else Figure(
            rule.code, kept[rule.code], rule.forms, content.counted_on, rule.label, rule.genitive, rule.decimals
        )
        for rule in rules
    }
    # As in the text: a live figure goes before one of the same name entered by hand, unless nothing is known of it.
    by_hand = {
        name: figure for name, figure in hand_figures(report).items() if name not in found or found[name].value is None
    }
    return found | by_hand
