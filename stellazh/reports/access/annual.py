"""Rights to the annual report."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.reports.models import AnnualReport

_SEALED = "Отчёт запечатан: он больше не меняется. Исправления вносят в новой редакции."


def can_create_report(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may begin a report of that association."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: новых отчётов у него не бывает.")
    return can(actor, "reports.edit_report", association)


def can_read_report(actor: Actor, report: AnnualReport) -> Verdict:
    """Whether the actor may read it: a draft those who write it and those above, a sealed one the members too."""
    association = report.association
    if can(actor, "reports.edit_report", association) or can(actor, "reports.read_drafts", association):
        return ALLOWED
    if not report.is_sealed:
        return refuse("Отчёт ещё готовится.")
    return can(actor, "reports.read_report", association)


def can_edit_report(actor: Actor, report: AnnualReport) -> Verdict:
    """Whether the actor may change the text and enter figures: until it is sealed or put away."""
    verdict = can(actor, "reports.edit_report", report.association)
    if not verdict:
        return verdict
    if report.archived_at is not None:
        return refuse("Отчёт в архиве: сначала верните его.")
    return refuse(_SEALED) if report.is_sealed else ALLOWED


def can_seal_report(actor: Actor, report: AnnualReport) -> Verdict:
    """Whether the actor may seal the report, publish it and take it off the site."""
    if report.archived_at is not None:
        return refuse("Отчёт в архиве: сначала верните его.")
    return can(actor, "reports.seal_report", report.association)


def can_archive_report(actor: Actor, report: AnnualReport) -> Verdict:
    """Whether the actor may put a draft away or bring it back. A sealed report stays."""
    if report.is_sealed:
        return refuse("Запечатанный отчёт в архив не убирают: он хранится как бумага объединения.")
    return can(actor, "reports.edit_report", report.association)


def can_read_plan_fact(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see the plan beside its fact: the members, and those above.

    A published plan is everybody's, but how many came to what is the association's own.
    """
    return can(actor, "workplans.read_plan", association) or can(actor, "workplans.read_draft", association)


def can_manage_report_forms(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may put the association's own Word form of the report in use."""
    return can(actor, "reports.seal_report", association)
