"""The directory as a file: what is seen and nothing else, noted in the log of looks; long ones in the background."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.test import Client

from stellazh.associations.models import Association, Grant
from stellazh.files.models import StoredFile
from stellazh.jobs.models import Job
from stellazh.jobs.worker import run_queued
from stellazh.members.services import directory_files
from stellazh.people.models import CardLook, Person
from tests.checks import fingerprint
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory
from tests.members.directory.making import hide, person_with_card, sheet_of

ClientFor = Callable[..., Client]


def export(client: Client, kind: str, query: str = "") -> Any:
    return client.post("/people/export/", {"kind": kind, "query": query})


def test_excel_holds_what_is_seen(association: Association, region_head: Person, client_for: ClientFor) -> None:
    person_with_card(association, "Дубравина", phone="=1+1")
    hidden = person_with_card(association, "Вербина")
    hide(hidden, category="self")

    answer = export(client_for(region_head), "xlsx", "q=библиотекарь&columns=posts&columns=category&columns=phone")

    title, heading, *rows = sheet_of(answer.content)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Cache-Control"] == "private, no-store"
    assert "2 человека из 1 муниципалитета. Отбор: слова — библиотекарь" in title[0]
    assert heading[:5] == ["№", "Фамилия, имя, отчество", "Должность и школа", "Категория", "Телефон"]
    assert rows == [
        ["1", "Вербина Вера Ильинична", "педагог-библиотекарь, МБОУ СОШ № 7", "", ""],
        ["2", "Дубравина Вера Ильинична", "педагог-библиотекарь, МБОУ СОШ № 7", "первая\nс 15.04.2022", ""],
    ]


def test_formulas_of_data_stay_text(association: Association, head: Person, client_for: ClientFor) -> None:
    person_with_card(association, "=HYPERLINK(1)", phone="=1+1", visibility={"phone": "public"})

    body = export(client_for(head), "xlsx", "columns=phone").content

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet_of(body)[2][1:] == ["=HYPERLINK(1) Вера Ильинична", "=1+1"]


def test_word_repeats_its_heading(association: Association, head: Person, client_for: ClientFor) -> None:
    person_with_card(association, "Дубравина")

    answer = export(client_for(head), "docx", "columns=category&columns=posts")

    document = docx.Document(io.BytesIO(answer.content))
    table = document.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [
        "№", "Фамилия, имя, отчество", "Должность и школа", "Категория",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert [row.cells[1].text for row in table.rows[1:]] == ["Дубравина Вера Ильинична", "Ольхова Вера Ильинична"]
    assert document.sections[0].page_width > document.sections[0].page_height


def test_files_are_noted_as_looks_at_everybody_in_them(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    person = person_with_card(association, "Дубравина")
    person_with_card(association, "Вербина")

    export(client_for(head), "xlsx", "q=дубравина")
    export(client_for(head), "docx", "q=ольхова")

    looks = CardLook.objects.values_list("person_id", "viewer_name", "what")
    assert list(looks) == [(person.pk, "Ольхова В.И.", "выгрузка в Excel")]


@pytest.mark.parametrize("address", ["", "?page=1", "?columns=posts&columns=email", "?columns=age"])
def test_a_list_that_shows_contacts_is_noted_once_a_day_for_each_reader(
    association: Association, head: Person, client_for: ClientFor, address: str
) -> None:
    person = person_with_card(association)
    hidden = person_with_card(association, "Вербина")
    hide(hidden, phone="self", contact_email="self", birth_on="self")
    client = client_for(head)

    client.get(f"/people/{address}")
    client.get(f"/people/{address}", headers={"HX-Request": "true"})

    looks = CardLook.objects.values_list("person_id", "viewer_name", "what", "look_count")
    assert list(looks) == [(person.pk, "Ольхова В.И.", "контакты или возраст в справочнике", 2)]


@pytest.mark.parametrize(
    "address", ["?columns=posts", "?columns=category&columns=awards", "?columns=phone&q=нетникого"]
)
def test_a_list_without_contacts_is_no_look_at_cards(
    association: Association, head: Person, client_for: ClientFor, address: str
) -> None:
    person_with_card(association)

    client_for(head).get(f"/people/{address}")

    assert not CardLook.objects.exists()


def test_whoever_sees_no_telephones_is_not_noted(
    association: Association, member: Person, region_head: Person, client_for: ClientFor
) -> None:
    person_with_card(association)

    for reader in (member, region_head):
        client_for(reader).get("/people/?columns=phone&columns=email&columns=age")

    assert not CardLook.objects.exists()


def test_nobody_found_and_strange_kinds_make_no_file(head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    before = fingerprint()

    empty = export(client, "xlsx", "q=нетникого")

    assert empty["Location"].startswith("/people/?q=")
    assert export(client, "exe").status_code == 404
    assert client.get("/people/export/").status_code == 405
    assert fingerprint() == before


def test_a_long_word_file_is_refused_with_advice(
    association: Association, head: Person, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_with_card(association)
    small = directory_files.KINDS["docx"].__class__("docx", "", "", 1, directory_files.KINDS["docx"].write)
    monkeypatch.setitem(directory_files.KINDS, "docx", small)

    answer = client_for(head).post("/people/export/", {"kind": "docx", "query": ""}, follow=True)

    assert "помещается не больше 1" in answer.content.decode()


@pytest.fixture
def many(association: Association) -> None:
    for number in range(directory_files.AT_ONCE):
        person: Any = PersonFactory(family_name=f"Вербина-{number}", without_account=True)
        MembershipFactory(person=person, association=association)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("many")
def test_a_long_file_is_made_in_the_background_for_one_reader(
    head: Person, member: Person, client_for: ClientFor
) -> None:
    client = client_for(head)

    asked = export(client, "xlsx", "columns=posts")
    run_queued()

    job = Job.objects.get()
    stored = StoredFile.objects.get()
    assert asked["Location"] == job.get_absolute_url()
    assert (job.error, job.result) == ("", {"url": stored.get_absolute_url()})
    assert (stored.purpose, stored.stored_by_id) == ("members.directory", str(head.pk))
    body = b"".join(client.get(stored.get_absolute_url()).streaming_content)
    assert len(sheet_of(body)) == 2 + directory_files.AT_ONCE + 2
    assert CardLook.objects.count() == directory_files.AT_ONCE + 1
    assert client_for(member).get(stored.get_absolute_url()).status_code == 404
    Grant.objects.filter(person=head).update(to_on="2024-01-01")
    assert client_for(head).get(stored.get_absolute_url()).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("many")
def test_rights_that_end_before_the_job_runs_leave_nothing_to_write(head: Person, client_for: ClientFor) -> None:
    export(client_for(head), "xlsx")
    Grant.objects.filter(person=head).update(to_on="2024-01-01")

    run_queued()

    assert Job.objects.get().error == "Ничего не нашлось: выгружать нечего."
    assert not StoredFile.objects.exists()
    assert not CardLook.objects.exists()
