"""Who may do what about papers: one sentence per question."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.reports.models import PaperHanded


def can_read_board(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see the board of the associations below that one."""
    return can(actor, "reports.read_board", association)


def can_read_own_papers(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see the papers of that one association: from above, or because she hands them in."""
    return can(actor, "reports.hand_in", association) or can(actor, "reports.read_board", association)


def can_write_late(actor: Actor, board: Association) -> Verdict:
    """Whether the actor may write to heads whose papers are missing on that board."""
    return can(actor, "reports.write_late", board)


def can_edit_rules(actor: Actor, board: Association) -> Verdict:
    """Whether the actor may say what is asked on that board, and by when."""
    return can(actor, "reports.edit_rules", board)


def can_hand_in(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may hand in papers of the association, or take them back."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: документов от него больше не ждут.")
    return can(actor, "reports.hand_in", association)


def can_read_handed_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever sees the association's papers; what was taken back, only those who hand them in."""
    paper = PaperHanded.objects.filter(file=stored).select_related("association__territory").first()
    if paper is None:
        return refuse("Этого документа больше нет.")
    if paper.archived_at is not None:
        return can(actor, "reports.hand_in", paper.association)
    return can_read_own_papers(actor, paper.association)
