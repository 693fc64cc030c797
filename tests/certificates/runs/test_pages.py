"""Pages of runs: who sees what, the steps, refusals, what the lists cost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.certificates.models import Certificate, CertificateKind, IssueRun
from stellazh.certificates.recipient_lists import Recipient
from stellazh.certificates.services.kinds import USUAL_KINDS
from stellazh.certificates.services.runs import add_recipients, submit_run
from stellazh.jobs.worker import run_queued
from stellazh.people.models import Person
from tests.certificates.runs.conftest import MakeRun, add_row, template_for
from tests.checks import fingerprint

ClientFor = Callable[[Person | None], Client]
READ = ("run_detail", "run_sample")
EDIT = ("run_edit", "run_people", "run_names", "run_submit", "run_cancel")
ALL = (*READ, *EDIT, "run_approve", "run_return", "run_stop", "run_continue", "run_withdraw")


def address(name: str, run: IssueRun, *more: int) -> str:
    return reverse(f"certificates:{name}", args=[run.pk, *more])


def sent(kind: CertificateKind, **changes: Any) -> dict[str, Any]:
    return {"kind": kind.pk, "title": "Участникам форума", "issued_on": "2024-09-10", "hours": "8", **changes}


def primary_links(page: str) -> list[str]:
    """The words of the links that lead the eye."""
    return re.findall(r'<a class="button" [^>]*>.*?<span>([^<]+)</span></a>', page)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("who", ["member", "stranger"])
def test_strangers_find_nothing(
    name: str, who: str, make_run: MakeRun, client_for: ClientFor, request: pytest.FixtureRequest
) -> None:
    run = make_run(1)

    assert client_for(request.getfixturevalue(who)).get(address(name, run)).status_code == 404


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_the_list_of_runs_is_shut_to_others(
    who: str, association: Association, client_for: ClientFor, request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who))

    for name in ("run_list", "run_new"):
        assert client.get(reverse(f"certificates:{name}", args=[association.code])).status_code == 404


def test_whoever_reads_from_above_changes_nothing(
    make_run: MakeRun, region_head: Person, association: Association, client_for: ClientFor
) -> None:
    run, client = make_run(1), client_for(region_head)

    assert client.get(address("run_detail", run)).status_code == 200
    assert client.get(address("run_people", run)).status_code == 404
    assert client.get(reverse("certificates:run_new", args=[association.code])).status_code == 403


def test_a_run_is_begun_and_filled_step_by_step(
    association: Association, kind: CertificateKind, methodist: Person, client_for: ClientFor
) -> None:
    client = client_for(methodist)
    new = reverse("certificates:run_new", args=[association.code])
    assert client.get(new).status_code == 200

    begun = client.post(new, sent(kind))
    run = IssueRun.objects.get()
    added = client.post(
        address("run_people", run), {"way": "names", "text": "Ольхова Вера Ильинична, СОШ № 5\nЛипина М. С."}
    )
    client.post(address("run_submit", run), {"expected_version": run.version + 1, "deed": "Выдать"})
    run_queued()

    assert (begun.status_code, begun["Location"]) == (302, address("run_people", run))
    assert (added.status_code, added["Location"]) == (302, run.get_absolute_url())
    run.refresh_from_db()
    assert (run.status, run.issued_on, Certificate.objects.count()) == ("issued", date(2024, 9, 10), 2)
    assert "№ 2/2024-Ф" in client.get(run.get_absolute_url()).content.decode()


def test_before_the_first_issue_the_usual_kinds_are_made_by_a_button(
    association: Association, methodist: Person, client_for: ClientFor
) -> None:
    client = client_for(methodist)
    new = f"{reverse('certificates:run_new', args=[association.code])}?genre=thanks"

    shown = client.get(new)
    assert (shown.status_code, CertificateKind.objects.count()) == (200, 0)
    done = client.post(new)

    assert (done.status_code, done["Location"]) == (302, new)
    assert CertificateKind.objects.filter(association=association).count() == len(USUAL_KINDS)
    assert "Завести и продолжить" not in client.get(new).content.decode()


def test_a_form_with_faults_is_shown_again(
    association: Association, kind: CertificateKind, methodist: Person, client_for: ClientFor, make_run: MakeRun
) -> None:
    client, run = client_for(methodist), make_run()
    hostile = SimpleUploadedFile("список.xlsx", b"PK\x03\x04broken")
    before = fingerprint()

    answers = [
        client.post(reverse("certificates:run_new", args=[association.code]), sent(kind, title="")),
        client.post(address("run_edit", run), {**sent(kind), "expected_version": 7}),
        client.post(address("run_people", run), {"way": "names", "text": " "}),
        client.post(address("run_people", run), {"way": "names", "file": hostile}),
        client.post(address("run_people", run), {"way": "list", "list": "event.present"}),
        client.post(address("run_submit", run), {"expected_version": 1, "deed": "Выдать"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 6
    assert fingerprint() == before


def test_doubtful_names_are_settled_on_their_page(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, client_for: ClientFor, at: datetime
) -> None:
    run, client = make_run(template=template_for(kind.association, "thanks_frame")), client_for(methodist)
    people = [Recipient("Липина М. С.", school="№ 5"), Recipient("Вербина Ольга Ильинична", school="№ 6")]
    add_recipients(run.pk, recipients=people, source="", by=methodist, at=at)
    row = run.rows.get(name="Липина М. С.")
    page = client.get(address("run_names", run)).content.decode()
    assert "Липина М. С." in page
    assert "Вербина" not in page
    # First the names, then the issue: one of the two leads the eye.
    asked = primary_links(client.get(run.get_absolute_url()).content.decode())
    assert asked == ["Проверить имена"]

    client.post(
        address("run_names", run),
        {
            f"dative_{row.pk}": "Липиной М. С.",
            f"genitive_{row.pk}": "Липиной М. С.",
            f"right_{row.pk}": "on",
            f"version_{row.pk}": row.version,
        },
    )

    row.refresh_from_db()
    assert (row.name_state, row.dative) == ("settled", "Липиной М. С.")
    assert "Все имена проверены" in client.get(address("run_names", run)).content.decode()
    assert primary_links(client.get(run.get_absolute_url()).content.decode()) == ["Дальше: выдать"]


def test_a_row_is_corrected_and_left_out(make_run: MakeRun, methodist: Person, client_for: ClientFor) -> None:
    run, client = make_run(), client_for(methodist)
    row, foreign = add_row(run), add_row(make_run())

    changed = client.post(
        address("run_row", run, row.pk),
        {"expected_version": 1, "name": "Вербина Ольга Львовна", "dative": row.dative, "genitive": row.genitive},
    )
    out = client.post(address("run_row_out", run, row.pk), {"expected_version": 2, "deed": "out"})

    row.refresh_from_db()
    assert (changed.status_code, out.status_code) == (302, 302)
    assert (row.name, row.dative, row.is_left_out) == ("Вербина Ольга Львовна", "Вербиной Ольге Львовне", True)
    assert client.get(address("run_row", run, foreign.pk)).status_code == 404
    assert client.get(address("run_sample_picture", run, foreign.pk)).status_code == 404


def test_the_sheet_is_looked_at_before_it_is_issued(
    make_run: MakeRun, methodist: Person, client_for: ClientFor
) -> None:
    run, client = make_run(2), client_for(methodist)
    row = run.rows.all()[0]

    page = client.get(address("run_sample", run))
    picture = client.get(address("run_sample_picture", run, row.pk))
    file = client.get(address("run_sample_file", run, row.pk))

    assert page.status_code == 200
    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert file.content[:5] == b"%PDF-"


def test_approval_on_its_pages(
    make_run: MakeRun, kind: CertificateKind, methodist: Person, head: Person, client_for: ClientFor, at: datetime
) -> None:
    kind.needs_approval = True
    kind.save()
    run = submit_run(make_run(1).pk, expected_version=1, by=methodist, at=at)
    assert client_for(methodist).get(address("run_approve", run)).status_code == 403

    client_for(head).post(address("run_return", run), {"reason": "Часы", "deed": "Вернуть"})
    assert IssueRun.objects.get(pk=run.pk).return_reason == "Часы"
    submit_run(run.pk, expected_version=3, by=methodist, at=at)
    client_for(head).post(address("run_approve", run), {"deed": "Утвердить и выдать"})

    assert IssueRun.objects.get(pk=run.pk).status == "issuing"


def test_what_is_issued_is_taken_out_in_three_ways(
    make_run: MakeRun, methodist: Person, member: Person, client_for: ClientFor, at: datetime
) -> None:
    run, client = submit_run(make_run(2).pk, expected_version=1, by=methodist, at=at), client_for(methodist)
    run_queued()

    client.post(address("run_print", run))
    run_queued()
    archive = client.post(address("run_zip", run))
    table = client.post(address("run_table", run))

    run.refresh_from_db()
    assert run.print_file is not None
    assert client.get(run.print_file.get_absolute_url()).status_code == 200
    assert client_for(member).get(run.print_file.get_absolute_url()).status_code == 404
    content = b"".join(archive.streaming_content)  # type: ignore[arg-type]
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == [
        "001 Ольхова В. И. – сертификат участника.pdf", "002 Ольхова В. И. – сертификат участника.pdf",
    ]  # fmt: skip
    assert table.content[:2] == b"PK"


def test_the_one_file_is_made_anew_when_a_document_is_withdrawn(
    make_run: MakeRun, methodist: Person, client_for: ClientFor, at: datetime
) -> None:
    run, client = submit_run(make_run(2).pk, expected_version=1, by=methodist, at=at), client_for(methodist)
    run_queued()
    client.post(address("run_print", run))
    run_queued()
    first = IssueRun.objects.get(pk=run.pk).print_file_id
    client.post(address("run_print", run))
    run_queued()
    assert IssueRun.objects.get(pk=run.pk).print_file_id == first

    Certificate.objects.filter(number=2).update(status="withdrawn", status_reason="Ошибка")
    client.post(address("run_print", run))
    run_queued()

    assert IssueRun.objects.get(pk=run.pk).print_file_id != first


def test_all_documents_of_a_run_are_withdrawn_with_letters(
    make_run: MakeRun, methodist: Person, client_for: ClientFor, at: datetime, mailoutbox: list[Any]
) -> None:
    run = make_run(2)
    run.rows.filter(position=1).update(email="o@example.org")
    submit_run(run.pk, expected_version=1, by=methodist, at=at)
    run_queued()

    answer = client_for(methodist).post(
        address("run_withdraw", run), {"reason": "Не тот форум", "tell": "on", "deed": "Отозвать все"}
    )
    run_queued()

    assert answer.status_code == 302
    assert list(Certificate.objects.values_list("status", "status_reason")) == [("withdrawn", "Не тот форум")] * 2
    assert ["o@example.org" in one.to[0] for one in mailoutbox] == [True]


@pytest.mark.parametrize("status", ["draft", "awaiting", "issuing", "stopped", "issued", "cancelled"])
def test_a_page_costs_the_same_for_one_and_for_three(
    make_run: MakeRun, methodist: Person, client_for: ClientFor, status: str
) -> None:
    client, counts = client_for(methodist), []
    for number in (1, 3):
        run = make_run(number, status=status)
        client.get(run.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            assert client.get(run.get_absolute_url()).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_list_costs_the_same_for_one_and_for_three(
    make_run: MakeRun, association: Association, methodist: Person, client_for: ClientFor
) -> None:
    client, counts = client_for(methodist), []
    here = reverse("certificates:run_list", args=[association.code])
    for number in (1, 3):
        while IssueRun.objects.count() < number:
            make_run(1)
        client.get(here)
        with CaptureQueriesContext(connection) as seen:
            client.get(here)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_rows_are_found_by_name_and_by_questions(make_run: MakeRun, methodist: Person, client_for: ClientFor) -> None:
    run, client = make_run(), client_for(methodist)
    add_row(run, "Ольхова Вера Ильинична", doubts=["Не указана школа"])
    add_row(run, "Липина Анна Львовна")
    add_row(run, "Сосновский Пётр Львович", is_left_out=True)

    def shown(query: str) -> list[str]:
        page = client.get(f"{run.get_absolute_url()}?{query}").content.decode()
        return [name for name in ("Ольхова", "Липина", "Сосновский") if f"<b>{name}" in page]

    assert shown("") == ["Ольхова", "Липина", "Сосновский"]
    assert shown("q=львов") == ["Липина", "Сосновский"]
    assert shown("only=asked") == ["Ольхова"]
    assert shown("only=out") == ["Сосновский"]
