"""What the issue of documents puts on «Мой стол»: runs that wait for approval, runs that were returned or broke off."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from stellazh.associations.access import can_somewhere, reach
from stellazh.certificates.enums import RunStatus
from stellazh.certificates.models import IssueRun
from stellazh.common.actor import ActorKind
from stellazh.common.desk import DeskTask
from stellazh.common.requests import Request

MOST = 5


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """One query for whoever issues or approves somewhere, none for others."""
    actor = request.actor
    if actor.actor_kind != ActorKind.PERSON:
        return
    if not (can_somewhere(actor, "certificates.issue") or can_somewhere(actor, "certificates.approve")):
        return
    own = Q(prepared_by_id=int(actor.actor_id))
    waits = Q(status=RunStatus.AWAITING) & reach(actor, "certificates.approve", "association__") & ~own
    back = Q(status=RunStatus.DRAFT) & ~Q(return_reason="") & own
    stopped = Q(status=RunStatus.STOPPED) & own
    rows = IssueRun.objects.filter(waits | back | stopped).select_related("association").order_by("created_at", "pk")
    for run in rows[:MOST]:
        yield _task(run)


def _task(run: IssueRun) -> DeskTask:
    where = run.association.short_name
    if run.status == RunStatus.AWAITING:
        text = f"{where}. Подготовил(а) {run.prepared_name}."
        return DeskTask(
            f"Утвердите выдачу: {run.title}", text, run.get_absolute_url(), "Посмотреть", "ждёт утверждения", "warn"
        )
    if run.status == RunStatus.STOPPED:
        return DeskTask(
            f"Выдача приостановлена: {run.title}", f"{where}.", run.get_absolute_url(), "Открыть", "приостановлена"
        )
    return DeskTask(
        f"Выдачу вернули: {run.title}",
        f"{where}. {run.return_reason}",
        run.get_absolute_url(),
        "Исправить",
        "вернули",
        "warn",
    )
