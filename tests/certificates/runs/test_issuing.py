"""Numbers, sheets and letters, lot by lot; what is left after a worker died goes on without a gap or a double."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from stellazh.certificates import tasks
from stellazh.certificates.models import (
    Certificate,
    CertificateCopy,
    CertificateKind,
    CertificatePicture,
    IssueRun,
    RunSigner,
)
from stellazh.certificates.services import issuing
from stellazh.certificates.services.keys import known_key
from stellazh.certificates.services.letters import NO_ADDRESS, refusals_of
from stellazh.certificates.services.runs import continue_run, stop_run, submit_run
from stellazh.certificates.services.sheets import make_sheets, sheet_name
from stellazh.files.models import StoredFile
from stellazh.files.services import open_file
from stellazh.jobs.models import Job
from stellazh.jobs.worker import run_queued
from stellazh.mail.models import OutgoingMail
from stellazh.notices.enums import Delivery
from stellazh.notices.models import NoticePreference
from stellazh.people.models import Person
from tests.certificates.runs.conftest import MakeRun, add_row
from tests.checks import deeds
from tests.factories.certificates import CertificateKindFactory, SignatoryFactory
from tests.factories.people import PersonFactory
from tests.processes import database_url, start, wait_for

LATER = datetime(2024, 9, 10, 10, 0, tzinfo=UTC)


def numbers_of(kind: CertificateKind) -> list[int]:
    return list(Certificate.objects.filter(kind=kind).order_by("number").values_list("number", flat=True))


def whole(run: IssueRun, *, letters: int) -> bool:
    """Whether each going row has one document, one sheet, one letter at most."""
    wanted = run.rows.going().count()
    copies = CertificateCopy.objects.filter(certificate__run=run)
    queued = OutgoingMail.objects.filter(kind="certificates.issued")
    return (
        Certificate.objects.filter(run=run).count() == copies.count() == copies.exclude(file=None).count() == wanted
        and copies.exclude(letter_at=None).count() == queued.count() == letters
        and queued.values("about").distinct().count() == letters
        and StoredFile.objects.filter(purpose="certificate_sheet").count() == wanted
    )


def submitted(make_run: MakeRun, by: Person, at: datetime, count: int = 3, **changes: object) -> IssueRun:
    run = make_run(count, **changes)
    if run.with_letters:
        for place, row in enumerate(run.rows.all()):
            row.email = f"olkhova-{place}@example.org"
            row.save()
    return submit_run(run.pk, expected_version=1, by=by, at=at)


def test_a_run_becomes_documents_with_sheets_and_letters(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, at: datetime, mailoutbox: list[EmailMessage]
) -> None:
    run = submitted(make_run, methodist, at, with_letters=True)
    add_row(run, is_left_out=True)

    run_queued()

    run.refresh_from_db()
    assert (run.status, numbers_of(kind), whole(run, letters=3)) == ("issued", [1, 2, 3], True)
    first = Certificate.objects.get(kind=kind, number=1)
    assert (first.number_words, first.name, first.title) == ("№ 1/2024-Ф", "Ольхова Вера Ильинична", kind.title)
    assert (first.basis, first.school, first.period_year) == (run.basis, "МБОУ СОШ № 5", 2024)
    copy = first.copies.get()
    assert (copy.values["номер"], copy.values["фио"], copy.made_by) == ("№ 1/2024-Ф", first.name, methodist.actor_name)
    assert copy.file is not None
    with open_file(copy.file) as content:
        assert content.read(5) == b"%PDF-"
    letter = OutgoingMail.objects.get(about=f"certificate_copy:{copy.pk}")
    assert (letter.to_address, copy.letter_to) == ("olkhova-0@example.org", "olkhova-0@example.org")
    sent = next(one for one in mailoutbox if "olkhova-0@example.org" in one.to[0])
    assert copy.code in str(sent.body)
    assert len(sent.attachments) == 1
    assert [action for action, _, _ in deeds(first)] == ["certificate_issued"]
    assert [action for action, _, _ in deeds(run)] == ["run_submitted", "run_issued"]
    assert Job.objects.get(name="certificates.issue_run").state == "done"
    # The address of a badge, opened later, makes nothing any more.
    assert known_key() is not None


def test_the_file_is_called_by_number_and_name(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    run = submitted(make_run, methodist, at, 1)
    issuing.give_numbers(run.pk, at=at)

    name = sheet_name(CertificateCopy.objects.select_related("certificate").get())

    assert name == "001 Ольхова В. И. – сертификат участника.pdf"


def test_letters_go_only_where_they_are_wanted(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    silent = PersonFactory(email="silent@example.org")
    NoticePreference.objects.create(person=silent, kind="certificates.issued", delivery=Delivery.OFF)
    run = make_run(with_letters=True)
    add_row(run, person=silent, position=1)
    add_row(run, email="", position=2)
    add_row(run, email="g@example.org", position=3)
    submit_run(run.pk, expected_version=1, by=methodist, at=at)

    run_queued()

    assert list(OutgoingMail.objects.filter(kind="certificates.issued").values_list("to_address", flat=True)) == [
        "g@example.org"
    ]
    copies = CertificateCopy.objects.filter(letter_at=None).select_related("certificate__person", "certificate__row")
    assert sorted(refusals_of(list(copies)).values()) == [NO_ADDRESS, "отключил(а) письма о выданных документах"]
    assert IssueRun.objects.get(pk=run.pk).status == "issued"


def test_signatures_and_seal_are_journalled_with_the_numbers(
    make_run: MakeRun, kind: CertificateKind, head: Person, at: datetime, picture: CertificatePicture
) -> None:
    who = SignatoryFactory(association=kind.association, signature=picture)
    run = make_run(2, prepared_by=head, with_signatures=True)
    RunSigner.objects.create(run=run, position=0, name=who.name, post=who.post, signature=picture)
    submit_run(run.pk, expected_version=1, by=head, at=at)

    run_queued()

    assert [action for action, _, _ in deeds(picture)] == ["certificate_picture_used"]


@pytest.mark.parametrize("lots", range(8))
def test_a_death_between_any_two_lots_costs_nothing(
    make_run: MakeRun,
    kind: CertificateKind,
    methodist: Person,
    at: datetime,
    lots: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = submitted(make_run, methodist, at, with_letters=True)
    steps: list[Callable[[], object]] = []
    for _ in range(3):
        steps.append(lambda: issuing.give_numbers(run.pk, lot=1, at=at))
    for _ in range(3):
        steps.append(lambda: issuing.make_some_sheets(run.pk, lot=1, at=at))
    steps.append(lambda: issuing.send_letters(run.pk, after_id=0, lot=2, at=at))
    for step in steps[:lots]:
        step()

    run_queued()

    run.refresh_from_db()
    assert (run.status, numbers_of(kind), whole(run, letters=3)) == ("issued", [1, 2, 3], True)


@pytest.mark.parametrize("phase", ["take_numbers", "queue_letters"])
def test_a_lot_that_breaks_in_the_middle_leaves_nothing(
    make_run: MakeRun,
    kind: CertificateKind,
    methodist: Person,
    at: datetime,
    phase: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = submitted(make_run, methodist, at, with_letters=True)
    real = getattr(issuing, phase)

    def breaks(*args: object, **options: object) -> None:
        real(*args, **options)
        raise ConnectionResetError

    monkeypatch.setattr(issuing, phase, breaks)
    run_queued()
    monkeypatch.setattr(issuing, phase, real)
    assert OutgoingMail.objects.filter(kind="certificates.issued").count() == 0
    Job.objects.update(due_at=at)
    continue_run(run.pk, by=methodist, at=at)

    tasks.issue_run(Silent(), run_id=run.pk)  # type: ignore[arg-type]

    run.refresh_from_db()
    assert (run.status, numbers_of(kind), whole(run, letters=3)) == ("issued", [1, 2, 3], True)


class Silent:
    """A job that nobody watches."""

    def check_cancelled(self) -> None:
        return None

    def progress(self, done: int, total: int, message: str = "") -> None:
        return None


def test_an_issue_stops_between_lots_and_goes_on(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    run = submitted(make_run, methodist, at, with_letters=True)
    issuing.give_numbers(run.pk, lot=2, at=at)
    stop_run(run.pk, by=methodist, at=at)
    run_queued()
    assert (numbers_of(kind), CertificateCopy.objects.exclude(file=None).count()) == ([1, 2], 0)
    assert issuing.send_letters(run.pk, after_id=0, at=at) is None
    assert issuing.finish_run(run.pk, at=at) is False

    continue_run(run.pk, by=methodist, at=LATER)
    run_queued()

    run.refresh_from_db()
    assert (run.status, numbers_of(kind), whole(run, letters=3)) == ("issued", [1, 2, 3], True)
    assert Job.objects.filter(name="certificates.issue_run").count() == 2


def test_sheets_made_twice_are_stored_once(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    run = submitted(make_run, methodist, at, 2)
    issuing.give_numbers(run.pk, at=at)
    copies = list(CertificateCopy.objects.all())

    assert make_sheets(copies, methodist, at) == 2
    assert make_sheets(copies, methodist, at) == 0

    assert StoredFile.objects.filter(purpose="certificate_sheet").count() == 2


def test_statements_of_a_lot_do_not_grow_with_it(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    found = []
    # The first one begins the series.
    for count in (1, 2, 6):
        run = submitted(make_run, methodist, at, count, with_letters=True)
        seen = []
        for step in (
            lambda: issuing.give_numbers(run.pk, at=at),  # noqa: B023
            lambda: issuing.make_some_sheets(run.pk, at=at),  # noqa: B023
            lambda: issuing.send_letters(run.pk, after_id=0, at=at),  # noqa: B023
        ):
            with CaptureQueriesContext(connection) as queries:
                step()
            seen.append(len(queries))
        found.append(seen)

    assert found[1] == found[2]


@pytest.mark.django_db(transaction=True)
def test_three_runs_of_a_kind_at_once_share_the_numbers(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, at: datetime
) -> None:
    other = CertificateKindFactory(association=kind.association, name="Грамота", template=kind.template)
    runs = [submitted(make_run, methodist, at, 7) for _ in range(3)]
    runs.append(submitted(make_run, methodist, at, 7, kind=other))
    barrier = threading.Barrier(len(runs))
    failures: list[BaseException] = []

    def issue(run_id: int) -> None:
        try:
            barrier.wait()
            while issuing.give_numbers(run_id, lot=2, at=at):
                pass
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=issue, args=(run.pk,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    assert (numbers_of(kind), numbers_of(other)) == (list(range(1, 22)), list(range(1, 8)))


@pytest.fixture
def workers() -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the product's worker on this test's database; ends those it started."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        connection.close()
        process = start("tests/certificates/runs/worker_process.py", DATABASE_URL=database_url())
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["numbers", "sheets", "letters"])
def test_a_killed_worker_leaves_neither_gap_nor_double(
    make_run: MakeRun,
    kind: CertificateKind,
    methodist: Person,
    at: datetime,
    workers: Callable[[], subprocess.Popen[str]],
    moment: str,
) -> None:
    run = submitted(make_run, methodist, at, 12, with_letters=True)

    def is_reached() -> bool:
        counts = issuing.counts_of(run.pk)
        return {"numbers": counts.numbered, "sheets": counts.sheets, "letters": counts.letters}[moment] > 0

    first = workers()
    assert wait_for(is_reached, 60)
    first.kill()
    first.wait()
    reached = issuing.counts_of(run.pk)

    tasks.issue_run(Silent(), run_id=run.pk)  # type: ignore[arg-type]

    run.refresh_from_db()
    assert reached.numbered
    assert (run.status, numbers_of(kind), whole(run, letters=12)) == ("issued", list(range(1, 13)), True)
