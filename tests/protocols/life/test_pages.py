"""Pages of a protocol's life: who sees what, what a click does, how many queries a page costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.people.models import Person
from stellazh.protocols.enums import PaperKind, RemarkState
from stellazh.protocols.models import PlanApproval, Protocol, ProtocolPaper, Remark, Vote
from stellazh.protocols.services.signing import sign_protocol
from stellazh.workplans.enums import EventForm
from tests.checks import fingerprint
from tests.factories.events import EventFactory
from tests.factories.protocols import (
    NOW,
    AgendaItemFactory,
    DecisionFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
)
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.protocols.life.conftest import MakeWhole
from tests.protocols.papers.meeting import stored_file

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Person | None], Client]
AT = datetime(2024, 10, 15, 9, 0, tzinfo=UTC)


def titles(client: Client, address: str) -> list[str]:
    return [row.title for row in client.get(address).context["rows"]]


@pytest.fixture
def signed(whole: Protocol, head: Person) -> Protocol:
    sign_protocol(whole.pk, by=head, at=AT)
    whole.refresh_from_db()
    return whole


@pytest.fixture
def shelf(association: Association, neighbour: Association, region: Association, member: Person) -> dict[str, Protocol]:
    """Protocols in every state, here, beside and above."""

    def made(title: str, where: Association, day: int, **fields: Any) -> Protocol:
        return ProtocolFactory.create(association=where, title=title, held_on=date(2024, 10, day), **fields)

    return {
        "draft": made("Черновик", association, 1),
        "out": made("Замечания", association, 2, remarks=True),
        "signed": made("Подписан", association, 3, signed=True),
        "away": made("Убран", association, 8, archived_at=NOW),
        "foreign": ProtocolFactory.create(
            association=neighbour, title="Чужой", signed=True, held_on=date(2023, 10, 4), school_year=2023
        ),
        "above": made("Областной", region, 5, signed=True),
    }


def test_protocol_list_shows_what_each_may_read(
    shelf: dict[str, Protocol], client_for: ClientFor, head: Person, member: Person, region_head: Person,
    stranger: Person,
) -> None:  # fmt: skip
    seen = {
        name: titles(client_for(person), "/protocols/")
        for name, person in (("head", head), ("member", member), ("region", region_head), ("stranger", stranger))
    }

    assert seen == {
        "head": ["Подписан", "Замечания", "Черновик"],
        "member": ["Подписан"],
        "region": ["Областной", "Подписан", "Чужой"],
        "stranger": ["Чужой"],
    }


def test_protocol_list_shows_those_who_were_there_what_waits_for_them(
    shelf: dict[str, Protocol], client_for: ClientFor, stranger: Person
) -> None:
    ProtocolPersonFactory.create(protocol=shelf["out"], person=stranger, role="invited")
    ProtocolPersonFactory.create(protocol=shelf["draft"], person=stranger, role="invited")

    assert titles(client_for(stranger), "/protocols/") == ["Замечания", "Чужой"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?state=draft", ["Черновик"]),
        ("?state=archived", ["Убран"]),
        ("?year=2024&q=замечания", ["Замечания"]),
        ("?q=ПОДПИСАН", ["Подписан"]),
        ("?q=нет такого", []),
        ("?year=abc&state=zzz", ["Подписан", "Замечания", "Черновик"]),
    ],
)
def test_protocol_list_is_narrowed(
    shelf: dict[str, Protocol], client_for: ClientFor, head: Person, asked: str, found: list[str]
) -> None:
    assert titles(client_for(head), f"/protocols/{asked}") == found


def test_protocol_list_finds_words_of_decisions(whole: Protocol, client_for: ClientFor, head: Person) -> None:
    assert titles(client_for(head), "/protocols/?q=НЕДЕЛЮ книги") == [whole.title]


def test_protocol_list_of_a_region_is_narrowed_to_an_association(
    shelf: dict[str, Protocol], client_for: ClientFor, region_head: Person, neighbour: Association
) -> None:
    assert titles(client_for(region_head), f"/protocols/?association={neighbour.pk}") == ["Чужой"]
    assert titles(client_for(region_head), "/protocols/?year=2023") == ["Чужой"]


def test_association_protocols_are_closed_to_strangers(
    shelf: dict[str, Protocol], client_for: ClientFor, head: Person, member: Person, stranger: Person,
    region_head: Person,
) -> None:  # fmt: skip
    address = "/o/luga/protocols/"

    assert titles(client_for(head), address) == ["Подписан", "Замечания", "Черновик"]
    assert titles(client_for(member), address) == ["Подписан"]
    assert titles(client_for(region_head), address) == ["Подписан"]
    assert client_for(stranger).get(address).status_code == 404
    assert client_for(None).get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", ["/protocols/", "/o/luga/protocols/"])
def test_lists_cost_the_same_however_long(
    association: Association, client_for: ClientFor, head: Person, count: int, address: str,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for _ in range(count):
        ProtocolFactory.create(association=association)
        ProtocolFactory.create(association=association, signed=True)
    client = client_for(head)
    client.get(address)

    with django_assert_num_queries(9 if address == "/protocols/" else 10):
        assert len(titles(client, address)) == 2 * count


def test_protocol_detail_reads_as_the_paper(signed: Protocol, client_for: ClientFor, member: Person) -> None:
    answer = client_for(member).get(f"/protocols/{signed.pk}/")

    page = answer.content.decode()
    seal = signed.seals.get()
    assert answer.status_code == 200
    for words in (signed.title, "О неделе книги", "Рассказала о выставках.", "Провести неделю книги", "Липина Е. С."):
        assert words in page
    assert seal.sha256 in page
    assert "Это не электронная подпись" in page
    assert "тот самый, что был при подписании" in page
    assert seal.pdf.get_absolute_url() in page
    assert "Отменить подписание" not in page


def test_protocol_detail_says_when_the_text_is_another(signed: Protocol, client_for: ClientFor, head: Person) -> None:
    Protocol.objects.filter(pk=signed.pk).update(title="Другая тема")

    page = client_for(head).get(f"/protocols/{signed.pk}/").content.decode()

    assert "отличается от закреплённого" in page


def test_protocol_detail_is_closed_to_strangers(
    whole: Protocol, client_for: ClientFor, member: Person, stranger: Person, region_head: Person
) -> None:
    address = f"/protocols/{whole.pk}/"

    for person in (member, stranger, region_head):
        assert client_for(person).get(address).status_code == 404
    assert client_for(None).get(address).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_protocol_detail_costs_the_same_however_much_is_written(
    make_whole: MakeWhole, association: Association, client_for: ClientFor, head: Person, rows: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    whole = make_whole(event=EventFactory.create(association=association))
    for _ in range(rows):
        Remark.objects.create(protocol=whole, name="Липина", text="Дата", made_at=NOW)
        ProtocolPersonFactory.create(protocol=whole)
    sign_protocol(whole.pk, accept_remarks=True, by=head, at=AT)
    client = client_for(head)
    client.get(f"/protocols/{whole.pk}/")

    with django_assert_num_queries(11):
        assert len(client.get(f"/protocols/{whole.pk}/").context["remarks"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_protocol_detail_with_votes_and_a_scan_costs_one_query_each(
    make_whole: MakeWhole, client_for: ClientFor, head: Person, rows: int, django_assert_num_queries: Any
) -> None:
    whole = make_whole()
    for place in range(rows):
        item = AgendaItemFactory.create(protocol=whole, position=5 + place)
        DecisionFactory.create(protocol=whole, item=item)
        Vote.objects.create(protocol=whole, item=item, for_count=2, against_count=0, abstained_count=0)
    sign_protocol(whole.pk, by=head, at=AT)
    scan = {"protocol": whole, "kind": PaperKind.SCAN, "title": "Скан", "added_at": NOW, "added_by": "Липина"}
    for _ in range(rows):
        ProtocolPaper.objects.create(file=stored_file(), **scan)
    client = client_for(head)
    client.get(f"/protocols/{whole.pk}/")

    with django_assert_num_queries(12):
        page = client.get(f"/protocols/{whole.pk}/")
    assert len(page.context["papers"].signed) == rows
    assert sum(item.vote is not None for item in page.context["content"].items) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_signing_costs_the_same_however_much_is_written(
    make_whole: MakeWhole, client_for: ClientFor, head: Person, rows: int, django_assert_num_queries: Any
) -> None:
    whole = make_whole(13)
    for place in range(rows):
        item = AgendaItemFactory.create(protocol=whole, position=5 + place)
        DecisionFactory.create(protocol=whole, item=item)
        Vote.objects.create(protocol=whole, item=item, for_count=2, against_count=0, abstained_count=0)
        make_whole(6 + place)
        make_whole(20 + place, signed=True, number=1 + place)
    client = client_for(head)
    client.get(f"/protocols/{whole.pk}/sign/")

    with django_assert_num_queries(12):
        page = client.get(f"/protocols/{whole.pk}/sign/")
    assert (page.context["missing"], len(page.context["doubts"])) == ([], 2 * rows)
    assert len(page.context["wants"]) > rows


def test_event_without_a_protocol_offers_to_begin_one(
    association: Association, client_for: ClientFor, head: Person, member: Person, region_head: Person
) -> None:
    event = EventFactory.create(association=association)
    address = f"/events/{event.pk}/protocol/"

    page = client_for(head).get(address)

    assert page.status_code == 200
    assert "Протокола этого мероприятия ещё нет" in page.content.decode()
    for person in (member, region_head):
        assert client_for(person).get(address).status_code == 404


def test_page_of_a_held_meeting_offers_to_begin_its_protocol(
    association: Association, client_for: ClientFor, head: Person, member: Person
) -> None:
    meeting = EventFactory.create(association=association, held=True, form=EventForm.MEETING)
    lesson = EventFactory.create(association=association, held=True, form=EventForm.MASTER_CLASS)
    offer = f'href="/events/{meeting.pk}/protocol/">Начать протокол'

    pages = [client_for(person).get(f"/events/{meeting.pk}/").content.decode() for person in (head, member)]
    other = client_for(head).get(f"/events/{lesson.pk}/").content.decode()

    assert [offer in page for page in pages] == [True, False]
    assert "Начать протокол" not in other


def test_event_leads_to_its_protocol(
    association: Association, client_for: ClientFor, head: Person, member: Person, make_whole: MakeWhole
) -> None:
    event = EventFactory.create(association=association)
    ProtocolFactory.create(association=association, event=event, archived_at=NOW)
    whole = make_whole(event=event)
    address = f"/events/{event.pk}/protocol/"

    assert client_for(head).get(address).headers["Location"] == f"/protocols/{whole.pk}/"
    assert client_for(member).get(address).status_code == 404
    assert "Протокол №" not in client_for(member).get(f"/events/{event.pk}/").content.decode()
    sign_protocol(whole.pk, by=head, at=AT)
    assert client_for(member).get(address).headers["Location"] == f"/protocols/{whole.pk}/"
    assert f'href="/protocols/{whole.pk}/"' in client_for(member).get(f"/events/{event.pk}/").content.decode()
    assert f'href="/protocols/{whole.pk}/"' not in client_for(None).get(f"/events/{event.pk}/").content.decode()
    assert f'href="{address}"' in client_for(head).get(f"/events/{event.pk}/work/").content.decode()


def test_item_of_the_plan_leads_to_the_signed_protocol(
    association: Association, client_for: ClientFor, head: Person, make_whole: MakeWhole
) -> None:
    item = PlanItemFactory.create(plan=PlanFactory.create(association=association, school_year=2024))
    whole = make_whole(event=EventFactory.create(association=association, plan_item=item))

    assert f"/protocols/{whole.pk}/" not in client_for(head).get(item.get_absolute_url()).content.decode()
    sign_protocol(whole.pk, by=head, at=AT)
    page = client_for(head).get(item.get_absolute_url()).content.decode()
    assert "Протокол №\xa01 от 08.10.2024" in page
    assert f'href="/protocols/{whole.pk}/"' in page


def post(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, said)


def test_head_sends_for_remarks_and_takes_back(whole: Protocol, client_for: ClientFor, head: Person) -> None:
    client, until = client_for(head), clock.today() + timedelta(days=2)

    sent = post(client, f"/protocols/{whole.pk}/send/", until=until.isoformat(), expected_version=1)
    whole.refresh_from_db()
    assert (sent.status_code, whole.status, whole.remarks_until) == (302, "remarks", until)
    late = post(client, f"/protocols/{whole.pk}/send/", until=until.isoformat(), expected_version=1)
    assert late.status_code == 422
    assert post(client, f"/protocols/{whole.pk}/take-back/").status_code == 302
    whole.refresh_from_db()
    assert whole.status == "draft"


@pytest.mark.parametrize("deed", ["send", "take-back", "sign", "unsign", "archive", "files/add", "plans/1/approve"])
def test_deeds_are_hidden_from_those_who_do_not_keep_protocols(
    whole: Protocol, client_for: ClientFor, member: Person, stranger: Person, deed: str
) -> None:
    Protocol.objects.filter(pk=whole.pk).update(status="remarks")
    before = fingerprint()

    for person in (member, stranger):
        for answer in (
            client_for(person).get(f"/protocols/{whole.pk}/{deed}/"),
            client_for(person).post(f"/protocols/{whole.pk}/{deed}/"),
        ):
            assert answer.status_code == 404

    assert fingerprint() == before


def test_methodist_reads_why_she_may_not_sign(whole: Protocol, client_for: ClientFor, methodist: Person) -> None:
    assert client_for(methodist).get(f"/protocols/{whole.pk}/sign/").status_code == 403
    assert f"/protocols/{whole.pk}/sign/" not in client_for(methodist).get(f"/protocols/{whole.pk}/").content.decode()


def test_head_signs_on_a_page_that_shows_the_number(whole: Protocol, client_for: ClientFor, head: Person) -> None:
    client, address = client_for(head), f"/protocols/{whole.pk}/sign/"

    asked = client.get(address)

    assert (asked.context["number"], asked.context["doubts"], asked.context["missing"]) == (1, (), [])
    assert list(asked.context["form"].fields) == []
    done = post(client, address, deed="Подписать")
    assert done.headers["Location"] == f"/protocols/{whole.pk}/"
    whole.refresh_from_db()
    assert (whole.status, whole.number) == ("signed", 1)
    assert client.get(address).headers["Location"] == f"/protocols/{whole.pk}/"


def test_number_against_the_days_is_asked_about(make_whole: MakeWhole, client_for: ClientFor, head: Person) -> None:
    sign_protocol(make_whole(20).pk, by=head, at=AT)
    earlier = make_whole(13)
    client, address = client_for(head), f"/protocols/{earlier.pk}/sign/"

    asked, refused = client.get(address), post(client, address, deed="Подписать")

    assert list(asked.context["form"].fields) == ["accept_order", "order_reason"]
    assert (refused.status_code, len(asked.context["doubts"])) == (422, 1)
    assert post(client, address, accept_order="on", order_reason="Секретарь болела").status_code == 302
    page = client.get(f"/protocols/{earlier.pk}/").content.decode()
    assert "Секретарь болела" in page


def test_what_is_missing_is_shown_before_signing(association: Association, client_for: ClientFor, head: Person) -> None:
    empty = ProtocolFactory.create(association=association)

    page = client_for(head).get(f"/protocols/{empty.pk}/sign/").content.decode()

    assert "впишите повестку дня" in page
    assert client_for(head).post(f"/protocols/{empty.pk}/sign/").status_code == 422


def test_head_takes_the_signature_back(signed: Protocol, client_for: ClientFor, head: Person) -> None:
    client, address = client_for(head), f"/protocols/{signed.pk}/unsign/"

    assert post(client, address, reason="").status_code == 422
    assert post(client, address, reason="Опечатка").status_code == 302
    signed.refresh_from_db()
    assert signed.status == "draft"
    assert "Опечатка" in client.get(f"/protocols/{signed.pk}/").content.decode()
    assert client.get(address).headers["Location"] == f"/protocols/{signed.pk}/"


def test_member_remarks_and_head_answers(
    whole: Protocol, client_for: ClientFor, head: Person, member: Person, stranger: Person
) -> None:
    Protocol.objects.filter(pk=whole.pk).update(status="remarks", remarks_until=clock.today())
    theirs, ours = client_for(member), client_for(head)
    item = whole.agenda.get()

    assert "Написать замечание" in theirs.get(f"/protocols/{whole.pk}/").content.decode()
    sent = post(theirs, f"/protocols/{whole.pk}/remarks/new/", text="Неверная дата", item=str(item.pk))
    assert sent.headers["Location"] == f"/protocols/{whole.pk}/#remarks"
    said = Remark.objects.get()
    assert (said.item, said.person) == (item, member)
    assert client_for(stranger).get(f"/protocols/{whole.pk}/remarks/new/").status_code == 404
    address = f"/protocols/remarks/{said.pk}/answer/"
    assert theirs.get(address).status_code == client_for(stranger).get(address).status_code == 404
    assert post(ours, address, state="declined", answer="", expected_version=1).status_code == 422
    assert post(ours, address, state="declined", answer="Дата верна", expected_version=1).status_code == 302
    clash = post(ours, address, state="taken", answer="", expected_version=1)
    assert clash.status_code == 422
    said.refresh_from_db()
    assert (said.state, said.answer) == (RemarkState.DECLINED, "Дата верна")
    assert "Дата верна" in theirs.get(f"/protocols/{whole.pk}/").content.decode()


def test_empty_remark_is_answered_on_the_form(whole: Protocol, client_for: ClientFor, member: Person) -> None:
    Protocol.objects.filter(pk=whole.pk).update(status="remarks")

    assert post(client_for(member), f"/protocols/{whole.pk}/remarks/new/", text=" ").status_code == 422
    assert Remark.objects.count() == 0


def test_head_puts_a_draft_away_and_back(whole: Protocol, client_for: ClientFor, head: Person) -> None:
    client, address = client_for(head), f"/protocols/{whole.pk}/archive/"

    assert post(client, address, deed="Убрать в архив").status_code == 302
    # The second click of a double one asks for what is done already.
    assert post(client, address, deed="Убрать в архив").status_code == 302
    whole.refresh_from_db()
    assert whole.archived_at is not None
    assert post(client, address, deed="Вернуть из архива").status_code == 302
    whole.refresh_from_db()
    assert whole.archived_at is None


def test_head_brings_an_attachment_and_then_a_scan(whole: Protocol, client_for: ClientFor, head: Person) -> None:
    client, address = client_for(head), f"/protocols/{whole.pk}/files/add/"
    pdf = b"%PDF-1.7\n"

    brought = post(client, address, file=SimpleUploadedFile("Доклад.pdf", pdf), title="Доклад Липиной")
    assert brought.headers["Location"] == f"/protocols/{whole.pk}/#papers"
    sign_protocol(whole.pk, by=head, at=AT)
    wrong = post(client, address, kind="scan", file=SimpleUploadedFile("скан.pdf", b"words"))
    assert wrong.status_code == 422
    assert post(client, address, kind="scan", file=SimpleUploadedFile("скан.pdf", pdf)).status_code == 302
    assert list(whole.papers.values_list("kind", "title")) == [
        ("attachment", "Доклад Липиной"), ("scan", "Подписанный экземпляр"),
    ]  # fmt: skip
    scan = whole.papers.get(kind="scan")
    assert client.get(scan.file.get_absolute_url()).status_code == 200
    assert client.get(f"/protocols/files/{scan.pk}/retire/").status_code == 200
    assert post(client, f"/protocols/files/{scan.pk}/retire/").status_code == 302
    assert client.get(f"/protocols/files/{scan.pk}/retire/").status_code == 404


def test_files_are_put_away_by_those_who_keep_protocols(
    signed: Protocol, client_for: ClientFor, member: Person, head: Person
) -> None:
    post(
        client_for(head), f"/protocols/{signed.pk}/files/add/", kind="scan", file=SimpleUploadedFile("a.pdf", b"%PDF-")
    )
    scan = signed.papers.get()

    assert client_for(member).get(f"/protocols/{signed.pk}/files/add/").status_code == 404
    assert client_for(member).post(f"/protocols/files/{scan.pk}/retire/").status_code == 404
    assert client_for(member).get(scan.file.get_absolute_url()).status_code == 200


def test_plan_is_approved_from_the_page_of_the_protocol(
    signed: Protocol, association: Association, client_for: ClientFor, head: Person, methodist: Person
) -> None:
    plan = PlanItemFactory.create(plan=PlanFactory.create(association=association, school_year=2024)).plan
    PlanFactory.create(association=association, school_year=2023)
    address = f"/protocols/{signed.pk}/plans/{plan.pk}/approve/"
    client, decision = client_for(head), signed.decisions.get()

    assert address in client.get(f"/protocols/{signed.pk}/").content.decode()
    assert address not in client_for(methodist).get(f"/protocols/{signed.pk}/").content.decode()
    assert post(client, address, decision=str(decision.pk)).status_code == 302
    assert PlanApproval.objects.values_list("plan", "decision").get() == (plan.pk, decision.pk)
    assert client.get(address).status_code == 404
    page = client.get(f"/protocols/{signed.pk}/").content.decode()
    assert f'href="{plan.get_absolute_url()}"' in page
    assert f'href="/protocols/{signed.pk}/"' in client.get(plan.get_absolute_url()).content.decode()


def test_desk_names_what_waits(
    make_whole: MakeWhole, client_for: ClientFor, head: Person, member: Person, stranger: Person
) -> None:
    out = make_whole(title="Для чтения", remarks=True, remarks_until=clock.today())
    make_whole(title="Не подписан")
    make_whole(title="Убран", archived_at=NOW)

    def tasks(person: Person) -> list[tuple[str, str]]:
        found = client_for(person).get("/desk/").context["tasks"]
        return [(task.title, task.href) for task in found if "ротокол" in task.title]

    assert tasks(member) == [("Прочитайте протокол: Для чтения", f"/protocols/{out.pk}/")]
    assert sorted(title for title, _ in tasks(head)) == ["Протокол: Для чтения", "Протокол: Не подписан"]
    assert tasks(stranger) == []
    Remark.objects.create(protocol=out, person=member, name="Липина", text="Дата", made_at=NOW)
    assert tasks(member) == []
