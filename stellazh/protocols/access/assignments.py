"""Rights to one mark: seeing it, answering it, opening what was laid beside it."""

from __future__ import annotations

from typing import Final

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.links.models import SecretLink
from stellazh.protocols.access.decisions import can_follow_decisions, can_read_follow_up
from stellazh.protocols.models import Assignment, Evidence
from stellazh.protocols.models.decisions import REPORT_LINK

_NOT_YOURS: Final = (
    "Отмечает тот, кому поручено: сам человек, работники школы, руководитель объединения, — или те, кто ведёт контроль."
)


def can_report(actor: Actor, assignment: Assignment) -> Verdict:
    """Whether the actor may say how the mark stands: its addressee, the bearer of its link, those who follow.

    The mark has its decision with the association selected.
    """
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if Assignment.objects.answered_by(actor).filter(pk=assignment.pk).exists():
        return ALLOWED
    return ALLOWED if can_follow_decisions(actor, assignment.decision.association) else refuse(_NOT_YOURS)


def can_give_report_link(actor: Actor, assignment: Assignment) -> Verdict:
    """Whether the actor may make and revoke a link by which the addressee answers without an account."""
    return can_follow_decisions(actor, assignment.decision.association)


def can_revoke_report_link(actor: Actor, link: SecretLink) -> Verdict:
    """Whoever follows the decisions the link's mark belongs to, whoever of them has made it."""
    rows = Assignment.objects.select_related("decision__association__territory")
    row = rows.filter(pk=int(link.object_id)).first()
    return can_give_report_link(actor, row) if row is not None else refuse("Этого поручения больше нет.")


def can_read_evidence_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever reads the follow-up of the decision, and whoever answers the mark the file was laid beside."""
    rows = Evidence.objects.filter(file=stored).select_related("entry__decision__association__territory")
    for row in rows:
        if can_read_follow_up(actor, row.entry.decision.association):
            return ALLOWED
        if row.entry.assignment_id is not None and not _is_link(actor):
            mine = Assignment.objects.visible_to(actor).filter(pk=row.entry.assignment_id)
            if mine.exists():
                return ALLOWED
    return refuse("Файл открыт тем, кто отвечает за это поручение, и тем, кто ведёт контроль.")


def _is_link(actor: Actor) -> bool:
    return actor.actor_kind == ActorKind.LINK


__all__ = [
    "REPORT_LINK",
    "can_give_report_link",
    "can_read_evidence_file",
    "can_report",
    "can_revoke_report_link",
]
