"""One file of all sheets of a run for the printer, made in the background and kept until the sheets change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.certificates import access
from stellazh.certificates.enums import CertificateStatus, RunStatus
from stellazh.certificates.models import CertificateCopy, IssueRun
from stellazh.certificates.papers import certificates_pdf
from stellazh.certificates.services.issuing import issuer_of
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.pictures import record_picture_uses
from stellazh.certificates.services.print_files import PRINT_FILE
from stellazh.certificates.services.runs.refusals import WrongRunStatus
from stellazh.certificates.services.sheets import RunPages
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.files.services import store_file
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue

PRINT: Final = "certificates.print_run"


def present_copies(run_id: int) -> list[CertificateCopy]:
    """The latest sheet of each document of the run that holds, by number. One query."""
    rows = CertificateCopy.objects.filter(certificate__run=run_id, certificate__status=CertificateStatus.VALID)
    last: dict[int, CertificateCopy] = {}
    for copy in (
        rows.exclude(file=None).select_related("certificate__row", "file").order_by("certificate__number", "ordinal")
    ):
        last[copy.certificate_id] = copy
    return list(last.values())


def mark_of(copies: Sequence[CertificateCopy]) -> str:
    """What changes when another sheet is the latest one, or fewer are."""
    return sha256(",".join(str(copy.pk) for copy in copies).encode()).hexdigest()


@transaction.atomic
def ask_for_print(run_id: int, *, by: Actor, at: datetime) -> Job | None:
    """Have the one file made; None when it is there and no sheet has changed since.

    Raises:
        PermissionRefused: `by` does not issue documents there. WrongRunStatus: nothing is issued yet.
    """
    run = locked_run(run_id)
    require(access.can_drive_run(by, run))
    if run.status not in (RunStatus.ISSUED, RunStatus.STOPPED):
        raise WrongRunStatus("Листы ещё не готовы: дождитесь конца выдачи.")
    copies = present_copies(run_id)
    if not copies:
        raise WrongRunStatus("В этой выдаче нет действующих документов: печатать нечего.")
    record("run_exported", run, by=by, at=at, scope=run.association.path, note="Все листы одним файлом")
    if run.print_file_id and run.print_mark == mark_of(copies):
        return None
    return enqueue(
        PRINT,
        {"run_id": run.pk},
        by=by,
        at=at,
        label=f"Листы «{run.title}» одним файлом"[:200],
        scope=run.association.path[:100],
        key=f"{PRINT}:{run.pk}",
    )


def make_print(run_id: int, *, at: datetime) -> IssueRun:
    """Typeset and store the one file; for the job alone, which was allowed when it was asked for."""
    run = IssueRun.objects.select_related("association__territory", "kind").get(pk=run_id)
    copies = present_copies(run_id)
    mark = mark_of(copies)
    if not copies or (run.print_file_id and run.print_mark == mark):
        return run
    pages = RunPages(run)
    content = certificates_pdf([pages.page(copy) for copy in copies], at)
    with transaction.atomic():
        held = locked_run(run_id)
        by = issuer_of(held)
        scope = held.association.path
        name = f"Листы – {held.title}"[:100] + ".pdf"
        held.print_file = store_file(content, name=name, purpose=PRINT_FILE, scope=scope, by=by, at=at)
        held.print_mark = mark
        held.save(update_fields=["print_file", "print_mark"])
        if pages.guarded:
            note = f"Все листы одним файлом, {len(copies)}: {held.title}"
            record_picture_uses(pages.guarded, note=note[:300], by=by, at=at)
    return held


def print_is_fresh(run: IssueRun, copies: Sequence[CertificateCopy]) -> bool:
    """Whether the file that is kept holds exactly these sheets."""
    return bool(run.print_file_id) and run.print_mark == mark_of(copies)
