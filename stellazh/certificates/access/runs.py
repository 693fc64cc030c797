"""Rights to the issue of documents."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.certificates.enums import RunStatus
from stellazh.certificates.models import IssueRun
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile


def can_prepare_run(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may begin an issue there."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: документов от него больше не выдают.")
    return can(actor, "certificates.issue", association)


def can_edit_run(actor: Actor, run: IssueRun) -> Verdict:
    """Whether the actor may change the list: until it is submitted."""
    verdict = can(actor, "certificates.issue", run.association)
    if not verdict:
        return verdict
    if not run.is_editable:
        return refuse("Список уже отправлен на выдачу: чтобы менять его, верните выдачу в работу.")
    return ALLOWED


def can_drive_run(actor: Actor, run: IssueRun) -> Verdict:
    """Whether the actor may submit, cancel, stop and go on with the run."""
    return can(actor, "certificates.issue", run.association)


def can_approve_run(actor: Actor, run: IssueRun) -> Verdict:
    """Whether the actor may approve: a head, and never whoever prepared it."""
    verdict = can(actor, "certificates.approve", run.association)
    if not verdict:
        return verdict
    if run.status != RunStatus.AWAITING:
        return refuse("Эта выдача не ждёт утверждения.")
    if actor.actor_kind == ActorKind.PERSON and run.prepared_by_id == int(actor.actor_id):
        return refuse("Утверждает другой человек: эту выдачу подготовили вы.")
    return ALLOWED


def can_read_print_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whether the actor may open the one file of all sheets of a run: whoever issues documents there."""
    run = IssueRun.objects.filter(print_file=stored).select_related("association__territory").first()
    if run is None:
        return refuse("Этот файл открыт тем, кто выдаёт документы.")
    return can(actor, "certificates.issue", run.association)
