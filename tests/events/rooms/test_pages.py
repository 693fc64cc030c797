"""Lists of video rooms in the browser: brought, answered, taken, undone, and nothing for those who may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.events.enums import RoomListState, RowVerdict
from stellazh.events.models import Attendance, Enrolment, Event, RoomList
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.checks import fingerprint
from tests.events.rooms.conftest import TEXT, Bring
from tests.factories.events import EnrolmentFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


def lists_of(event: Event) -> str:
    return reverse("events:room_lists", args=[event.pk])


def address(room_list: RoomList, name: str = "detail", *args: object) -> str:
    return reverse(f"events:room_list_{name}" if name != "row" else "events:room_row",
                   args=[room_list.event_id, room_list.public_id, *args])  # fmt: skip


def page(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def upload(client: Client, event: Event, text: str = TEXT, **data: object) -> Any:
    file = SimpleUploadedFile("комната.csv", text.encode())
    return client.post(lists_of(event), {"file": file, **data})


def test_whole_story_in_the_browser(
    event: Event, nina: Enrolment, vera: Enrolment, guest: Enrolment, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    answer = upload(client, event, least_minutes=15)
    made = RoomList.objects.get()
    assert answer["Location"] == address(made)

    text = page(client, address(made))
    assert "iPhone Вера" in text
    assert f'value="enrolment:{vera.pk}"' in text
    row = made.rows.get(raw_name="iPhone Вера")
    client.post(address(made), {f"row-{row.pk}": f"enrolment:{vera.pk}"})

    unknown = made.rows.get(raw_name="Мимо Прохожий")
    client.post(address(made), {f"row-{unknown.pk}": "guest"})
    confirm = page(client, address(made, "take"))
    version = re.search(r'name="version" value="(\d+)"', confirm)
    assert version
    assert "<b>3\u00a0человека</b>" in confirm

    client.post(address(made, "take"), {"version": version[1]})
    # Five minutes are not fifteen: the telephone known by its address is passed over.
    assert sorted(Attendance.objects.values_list("name", flat=True)) == [
        "Берестова Вера Ильинична", "Мимо Прохожий", "Озерова Нина Львовна",
    ]  # fmt: skip
    assert "Отменить внесение" in page(client, address(made))

    client.post(address(made, "undo"))
    assert set(Attendance.objects.values_list("state", flat=True)) == {"absent"}
    made.refresh_from_db()
    assert made.state == RoomListState.UNDONE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Тема;Дата\nЧитаем;08.10.2024\n", "не нашлось столбца с именами"), ("%PDF-1.7", "PDF"), ("", "Файл пуст")],
)
def test_odd_file_is_answered_with_a_sentence(
    event: Event, head: Person, client_for: ClientFor, text: str, sentence: str
) -> None:
    answer = upload(client_for(head), event, text)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not RoomList.objects.exists()


def test_same_file_again_is_told(
    event: Event, nina: Enrolment, bring: Bring, head: Person, client_for: ClientFor
) -> None:
    bring()
    client = client_for(head)
    client.get(lists_of(event))
    before = fingerprint()

    answer = upload(client, event)

    assert answer.status_code == 422
    assert "Ничего не изменилось" in answer.content.decode()
    assert fingerprint() == before


def test_another_person_is_found_and_chosen(
    event: Event, bring: Bring, association: Association, stranger: Person, head: Person, client_for: ClientFor
) -> None:
    near: Any = PersonFactory(family_name="Тополева", given_name="Инна")
    MembershipFactory(person=near, association=association)
    made = bring()
    row = made.rows.get(raw_name="Мимо Прохожий")
    client = client_for(head)

    text = page(client, address(made, "row", row.pk), q="тополе")
    assert f'value="person:{near.pk}"' in text
    assert "Никого не нашлось" in page(client, address(made, "row", row.pk), q=stranger.family_name)
    assert client.post(address(made, "row", row.pk), {f"row-{row.pk}": f"person:{stranger.pk}"}).status_code == 422
    client.post(address(made, "row", row.pk), {f"row-{row.pk}": f"person:{near.pk}"})

    row.refresh_from_db()
    assert (row.verdict, row.person) == (RowVerdict.MATCHED, near)


def test_answers_changed_meanwhile_are_counted_again(
    bring: Bring, nina: Enrolment, head: Person, client_for: ClientFor
) -> None:
    made = bring()

    answer = client_for(head).post(address(made, "take"), {"version": made.version + 1})

    assert answer.status_code == 422
    assert "проверьте числа ещё раз" in answer.content.decode()


def test_strangers_get_nothing(
    event: Event, bring: Bring, member: Person, stranger: Person, region_head: Person, client_for: ClientFor
) -> None:
    made = bring()
    row = made.rows.all()[0]
    addresses = [lists_of(event), address(made), address(made, "take"), address(made, "undo"),
                 address(made, "row", row.pk)]  # fmt: skip

    for person in (member, stranger, region_head):
        client = client_for(person)
        assert [client.get(one).status_code for one in addresses] == [404] * 5
        assert [client.post(one).status_code for one in addresses] == [404] * 5
    assert [client_for(None).get(one).status_code for one in addresses] == [302] * 5


def test_list_of_another_event_is_not_found(bring: Bring, head: Person, client_for: ClientFor) -> None:
    made = bring()
    other: Any = EnrolmentFactory(event__association=made.event.association).event

    answer = client_for(head).get(reverse("events:room_list_detail", args=[other.pk, made.public_id]))

    assert answer.status_code == 404


def test_made_up_answers_are_refused(bring: Bring, head: Person, client_for: ClientFor) -> None:
    made = bring()
    row = made.rows.all()[0]
    client = client_for(head)

    assert client.post(address(made), {f"row-{row.pk}": "admin"}).status_code == 404
    assert client.post(address(made), {f"row-{row.pk + 999}": "guest"}).status_code == 422
    assert client.post(address(made, "row", row.pk), {f"row-{row.pk + 1}": "guest"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_three(
    event: Event, bring: Bring, head: Person, association: Association, client_for: ClientFor, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    names = []
    for number in range(count):
        EnrolmentFactory(event=event, person=PersonFactory(family_name="Озерова", given_name="Нина"))
        person: Any = PersonFactory(family_name="Берестова", given_name="Инна", patronymic="")
        MembershipFactory(person=person, association=association)
        names.append(f"Озерова {number}\nБерестова {number}")
    made = bring("Имя\n" + "\n".join(names))
    assert set(made.rows.values_list("verdict", flat=True)) == {RowVerdict.DOUBTFUL}
    client = client_for(head)
    client.get(lists_of(event))

    # The session's person and grants, the event; the lists and how many, the bell.
    with django_assert_num_queries(6):
        page(client, lists_of(event))
    # The list, its numbers, the rows and how many; those who may be meant: registrations, people, their schools.
    with django_assert_num_queries(11):
        page(client, address(made))


def test_tab_stands_where_there_is_a_room(event: Event, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    tab = f'href="{lists_of(event)}"'
    assert tab not in page(client, lists_of(event)).split("</h1>")[1].split("<form")[0]

    event.format = ItemFormat.ONLINE
    event.save()

    assert tab in page(client, lists_of(event)).split("</h1>")[1].split("<form")[0]
