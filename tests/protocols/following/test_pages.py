"""Pages of follow-up: who sees what, how many queries, what the forms do, the page behind a link."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.links.models import SecretLink
from stellazh.mail.models import OutgoingMail
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.models import Assignment, CarryOver, Decision, Evidence, ProgressEntry
from stellazh.protocols.services.closing import close_decision
from stellazh.protocols.services.report_links import give_report_link
from tests.checks import fingerprint
from tests.factories.events import EventFactory
from tests.factories.protocols import (
    AssignmentFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolFactory,
)

Clients = Callable[..., Client]


@pytest.fixture
def decision(association: Association) -> Decision:
    protocol = ProtocolFactory(association=association, signed=True)
    return DecisionFactory(
        protocol=protocol,
        binding_at=protocol.signed_at,
        number_text="2.1",
        text="Провести неделю чтения",
        due_on=clock.today() + timedelta(days=30),
        term_raw="до конца месяца",
    )


@pytest.fixture
def mark(decision: Decision, member: Person) -> Assignment:
    return AssignmentFactory(decision=decision, person=member, due_on=decision.due_on)


def _text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def _rows(content: bytes) -> list[list[object]]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def _more(association: Association, person: Person, count: int) -> None:
    for _ in range(count):
        protocol = ProtocolFactory(association=association, signed=True)
        decision = DecisionFactory(protocol=protocol, binding_at=protocol.signed_at, due_on=clock.today())
        DecisionOwnerFactory(decision=decision)
        AssignmentFactory(decision=decision, person=person, due_on=clock.today())


def test_my_assignments_say_how_late_they_are(
    decision: Decision, mark: Assignment, member: Person, client_for: Clients
) -> None:
    today = clock.today()
    for days, words in ((-5, "просрочено на 5 дней"), (0, "срок сегодня"), (1, "срок завтра"), (3, "осталось 3 дня")):
        Assignment.objects.filter(pk=mark.pk).update(due_on=today + timedelta(days=days))

        page = _text(client_for(member).get("/assignments/mine/"))

        assert "Провести неделю чтения" in page
        assert words in page


def test_my_assignments_are_nobody_elses(
    mark: Assignment, member: Person, head: Person, stranger: Person, client_for: Clients
) -> None:
    shown = {
        person.pk: "Провести неделю чтения" in _text(client_for(person).get("/assignments/mine/"))
        for person in (member, head, stranger)
    }

    assert shown == {member.pk: True, head.pk: False, stranger.pk: False}
    assert client_for().get("/assignments/mine/").status_code == 302


def test_my_assignments_found_by_words_and_folded_when_done(
    decision: Decision, mark: Assignment, member: Person, head: Person, client_for: Clients
) -> None:
    client = client_for(member)

    assert "Провести неделю чтения" in _text(client.get("/assignments/mine/?q=НЕДЕЛЮ"))
    assert "Ничего не нашлось" in _text(client.get("/assignments/mine/?q=выставка"))
    assert "Ничего не нашлось" in _text(client.get("/assignments/mine/?whose=school"))
    close_decision(decision.pk, state="withdrawn", words="Отпала нужда", by=head, at=clock.now())
    page = _text(client.get("/assignments/mine/"))
    assert "Поручений нет" in page
    assert "Исполненные и закрытые" in page


def test_lists_cost_the_same_with_one_and_with_three(
    association: Association, head: Person, client_for: Clients
) -> None:
    client = client_for(head)
    _more(association, head, 1)
    addresses = ("/assignments/mine/", f"/o/{association.code}/assignments/")
    one = [_queries(client, address) for address in addresses]
    _more(association, head, 2)

    assert [_queries(client, address) for address in addresses] == one == [6, 8]


def test_a_decision_and_its_marks_cost_the_same(
    decision: Decision, mark: Assignment, head: Person, client_for: Clients, at: datetime
) -> None:
    client, address = client_for(head), f"/decisions/{decision.pk}/"

    def told() -> None:
        row = AssignmentFactory(decision=decision)
        entry = ProgressEntry.objects.create(
            decision=decision, assignment=row, state="open", text="да", made_at=at, made_by_kind="person"
        )
        Evidence.objects.create(entry=entry, kind="link", label="сайт", url="https://example.org")

    told()
    one = _queries(client, address)
    told()
    told()

    assert _queries(client, address) == one == 11


def test_only_those_who_read_follow_up_see_the_decision(
    decision: Decision, mark: Assignment, association: Association, head: Person, member: Person, stranger: Person,
    region_head: Person, client_for: Clients,
) -> None:  # fmt: skip
    addresses = (
        f"/decisions/{decision.pk}/",
        f"/o/{association.code}/assignments/",
        f"/o/{association.code}/assignments/table.xlsx",
        f"/assignments/{mark.pk}/",
        f"/decisions/{decision.pk}/close/",
        f"/decisions/{decision.pk}/unfold/",
        f"/assignments/{mark.pk}/link/",
    )

    answers = {
        person.pk: [client_for(person).get(address).status_code for address in addresses]
        for person in (head, region_head, member, stranger)
    }

    assert answers == {
        head.pk: [200] * 7,
        region_head.pk: [200, 200, 200, 200, 404, 404, 404],
        member.pk: [404, 404, 404, 200, 404, 404, 404],
        stranger.pk: [404] * 7,
    }


def test_the_list_says_how_far_and_is_narrowed(
    decision: Decision, mark: Assignment, association: Association, head: Person, client_for: Clients, at: datetime
) -> None:
    AssignmentFactory(decision=decision, state="done", closed_at=at)
    AssignmentFactory(decision=decision, state="withdrawn", closed_at=at)
    other = DecisionFactory(protocol=decision.protocol, binding_at=at, text="Сдать отчёт", due_on=date(2020, 1, 1))
    client, here = client_for(head), f"/o/{association.code}/assignments/"

    def shown(query: str) -> tuple[bool, bool]:
        page = _text(client.get(f"{here}?{query}"))
        return "Провести неделю чтения" in page, "Сдать отчёт" in page

    assert "1 из 2" in _text(client.get(here))
    assert shown("") == (True, True)
    assert shown("state=overdue") == (False, True)
    assert shown("state=done") == (False, False)
    assert shown("lacks=owner") == (False, True)
    assert shown("lacks=term") == (False, False)
    assert shown("q=неделю") == (True, False)
    assert shown(f"protocol={decision.protocol_id}") == (True, True)
    assert shown(f"owner={mark.name.split()[0]}") == (True, False)
    rows = _rows(client.get(f"{here}table.xlsx?state=overdue").content)
    assert [row[:2] for row in rows[2:]] == [["", other.text]]


def test_reporting_on_the_page(mark: Assignment, member: Person, client_for: Clients) -> None:
    client, address = client_for(member), f"/assignments/{mark.pk}/"

    wrong = client.post(address, {"state": "done", "words": "", "version": 1})
    right = client.post(address, {"state": "done", "words": "Провели 5 занятий", "version": 1})
    stale = client.post(address, {"state": "partly", "words": "Другое", "version": 1})

    assert wrong.status_code == 422
    assert "Напишите, что сделано" in _text(wrong)
    assert (right.status_code, right["Location"]) == (302, address)
    mark.refresh_from_db()
    assert (mark.state, mark.words) == ("done", "Провели 5 занятий")
    assert stale.status_code == 422
    assert "Провели 5 занятий" in _text(stale)


def test_evidence_is_looked_for_without_losing_what_is_typed(
    association: Association, mark: Assignment, member: Person, client_for: Clients
) -> None:
    event = EventFactory(association=association, title="Неделя чтения в школе")
    EventFactory(association=association, title="Семинар")
    client, address = client_for(member), f"/assignments/{mark.pk}/"
    typed = {"state": "done", "words": "Провели", "version": 1}

    before = fingerprint()
    found = client.post(address, {**typed, "search": "1", "kind": "event", "look_for": "НЕДЕЛЯ"})
    page = _text(found)

    assert found.status_code == 200
    assert f'value="event:{event.pk}"' in page
    assert "Семинар" not in page
    assert "Провели</textarea>" in page
    assert fingerprint() == before
    client.post(address, {**typed, "chosen": [f"event:{event.pk}"], "url": "https://example.org/news"})
    assert list(Evidence.objects.values_list("kind", "object_key")) == [("event", f"event:{event.pk}"), ("link", "")]
    assert "Неделя чтения в школе" in _text(client.get(address))


def test_closing_opening_and_unfolding_on_the_page(decision: Decision, head: Person, client_for: Clients) -> None:
    client, address = client_for(head), f"/decisions/{decision.pk}/"

    assert client.post(f"{address}close/", {"state": "done", "words": ""}).status_code == 422
    assert client.post(f"{address}close/", {"state": "done", "words": "Готово"})["Location"] == address
    decision.refresh_from_db()
    assert decision.state == "done"
    assert client.post(f"{address}reopen/", {"reason": "Ошибка"})["Location"] == address
    assert client.post(f"{address}unfold/", {"deed": "Обновить перечень"})["Location"] == address
    decision.refresh_from_db()
    assert decision.state == "open"


def test_many_marks_are_reminded_and_withdrawn(
    decision: Decision, mark: Assignment, head: Person, client_for: Clients
) -> None:
    other = AssignmentFactory(decision=decision)
    client, address = client_for(head), f"/decisions/{decision.pk}/marks/"

    asked = client.get(address, {"do": "remind", "is_all": "1"})
    assert "Отметок: 2." in _text(asked)
    client.post(address, {"do": "remind", "ids": f"{mark.pk},{other.pk}"})
    assert set(Notice.objects.values_list("person_id", flat=True)) == {mark.person_id, other.person_id}
    assert client.post(address, {"do": "withdraw", "ids": str(other.pk), "reason": ""}).status_code == 422
    client.post(address, {"do": "withdraw", "ids": str(other.pk), "reason": "Ушла"})
    other.refresh_from_db()
    assert (other.state, other.words) == ("withdrawn", "Ушла")
    assert client.get(address, {"do": "withdraw"})["Location"] == f"/decisions/{decision.pk}/"


def _given(mark: Assignment, head: Person) -> str:
    return "/report/" + give_report_link(mark.pk, by=head, at=clock.now()).address.split("/report/")[1]


def test_a_link_is_shown_once_mailed_and_revoked(
    decision: Decision, mark: Assignment, head: Person, member: Person, client_for: Clients
) -> None:
    client, address = client_for(head), f"/assignments/{mark.pk}/link/"

    made = client.post(address, {"email": "office@example.org"})
    link = SecretLink.objects.get()
    token = re.search(r"/report/([\w-]+)/", made.content.decode())

    assert token is not None
    letter = OutgoingMail.objects.get()
    assert letter.to_address == "office@example.org"
    assert f"/report/{token[1]}/" in letter.text
    assert decision.text in letter.text
    assert link.expires_at is not None
    assert decision.due_on is not None
    assert link.expires_at.date() == decision.due_on + timedelta(days=30)
    assert token[1] not in client.get(address).content.decode()
    assert client_for().get(f"/report/{token[1]}/").status_code == 200
    assert client_for(member).post(f"{address}{link.pk}/revoke/").status_code == 404
    assert client.post(f"{address}{link.pk}/revoke/")["Location"] == address
    assert client_for().get(f"/report/{token[1]}/").status_code == 410


def test_a_link_shows_one_point_and_one_mark(
    decision: Decision, mark: Assignment, head: Person, client_for: Clients, at: datetime
) -> None:
    other = AssignmentFactory(decision=decision, name="Берестова Анна Павловна")
    ProgressEntry.objects.create(
        decision=decision, assignment=other, state="done", text="Тайный ответ", made_at=at, made_by_kind="person"
    )
    DecisionFactory(protocol=decision.protocol, binding_at=at, text="Другое решение")
    address, guest = _given(mark, head), client_for()

    guest.get(address)
    before = fingerprint()
    answer = guest.get(address)
    page = _text(answer)

    assert fingerprint() == before
    assert decision.text in page
    assert mark.name in page
    assert [words for words in ("Берестова", "Тайный ответ", "Другое решение") if words in page] == []
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_reporting_by_link_with_a_file_and_correcting(
    decision: Decision, mark: Assignment, head: Person, client_for: Clients
) -> None:
    address, guest = _given(mark, head), client_for()
    file = SimpleUploadedFile("Отчёт.txt", "Провели.".encode())

    done = guest.post(address, {"state": "partly", "words": "Начали", "version": 1, "file": file})

    assert (done.status_code, done["Location"]) == (302, address)
    mark.refresh_from_db()
    assert (mark.state, mark.words) == ("partly", "Начали")
    assert ProgressEntry.objects.get().made_by_name.endswith(", поручение")
    assert guest.post(address, {"state": "done", "words": "Закончили", "version": 2}).status_code == 302
    assert guest.post(address, {"state": "not_done", "words": "нет", "version": 3}).status_code == 422
    bad = SimpleUploadedFile("а.exe", b"MZ" + b"\0" * 200)
    assert guest.post(address, {"state": "done", "words": "да", "version": 3, "file": bad}).status_code == 422
    large = SimpleUploadedFile("а.txt", b"a" * (10 * 1024 * 1024 + 1))
    assert guest.post(address, {"state": "done", "words": "да", "version": 3, "file": large}).status_code == 422
    assert Evidence.objects.count() == 1
    close_decision(decision.pk, state="done", words="Готово", by=head, at=clock.now())
    shut = guest.post(address, {"state": "done", "words": "Ещё", "version": 3})
    assert "Ответ больше не нужен" in _text(shut)
    mark.refresh_from_db()
    assert mark.words == "Закончили"


def test_a_link_takes_no_flood(mark: Assignment, head: Person, client_for: Clients) -> None:
    address, guest = _given(mark, head), client_for()
    for version in range(1, 21):
        assert guest.post(address, {"state": "open", "words": "идёт", "version": version}).status_code == 302

    over = guest.post(address, {"state": "open", "words": "идёт", "version": 21})

    assert over.status_code == 422
    assert "Попробуйте завтра" in _text(over)


def test_links_of_all_open_marks_as_a_sheet(
    decision: Decision, mark: Assignment, head: Person, member: Person, region_head: Person, client_for: Clients,
    at: datetime,
) -> None:  # fmt: skip
    AssignmentFactory(decision=decision, state="done", closed_at=at)
    address = f"/decisions/{decision.pk}/links/"

    made = client_for(head).post(address)

    rows = _rows(made.content)[2:]
    assert [row[0] for row in rows] == [mark.name]
    assert client_for().get("/report/" + str(rows[0][2]).split("/report/")[1]).status_code == 200
    assert SecretLink.objects.count() == 1
    assert [client_for(person).post(address).status_code for person in (member, region_head)] == [404, 404]


def test_bringing_earlier_decisions_into_the_agenda(
    decision: Decision, association: Association, head: Person, member: Person, client_for: Clients
) -> None:
    draft = ProtocolFactory(association=association, held_on=clock.today())
    client = client_for(head)

    assert client_for(member).post(f"/protocols/{draft.pk}/carry/").status_code == 404
    assert client.post(f"/protocols/{draft.pk}/carry/").status_code == 302
    row = CarryOver.objects.get(protocol=draft)
    saved = client.post(
        f"/protocols/carried/{row.pk}/",
        {"result": "done", "words": "Провели", "expected_version": 1},
        headers={"X-Autosave": "1"},
    )
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    late = client.post(
        f"/protocols/carried/{row.pk}/",
        {"result": "kept", "words": "Нет", "expected_version": 1},
        headers={"X-Autosave": "1"},
    )
    assert (late.status_code, late.json()["version"]) == (409, 2)
    assert (
        client.post(
            f"/protocols/carried/{row.pk}/", {"result": "kept", "words": "Нет", "expected_version": 1}
        ).status_code
        == 422
    )
    assert client_for(member).get(f"/protocols/carried/{row.pk}/").status_code == 404


def test_the_desk_and_the_choice_of_associations(
    decision: Decision, mark: Assignment, association: Association, head: Person, member: Person, region_head: Person,
    client_for: Clients,
) -> None:  # fmt: skip
    Assignment.objects.filter(pk=mark.pk).update(due_on=clock.today())
    Decision.objects.filter(pk=decision.pk).update(due_on=clock.today() - timedelta(days=2))

    assert "срок сегодня" in _text(client_for(member).get("/desk/"))
    assert "Просрочено: 1 решение" in _text(client_for(head).get("/desk/"))
    assert client_for(head).get("/decisions/")["Location"] == f"/o/{association.code}/assignments/"
    assert client_for(member).get("/decisions/").status_code == 404
    assert association.short_name in _text(client_for(region_head).get("/decisions/"))
