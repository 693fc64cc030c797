"""Pages of old protocols: who sees what, what a click does, how many queries a page costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellazh.people.models import Person
from stellazh.protocols.models import Protocol, ProtocolIntake
from tests.checks import fingerprint
from tests.protocols.intake.conftest import LINES, Bring, draft_of, word_file

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Person | None], Client]


def posted(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """The fields of the page as a browser would send them, with changes."""
    context = client.get(address).context
    data: dict[str, Any] = {}
    forms = [context["form"]]
    for rows in (context["rows"].agenda, context["rows"].speeches, context["rows"].decisions, context["rows"].votes):
        forms += [rows.management_form, *rows]
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else str(value)
    for name in [name for name in data if name.endswith("is_gone")]:
        del data[name]
    return data | changes


@pytest.fixture
def start(association: Any) -> str:
    return f"/o/{association.code}/protocols/import/"


def test_intake_start_reads_a_file_and_leads_to_its_preview(client_for: ClientFor, head: Person, start: str) -> None:
    file = SimpleUploadedFile("Протокол 2.docx", word_file())

    answer = client_for(head).post(start, {"file": file})

    intake = ProtocolIntake.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/protocols/import/{intake.public_id}/")


def test_intake_start_says_why_a_file_is_refused_and_keeps_it(client_for: ClientFor, head: Person, start: str) -> None:
    client = client_for(head)

    answer = client.post(start, {"file": SimpleUploadedFile("п.pdf", b"%PDF-1.7\n1 0 obj")})

    assert answer.status_code == 422
    assert "Это PDF" in answer.content.decode()
    assert [row.problem[:7] for row in client.get(start).context["page"]] == ["Это PDF"]


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_pages_of_old_protocols_do_not_exist_for_others(
    client_for: ClientFor, bring: Bring, start: str, who: str, request: pytest.FixtureRequest
) -> None:
    intake = bring()
    client = client_for(request.getfixturevalue(who))
    one = intake.get_absolute_url()

    found = [client.get(address).status_code for address in (start, one, f"{one}abandon/", f"{one}undo/")]

    assert found == [404, 404, 404, 404]
    assert client.post(f"{one}resume/").status_code == 404


def test_intake_preview_shows_lines_doubts_and_facts(client_for: ClientFor, bring: Bring, head: Person) -> None:
    intake = bring((*LINES[:-2], "Лист согласования", *LINES[-2:]))

    answer = client_for(head).get(intake.get_absolute_url())

    page = answer.content.decode()
    assert f"{len(LINES) + 1} строк" in page.replace("\xa0", " ")
    assert f"разобрано {len(LINES)}" in page
    assert 'id="line-1"' in page
    assert [field.label for field in answer.context["form"].fate_fields()] == ["Лист согласования"]
    assert len(answer.context["rows"].agenda.forms) == 3


def test_intake_preview_saves_every_fact(client_for: ClientFor, bring: Bring, head: Person) -> None:
    intake = bring()
    client, address = client_for(head), intake.get_absolute_url()
    before = draft_of(intake).facts
    assert client.post(address, posted(client, address, act="save")).status_code == 302
    assert draft_of(intake).facts == before
    present = "Кленова В.О.; библиотекарь; МБОУ СОШ № 9\n\nТополева"
    data = posted(client, address, act="save", title="Чтение", people_present=present)
    data["agenda-2-title"] = "Разное"
    data["decisions-1-is_gone"] = "on"

    answer = client.post(address, data)

    assert (answer.status_code, answer["Location"]) == (302, address)
    facts = draft_of(intake).facts
    assert facts.heading.title == "Чтение"
    assert [(one.role, one.name, one.post, one.organisation) for one in facts.people[2:]] == [
        ("present", "Кленова В.О.", "библиотекарь", "МБОУ СОШ № 9"),
        ("present", "Тополева", "", ""),
    ]
    assert [(one.key, one.title) for one in facts.agenda][2] == ("q3", "Разное")
    assert [one.key for one in facts.decisions] == ["d1"]
    assert facts.votes == before.votes


def test_intake_preview_takes_the_protocol_in(client_for: ClientFor, bring: Bring, head: Person) -> None:
    intake = bring()
    client, address = client_for(head), intake.get_absolute_url()

    answer = client.post(address, posted(client, address, act="confirm"))

    protocol = Protocol.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, protocol.get_absolute_url())
    assert "Протокол внесён" in client.get(address).content.decode()
    assert "Исходный файл Word" in client.get(protocol.get_absolute_url()).content.decode()


def test_intake_preview_keeps_corrections_when_it_may_not_be_taken_in(
    client_for: ClientFor, bring: Bring, head: Person
) -> None:
    intake = bring()
    client, address = client_for(head), intake.get_absolute_url()

    answer = client.post(address, posted(client, address, act="confirm", number="", title="Чтение"), follow=True)

    assert "протокол не внесён. Впишите номер протокола цифрами" in answer.content.decode()
    assert draft_of(intake).facts.heading.title == "Чтение"
    assert Protocol.objects.count() == 0


def test_intake_preview_refuses_a_wrong_day_and_an_old_page(client_for: ClientFor, bring: Bring, head: Person) -> None:
    intake = bring()
    client, address = client_for(head), intake.get_absolute_url()
    client.post(address, posted(client, address, act="save", title="Чтение"))
    before = fingerprint()

    wrong = client.post(address, posted(client, address, held_on="32.13.2021"))
    old = client.post(address, posted(client, address, expected_version="1", title="Книга"))

    assert (wrong.status_code, old.status_code) == (422, 422)
    assert old.context["conflict"] is not None
    assert fingerprint() == before


def test_old_protocols_are_put_off_resumed_and_taken_back(
    client_for: ClientFor, bring: Bring, head: Person, start: str
) -> None:
    intake = bring()
    client, address = client_for(head), intake.get_absolute_url()
    states = []
    for step in ("abandon/", "resume/"):
        client.post(f"{address}{step}")
        states.append(ProtocolIntake.objects.get().status)
    client.post(address, posted(client, address, act="confirm"))
    taken = client.get(f"/protocols/{ProtocolIntake.objects.get().protocol_id}/").content.decode()
    assert (f'href="{address}undo/"' in taken, "Осталось подписать" in taken) == (True, False)
    assert client.get(f"{address}undo/").status_code == 200

    answer = client.post(f"{address}undo/")

    assert states == ["abandoned", "preview"]
    assert (answer["Location"], ProtocolIntake.objects.get().status) == (start, "undone")
    assert client.get(address).status_code == 200


def test_pages_of_old_protocols_cost_the_same_for_many(
    client_for: ClientFor, bring: Bring, head: Person, start: str
) -> None:
    client = client_for(head)
    first = bring(("ПРОТОКОЛ № 9", *LINES[1:]))
    counts = []
    for more in (0, 2):
        for place in range(more):
            bring((f"ПРОТОКОЛ № {place + 3}", *LINES[1:]))
        for address in (start, first.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
