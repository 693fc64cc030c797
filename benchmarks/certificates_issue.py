"""Five hundred documents issued: alone, and while two other runs of the same kind are issued by other processes.

`python -m benchmarks.certificates_issue [count]` measures on the database of the settings, made anew with the name
`…_bench`. Prints seconds and statements of each phase, and asserts that the numbers of the kind are 1…n.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from typing import Any

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ISSUED_ON = date(2026, 11, 28)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    if len(sys.argv) > 2:
        _worker(int(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        # Its test database is a file, which the other processes open too; make bench asks for another one.
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        _measure(count)


def _measure(count: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    old = setup_databases(verbosity=0, interactive=False)
    try:
        kind, runs = _filled(count)
        print(f"{connection.vendor}: {count} documents alone")
        _phases(runs[0])
        print(f"{connection.vendor}: {count} documents while two others issue as many")
        _rush(runs[1:])
        _assert_whole(kind, count * len(runs))
        print(f"numbers 1…{count * len(runs)}: no gap, no double")
    finally:
        teardown_databases(old, verbosity=0)


def _filled(count: int) -> tuple[Any, list[Any]]:
    from stellazh.certificates.designs import SHIPPED
    from stellazh.certificates.layout import layout_to_json
    from stellazh.certificates.models import CertificateTemplate, RunRow
    from stellazh.certificates.services.runs import submit_run
    from stellazh.common.capabilities import Role
    from tests.factories.associations import AssociationFactory, GrantFactory
    from tests.factories.certificates import CertificateKindFactory, IssueRunFactory
    from tests.factories.people import PersonFactory

    association = AssociationFactory()
    head = PersonFactory(family_name="Ольхова", given_name="Вера", patronymic="Ильинична")
    GrantFactory(person=head, role=Role.HEAD, association=association)
    template = CertificateTemplate.objects.create(
        association=association, name="Лист", layout=layout_to_json(SHIPPED[0].layout), created_at=AT, updated_at=AT
    )
    kind = CertificateKindFactory(association=association, template=template)
    runs = []
    for turn in range(4):
        run = IssueRunFactory(
            association=association, kind=kind, prepared_by=head, issued_on=ISSUED_ON, title=f"Выдача {turn}",
            subject_title="Чтение и школа",
        )  # fmt: skip
        RunRow.objects.bulk_create(
            RunRow(
                run=run, position=place, name=f"Ольхова Вера Ильинична-{place}", gender="f", dative="Ольховой Вере",
                genitive="Ольховой Веры", school="МБОУ СОШ № 5", email=f"olkhova-{turn}-{place}@example.org",
            )
            for place in range(count)
        )  # fmt: skip
        runs.append(submit_run(run.pk, expected_version=1, by=head, at=AT))
    return kind, runs


def _phases(run: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from stellazh.certificates.services import issuing

    after = 0

    def letters() -> Any:
        nonlocal after
        lot = issuing.send_letters(run.pk, after_id=after, at=AT)
        after = lot.last_id or 0 if lot else 0
        return lot is not None and lot.last_id is not None

    total = 0.0
    phases = (
        ("numbers", lambda: issuing.give_numbers(run.pk, at=AT)),
        ("sheets", lambda: issuing.make_some_sheets(run.pk, at=AT)),
        ("letters", letters),
        ("end", lambda: not issuing.finish_run(run.pk, at=AT)),
    )
    for name, step in phases:
        began, spent = time.perf_counter(), time.process_time()
        lots = 0
        with CaptureQueriesContext(connection) as seen:
            while step():
                lots += 1
        seconds, cpu = time.perf_counter() - began, time.process_time() - spent
        total += cpu
        each = len(seen) / max(lots, 1)
        print(f"  {name:8} {seconds:6.2f} s, {cpu:6.2f} CPU s, {lots:3} lots, {each:5.1f} statements a lot")
    print(f"  together {total:6.2f} CPU s")


def _rush(runs: list[Any]) -> None:
    from django.db import connection

    from tests.processes import database_url

    address = database_url()
    connection.close()
    variables = {**os.environ, "DATABASE_URL": address}
    began = time.perf_counter()
    workers = [
        subprocess.Popen([sys.executable, "-m", "benchmarks.certificates_issue", "0", str(run.pk)], env=variables)
        for run in runs
    ]
    for worker in workers:
        if worker.wait():
            raise SystemExit("a worker failed")
    print(f"  all three {time.perf_counter() - began:6.2f} s, starts of the processes included")


def _worker(run_id: int) -> None:
    import django

    django.setup()
    from stellazh.certificates import tasks

    class Unwatched:
        def check_cancelled(self) -> None:
            return None

        def progress(self, done: int, total: int, message: str = "") -> None:
            return None

    began = time.perf_counter()
    tasks.issue_run(Unwatched(), run_id=run_id)  # type: ignore[arg-type]
    print(f"  one of three: {time.perf_counter() - began:6.2f} s")


def _assert_whole(kind: Any, count: int) -> None:
    from stellazh.certificates.models import Certificate, CertificateCopy
    from stellazh.mail.models import OutgoingMail

    numbers = list(Certificate.objects.filter(kind=kind).order_by("number").values_list("number", flat=True))
    if numbers != list(range(1, count + 1)):
        raise SystemExit("the numbers have a gap or a double")
    if CertificateCopy.objects.exclude(file=None).exclude(letter_at=None).count() != count:
        raise SystemExit("a sheet or a letter is missing")
    if OutgoingMail.objects.values("about").distinct().count() != OutgoingMail.objects.count():
        raise SystemExit("somebody is written to twice")


if __name__ == "__main__":
    main()
