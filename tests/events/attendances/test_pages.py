"""The pages of attendance: the list, the paper list, walk-ins, files; what they cost and whom they shut out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.events.enums import AttendanceState, EnrolmentState, MarkSource
from stellazh.events.models import Attendance, AttendanceMark, Enrolment, Event
from stellazh.events.services import attendances as services
from stellazh.events.services.attendance_marks import Mark, Subject, put_marks
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.associations import TerritoryFactory
from tests.factories.events import STARTS, EnrolmentFactory, EventFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


def address(name: str, event: Event, *more: object) -> str:
    return reverse(f"events:{name}", args=[event.pk, *more])


def page(client: Client, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == status
    return answer.content.decode()


def names(text: str) -> list[str]:
    return re.findall(r"Отметить:</span> ([^<]+)</b>", text)


def enrolled(event: Event, name: str, **values: Any) -> Any:
    return EnrolmentFactory(event=event, name=name, **values)


def marked(event: Event, head: Person, enrolment: Any, state: str = "present", source: str = "paper") -> None:
    told = Mark(MarkSource(source), AttendanceState(state), uuid4().hex, event.first_day, STARTS)
    put_marks(event, [(Subject(enrolment=enrolment), told)], by=head, at=STARTS)


@pytest.mark.parametrize("count", [1, 3])
def test_attendance_list_costs_the_same_for_one_and_three(
    event: Event,
    head: Person,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        for source in ("paper", "code", "room"):
            marked(event, head, enrolled(event, f"Липина {n}"), source=source)
        enrolled(event, f"Озерова {n}")
    client = client_for(head)
    client.get(address("attendance_list", event))

    # The session's person and grants, the event, the municipalities, the count, the rows, their marks, two of figures;
    # the bell.
    with django_assert_num_queries(10):
        text = page(client, address("attendance_list", event))

    assert len(names(text)) == 4 * count


def test_attendance_list_of_3000_costs_as_much_and_stays_small(
    event: Event, head: Person, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Enrolment.objects.bulk_create(
        Enrolment(
            event=event,
            name=f"Озерова {n:04}",
            sort_key=f"озерова {n:012}",
            guest_email=f"g{n}@example.org",
            state=EnrolmentState.CONFIRMED,
            registered_at=STARTS,
            updated_at=STARTS,
        )
        for n in range(3000)
    )
    first = list(Enrolment.objects.order_by("pk")[:1000])
    told = [
        (Subject(enrolment=one), Mark(MarkSource.CODE, AttendanceState.ONLINE, f"k{one.pk}", event.first_day, STARTS))
        for one in first
    ]
    put_marks(event, told, by=head, at=STARTS)
    client = client_for(head)
    client.get(address("attendance_list", event))

    with django_assert_num_queries(10):
        text = page(client, address("attendance_list", event), page="7")

    assert (len(names(text)), names(text)[0]) == (50, "Озерова 0300")
    assert "<dd>1\xa0000</dd>" in text
    assert "<dd>2\xa0000</dd>" in text
    assert len(text.encode()) < 80_000


def test_attendance_list_holds_who_is_registered_and_who_came(
    event: Event, head: Person, client_for: ClientFor
) -> None:
    marked(event, head, enrolled(event, "Вербина Ольга"), "online", "room")
    enrolled(event, "Берестова Анна")
    enrolled(event, "Липина Вера", state=EnrolmentState.WITHDRAWN)
    enrolled(event, "Кленова Ида", state=EnrolmentState.WAITING, queued_at=STARTS)
    services.add_walk_in(event.pk, on=event.first_day, who=services.WalkIn("Ольхова Нина"), by=head, at=STARTS)
    marked(EventFactory(association=event.association), head, enrolled(EventFactory(), "Чужая Анна"))
    client = client_for(head)

    assert names(page(client, address("attendance_list", event))) == ["Берестова Анна", "Вербина Ольга", "Ольхова Нина"]
    assert "без регистрации" in page(client, address("attendance_list", event), q="ольхова")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "unmarked"}, ["Берестова Анна", "Лесникова Ия"]),
        ({"state": "online"}, ["Вербина Ольга"]),
        ({"state": "absent"}, ["Кленова Ида"]),
        ({"source": "paper"}, ["Озерова Вера"]),
        ({"q": "ЛЕСН"}, ["Лесникова Ия"]),
        ({"territory": "T"}, ["Озерова Вера"]),
        ({"state": "nonsense"}, ["Берестова Анна", "Вербина Ольга", "Кленова Ида", "Лесникова Ия", "Озерова Вера"]),
    ],
)
def test_attendance_list_is_narrowed(
    event: Event, head: Person, client_for: ClientFor, query: dict[str, str], expected: list[str]
) -> None:
    territory: Any = TerritoryFactory(code="ozero", name="Озёрный округ", parent=event.association.territory.parent)
    enrolled(event, "Берестова Анна")
    marked(event, head, enrolled(event, "Вербина Ольга"), "online", "room")
    marked(event, head, enrolled(event, "Кленова Ида"), "absent", "hand")
    marked(event, head, enrolled(event, "Озерова Вера", territory=territory))
    taken_back = enrolled(event, "Лесникова Ия")
    marked(event, head, taken_back)
    ticks = services.PaperTicks(frozenset({f"e{taken_back.pk}"}), frozenset())
    services.mark_paper_list(event.pk, on=event.first_day, ticks=ticks, by=head, at=STARTS)
    asked = {key: str(territory.pk) if value == "T" else value for key, value in query.items()}

    assert names(page(client_for(head), address("attendance_list", event), **asked)) == expected


def test_attendance_list_names_the_sources(event: Event, head: Person, client_for: ClientFor) -> None:
    enrolment = enrolled(event, "Липина Вера")
    now = STARTS - timedelta(minutes=2)
    for _ in range(3):
        services.mark_ticket(event.pk, ticket_code=enrolment.ticket_code, key=uuid4(), scanned_at=None, by=head, at=now)
    code = services.open_check_in(
        event.pk, label="", coming_as="", opens_at=now, closes_at=STARTS + timedelta(hours=1), by=head, at=now
    )
    at = STARTS + timedelta(minutes=5)
    services.check_in_by_code(event.pk, code=code.code, place="x", by=enrolment.person, at=at)

    text = page(client_for(head), address("attendance_list", event))

    tags = re.findall(r'<span class="tag source"[^>]*>([^<]+)</span>', text)
    assert tags == ["билет 13:58, Ольхова", "код 14:05", "билет показан ещё 2 раза"]


def test_attendance_list_has_a_column_for_each_day(event: Event, head: Person, client_for: ClientFor) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at + timedelta(days=1))
    event.refresh_from_db()
    enrolment = enrolled(event, "Липина Вера")
    ticks = services.PaperTicks(frozenset(), frozenset({f"e{enrolment.pk}"}))
    services.mark_paper_list(event.pk, on=event.last_day, ticks=ticks, by=head, at=STARTS)

    text = page(client_for(head), address("attendance_list", event))

    assert re.findall(r'<th scope="col">(\d\d\.\d\d)</th>', text) == ["08.10", "09.10"]
    assert re.findall(r'<td data-label="День">([^<]+)</td>', text) == ["—", "был"]


def test_attendance_is_for_those_who_may(
    event: Event,
    head: Person,
    member: Person,
    stranger: Person,
    region_head: Person,
    client_for: ClientFor,
) -> None:
    reading = [address("attendance_list", event)]
    marking = [
        address(name, event)
        for name in ("attendance_paper", "attendance_walk_in", "check_in_codes", "scanner", "door_list")
    ]

    for who, may_read, may_mark in (
        (head, 200, 200),
        (region_head, 200, 404),
        (member, 404, 404),
        (stranger, 404, 404),
    ):
        client = client_for(who)
        assert [client.get(url).status_code for url in reading] == [may_read], who
        assert [client.get(url).status_code for url in marking] == [may_mark] * len(marking), who
        assert client.post(address("attendance_mark", event)).status_code == (422 if may_mark == 200 else 404)
        assert client.post(address("attendance_table", event)).status_code == may_read
    assert client_for().get(reading[0]).status_code == 302


def test_mark_in_the_list_sets_states_and_returns_to_the_page(
    event: Event, head: Person, client_for: ClientFor
) -> None:
    first, second = enrolled(event, "Липина Вера"), enrolled(event, "Озерова Анна")
    back = f"{address('attendance_list', event)}?state=unmarked"
    sent = {"rows": [f"e{first.pk}", f"e{second.pk}"], "state": "excused", "reason": "на курсах", "next": back}

    answer = client_for(head).post(address("attendance_mark", event), sent)

    assert (answer.status_code, answer["Location"]) == (302, back)
    assert set(Attendance.objects.values_list("state", "reason")) == {("excused", "на курсах")}


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"state": "present"}, "Отметьте в списке, о ком речь."),
        ({"rows": ["E"], "state": "excused"}, "Напишите причину отсутствия"),
        ({"rows": ["x7"], "state": "present"}, "Такой строки нет."),
    ],
)
def test_mark_in_the_list_says_what_is_wrong(
    event: Event, head: Person, client_for: ClientFor, sent: dict[str, Any], words: str
) -> None:
    enrolment = enrolled(event, "Липина Вера")
    rows = [f"e{enrolment.pk}" if row == "E" else row for row in sent.get("rows", [])]
    before = fingerprint()

    answer = client_for(head).post(address("attendance_mark", event), {**sent, "rows": rows})

    assert (answer.status_code, words in answer.content.decode(), fingerprint()) == (422, True, before)


def test_clearing_hands_in_the_list(event: Event, head: Person, client_for: ClientFor) -> None:
    enrolment = enrolled(event, "Липина Вера")
    marked(event, head, enrolment, "absent", "hand")

    client_for(head).post(address("attendance_mark", event), {"rows": [f"e{enrolment.pk}"], "state": "clear"})

    assert AttendanceMark.objects.filter(withdrawn_at=None).count() == 0


def test_paper_page_shows_ticks_and_saves_what_changed(event: Event, head: Person, client_for: ClientFor) -> None:
    first, second = enrolled(event, "Липина Вера"), enrolled(event, "Озерова Анна")
    marked(event, head, first)
    client = client_for(head)
    text = page(client, address("attendance_paper", event))
    assert re.findall(r'name="rows" value="(e\d+)"( checked)?', text) == [
        (f"e{first.pk}", " checked"),
        (f"e{second.pk}", ""),
    ]
    assert f'name="before" value="e{first.pk}"' in text

    answer = client.post(
        address("attendance_paper", event),
        {"on": "2024-10-08", "before": f"e{first.pk}", "rows": [f"e{second.pk}"]},
        follow=True,
    )

    assert "Отмечено: 1. Снято отметок: 1." in answer.content.decode()
    assert dict(Attendance.objects.values_list("name", "state")) == {"Липина Вера": "absent", "Озерова Анна": "present"}


@pytest.mark.parametrize("count", [1, 3])
def test_paper_page_costs_the_same_for_one_and_three(
    event: Event,
    head: Person,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(count):
        marked(event, head, enrolled(event, f"Липина {n}"))
    client = client_for(head)
    client.get(address("attendance_paper", event))

    # The session's person and grants, the event, the count, the rows, their marks; the bell.
    with django_assert_num_queries(7):
        page(client, address("attendance_paper", event))


def test_paper_of_a_day_that_is_none_is_refused(event: Event, head: Person, client_for: ClientFor) -> None:
    before = fingerprint()

    answer = client_for(head).post(address("attendance_paper", event), {"on": "2024-01-01", "before": "", "rows": []})

    assert (answer.status_code, fingerprint()) == (422, before)


def test_walk_in_is_found_among_people_in_reach_only(
    event: Event, head: Person, stranger: Person, association: Association, client_for: ClientFor
) -> None:
    near: Any = PersonFactory(family_name="Тополева")
    MembershipFactory(person=near, association=association)
    far: Any = PersonFactory(family_name="Тополева")
    waiting = enrolled(event, "Тополева Нина", state=EnrolmentState.WAITING, queued_at=STARTS)
    client = client_for(head)

    text = page(client, address("attendance_walk_in", event), q="тополева")

    assert re.findall(r'name="(?:person|rows)" value="([^"]+)"', text) == [f"e{waiting.pk}", str(near.pk)]
    refused = client.post(address("attendance_walk_in", event), {"person": far.pk, "on": "2024-10-08"})
    assert (refused.status_code, Attendance.objects.count()) == (422, 0)
    client.post(address("attendance_walk_in", event), {"person": near.pk, "on": "2024-10-08"})
    assert Attendance.objects.get().person == near


def test_walk_in_guest_is_written_down_once(event: Event, head: Person, client_for: ClientFor) -> None:
    sent = {
        "name": "Тополева Анна",
        "organisation_name": "Школа № 5",
        "on": "2024-10-08",
        "submission_key": str(uuid4()),
    }
    client = client_for(head)

    answers = [client.post(address("attendance_walk_in", event), sent).status_code for _ in range(2)]
    empty = client.post(address("attendance_walk_in", event), {"on": "2024-10-08"})

    assert (answers, empty.status_code) == ([302, 302], 422)
    assert list(Attendance.objects.values_list("name", "organisation_name")) == [("Тополева Анна", "Школа № 5")]
    assert AttendanceMark.objects.count() == 1


def test_sheet_for_signatures_has_everybody_and_blank_lines(
    event: Event, head: Person, client_for: ClientFor, now: datetime
) -> None:
    person: Any = PersonFactory()
    PostFactory(person=person, title="педагог-библиотекарь")
    territory: Any = TerritoryFactory(code="ozero", name="Озёрный округ", parent=event.association.territory.parent)
    enrolled(event, "Липина Вера", person=person, organisation_name="Школа № 7", territory=territory)
    enrolled(event, "Берестова Анна")
    enrolled(event, "Кленова Ида", state=EnrolmentState.WAITING, queued_at=now)

    answer = client_for(head).post(address("attendance_sheet", event), {"by_municipality": "1"})

    document = Document(BytesIO(answer.content))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["№", "Фамилия, имя, отчество", "Школа, организация", "Должность", "Подпись"]
    assert rows[1][0] == "Озёрный округ"
    assert rows[2][:4] == ["1", "Липина Вера", "Школа № 7", "педагог-библиотекарь"]
    assert (rows[3][0], rows[4][:2], len(rows)) == ("Муниципалитет не указан", ["2", "Берестова Анна"], 15)
    text = "\n".join(line.text for line in document.paragraphs)
    assert ("ЛИСТ РЕГИСТРАЦИИ" in text, "8 октября 2024 г." in text, event.place in text) == (True, True, True)
    assert "w:tblHeader" in zipfile.ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
    assert AuditEntry.objects.filter(action="event_attendance_exported").count() == 1


def test_table_has_states_and_sources(event: Event, head: Person, client_for: ClientFor) -> None:
    marked(event, head, enrolled(event, "=Липина Вера"), "online", "room")

    answer = client_for(head).post(address("attendance_table", event))

    shared = zipfile.ZipFile(BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert all(text in shared for text in ("=Липина Вера", "был онлайн", "видеокомната 08.10"))
    assert "<f>" not in zipfile.ZipFile(BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
