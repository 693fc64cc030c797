"""All documents of a run withdrawn at once, with a letter to each who has an address."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.access import can
from stellazh.audit.services import record
from stellazh.certificates.enums import CertificateStatus, RunStatus
from stellazh.certificates.models import Certificate
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.runs.refusals import WrongRunStatus
from stellazh.certificates.services.withdrawing import address_of, checked_reason, withdraw_certificate
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.people.models import Person

WITHDRAW: Final = "certificates.withdraw_run"


@transaction.atomic
def withdraw_run(run_id: int, *, reason: str, tell: bool, by: Person, at: datetime) -> Job:
    """Have every document of the run that holds withdrawn with this reason, in the background. With `tell` each whose
    address is known gets a letter with it.

    Raises:
        PermissionRefused: `by` may not withdraw documents there. ReasonMissing: no reason, or one too long.
        WrongRunStatus: the run is still being issued (stop it first), or none of its documents holds.
    """
    run = locked_run(run_id)
    require(can(by, "certificates.withdraw", run.association))
    words = checked_reason(reason)
    if run.status not in (RunStatus.ISSUED, RunStatus.STOPPED):
        raise WrongRunStatus("Отозвать можно выданное: дождитесь конца выдачи или приостановите её.")
    count = run.certificates.valid().count()
    if not count:
        raise WrongRunStatus("Действующих документов в этой выдаче нет: отзывать нечего.")
    record("run_withdrawn", run, by=by, at=at, scope=run.association.path, note=f"Документов: {count}. {words}"[:300])
    return enqueue(
        WITHDRAW,
        {"run_id": run.pk, "reason": words, "tell": tell, "person_id": by.pk},
        by=by,
        at=at,
        label=f"Отзыв документов «{run.title}»"[:200],
        scope=run.association.path[:100],
        key=f"{WITHDRAW}:{run.pk}",
    )


def withdraw_next(run_id: int, *, reason: str, tell: bool, by: Actor, at: datetime) -> bool:
    """Withdraw one more document of the run; False when none is left. Begun anew it goes on with those that hold."""
    rows = Certificate.objects.valid().filter(run=run_id).select_related("person", "row")
    certificate = rows.order_by("number", "pk").first()
    if certificate is None:
        return False
    try:
        withdraw_certificate(certificate.pk, reason=reason, tell=tell and bool(address_of(certificate)), by=by, at=at)
    except DomainError:
        # Somebody was faster with this very one; whoever lost the right meanwhile stops here.
        if Certificate.objects.filter(pk=certificate.pk, status=CertificateStatus.VALID).exists():
            raise
    return True
