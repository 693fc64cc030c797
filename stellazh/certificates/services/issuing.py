"""The issue itself, lot by lot: numbers, sheets, letters. Each lot is whole or nothing, so that a crash between two of
them loses nothing and doubles nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import models, transaction

from stellazh.audit.services import compare, record, record_each
from stellazh.certificates.enums import CertificateStatus, RunStatus
from stellazh.certificates.models import Certificate, CertificateCopy, IssueRun, RunRow
from stellazh.certificates.notice_kinds import ISSUED
from stellazh.certificates.reads.check import check_url
from stellazh.certificates.reads.values import sheet_values
from stellazh.certificates.services.codes import new_code
from stellazh.certificates.services.keys import ensure_key
from stellazh.certificates.services.kinds import number_words
from stellazh.certificates.services.letters import address_for, letter_of, refusals_of
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.sheets import make_sheets
from stellazh.certificates.wording import NUMBER
from stellazh.common.actor import Actor, System
from stellazh.mail.services import Letter, queue_letters
from stellazh.notices.services.letters import unsubscribe_tokens
from stellazh.numbering.services import take_numbers
from stellazh.russian.collation import sort_key

NUMBERS_LOT: Final = 50
SHEETS_LOT: Final = 25
# As many as one INSERT of letters holds on both databases.
LETTERS_LOT: Final = 40
BY_ITSELF: Final = System("выдача документов")


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a run is: documents wanted, numbered, with a sheet; letters queued."""

    wanted: int
    numbered: int
    sheets: int
    letters: int


def counts_of(run_id: int) -> Counts:
    """Four queries."""
    copies = CertificateCopy.objects.filter(certificate__run=run_id, ordinal=1)
    return Counts(
        wanted=RunRow.objects.filter(run=run_id).going().count(),
        numbered=copies.count(),
        sheets=copies.exclude(file=None).count(),
        letters=copies.exclude(letter_at=None).count(),
    )


@transaction.atomic
def give_numbers(run_id: int, *, lot: int = NUMBERS_LOT, at: datetime) -> int | None:
    """Make the documents of the next fifty rows with their numbers; how many, None when the run is not being issued.

    The series is held for the last three statements only: runs of one kind take turns without waiting for sheets.
    """
    run = locked_run(run_id)
    if run.status != RunStatus.ISSUING:
        return None
    rows = list(run.rows.going().filter(certificate=None).in_order()[:lot])
    if not rows:
        return 0
    by = issuer_of(run)
    values = [sheet_values(run, row) for row in rows]
    year = run.kind.period_year(run.issued_on)
    keys = [f"run_row:{row.pk}" for row in rows]
    numbers = take_numbers(run.kind.series_code(year), keys, by=by, at=at)
    made = Certificate.objects.bulk_create(
        _certificate(run, row, year, number, at) for row, number in zip(rows, numbers, strict=True)
    )
    CertificateCopy.objects.bulk_create(
        CertificateCopy(
            certificate=certificate,
            code=new_code(),
            values=words | {NUMBER: certificate.number_words},
            made_at=at,
            made_by=by.actor_name[:200],
        )
        for certificate, words in zip(made, values, strict=True)
    )
    scopes, notes = [run.association.path] * len(made), [run.title[:300]] * len(made)
    record_each("certificate_issued", made, by=by, at=at, scopes=scopes, notes=notes)
    return len(made)


def make_some_sheets(run_id: int, *, lot: int = SHEETS_LOT, at: datetime) -> int | None:
    """Make the next twenty-five sheets; how many, None when the run is not being issued."""
    run = IssueRun.objects.select_related("prepared_by", "approved_by").get(pk=run_id)
    if run.status != RunStatus.ISSUING:
        return None
    rows = CertificateCopy.objects.filter(certificate__run=run_id, file=None, ordinal=1)
    copies = list(rows.order_by("certificate__number", "pk")[:lot])
    # Somebody may have made them meanwhile: then there is nothing to store, and the next look finds none.
    make_sheets(copies, issuer_of(run), at)
    return len(copies)


@dataclass(frozen=True, slots=True)
class LettersLot:
    """Letters queued, addressees none could go to, and where the next lot begins; None after the last."""

    sent_count: int
    refused_count: int
    last_id: int | None


@transaction.atomic
def send_letters(run_id: int, *, after_id: int, lot: int = LETTERS_LOT, at: datetime) -> LettersLot | None:
    """Write to the next forty recipients whose sheets are made, each once; None when the run is not being issued."""
    run = locked_run(run_id)
    if run.status != RunStatus.ISSUING:
        return None
    copies = list(_unsent(run).filter(pk__gt=after_id).order_by("pk")[:lot])
    if not copies:
        return LettersLot(0, 0, None)
    by = issuer_of(run)
    refused = refusals_of(copies)
    going = [copy for copy in copies if copy.pk not in refused]
    people = [copy.certificate.person for copy in going if copy.certificate.person is not None]
    tokens = unsubscribe_tokens([one for one in people if one.has_account], by=by, at=at)
    letters: list[Letter] = [
        letter_of(run, copy, url=check_url(settings.SITE_URL, copy.code), tokens=tokens) for copy in going
    ]
    queue_letters(letters, kind=ISSUED, by=by, at=at)
    for copy in going:
        copy.letter_at, copy.letter_to = at, address_for(copy)
    CertificateCopy.objects.bulk_update(going, ["letter_at", "letter_to"], batch_size=100)
    return LettersLot(len(going), len(copies) - len(going), copies[-1].pk)


def finish_run(run_id: int, *, at: datetime) -> bool:
    """Say that the run is over, when it is; False when it is stopped or something is left to do.

    The key that signs badges is there from now on: whoever opens the address of one makes nothing.
    """
    # Made before the transaction: once in the life of an installation it takes a second.
    ensure_key(at=at)
    return _finish(run_id, at=at)


@transaction.atomic
def _finish(run_id: int, *, at: datetime) -> bool:
    run = locked_run(run_id)
    if run.status != RunStatus.ISSUING:
        return False
    is_left = run.rows.going().filter(certificate=None).exists()
    if is_left or CertificateCopy.objects.filter(certificate__run=run, ordinal=1, file=None).exists():
        return False
    run.status, run.issued_at = RunStatus.ISSUED, at
    run.version += 1
    run.save(update_fields=["status", "issued_at", "version"])
    changes = compare(
        {"Состояние": str(RunStatus.ISSUING.label)},
        {"Состояние": str(RunStatus.ISSUED.label)},
    )
    note = f"Документов: {run.certificates.count()}"
    record("run_issued", run, by=issuer_of(run), at=at, scope=run.association.path, changes=changes, note=note)
    return True


def issuer_of(run: IssueRun) -> Actor:
    """In whose name the run is issued: who approved it, else who prepared it. She was asked for the right then."""
    return run.approved_by or run.prepared_by or BY_ITSELF


def _unsent(run: IssueRun) -> models.QuerySet[CertificateCopy]:
    return (
        CertificateCopy.objects.filter(
            certificate__run=run, certificate__status=CertificateStatus.VALID, ordinal=1, letter_at=None
        )
        .exclude(file=None)
        .select_related("file", "certificate__person__card", "certificate__row")
    )


def _certificate(run: IssueRun, row: RunRow, year: int, number: int, at: datetime) -> Certificate:
    return Certificate(
        association=run.association,
        kind=run.kind,
        genre=run.kind.genre,
        run=run,
        row=row,
        period_year=year,
        number=number,
        number_words=number_words(run.kind, year, number)[:80],
        title=run.kind.title,
        basis=run.basis,
        subject_key=run.subject_key,
        person_id=row.person_id,
        name=row.name,
        sort_key=sort_key(row.name)[:400],
        organisation_id=row.organisation_id,
        school=row.school,
        issued_on=run.issued_on,
        created_at=at,
    )
