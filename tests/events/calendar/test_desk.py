"""What events put on «Мой стол»."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.events.enums import EnrolmentState, RoomListState
from stellazh.events.models import Event, RoomList
from stellazh.events.services.room_lists import ROOM_LIST_FILE
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.events.calendar.making import enrol, make_event, soon
from tests.factories.events import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory

ClientFor = Callable[..., Client]


def desk(client: Client) -> str:
    answer = client.get(reverse("pages:desk"))
    assert answer.status_code == 200
    return answer.content.decode()


def tasks(text: str) -> list[str]:
    return re.findall(r'<h3[^>]*><a href="(?:[^"]*/events/[^"]*)">([^<]+)</a>', text)


def bring_list(event: Event, state: str = RoomListState.PREVIEW) -> None:
    stored = store_file(b"x", name="room.csv", purpose=ROOM_LIST_FILE, by=System("проверка"), at=clock.now())
    RoomList.objects.create(event=event, file=stored, on=event.first_day, state=state, brought_at=clock.now())


def test_invitations_wait_for_an_answer(association: Association, member: Person, client_for: ClientFor) -> None:
    for title, fields in (("Зовут", {}), ("Прошло", {"days": -3}), ("Отменено", {"cancelled": True})):
        enrol(make_event(association, title, **fields), member, state=EnrolmentState.INVITED)  # type: ignore[arg-type]
    enrol(make_event(association, "Других зовут"), PersonFactory(), state=EnrolmentState.INVITED)

    assert tasks(desk(client_for(member))) == ["Вас приглашают: Зовут"]


def test_many_invitations_are_told_in_short(association: Association, member: Person, client_for: ClientFor) -> None:
    for number in range(5):
        enrol(make_event(association, f"{number}", days=1 + number), member, state=EnrolmentState.INVITED)

    assert tasks(desk(client_for(member))) == [
        "Вас приглашают: 0", "Вас приглашают: 1", "Вас приглашают: 2", "Другие приглашения",
    ]  # fmt: skip


def test_next_events_are_those_one_is_registered_for(
    association: Association, member: Person, client_for: ClientFor
) -> None:
    for state in EnrolmentState:
        enrol(
            make_event(association, f"Встреча {state.value}", place="Зал"),
            member,
            state=state,
            **({"queued_at": clock.now()} if state == EnrolmentState.WAITING else {}),
        )
    enrol(make_event(association, "Прошедшая встреча", days=-3), member)

    text = desk(client_for(member)).partition("Дальше")[2]

    assert sorted(re.findall(r">Встреча (\w+)<", text)) == ["confirmed", "pending", "waiting"]
    assert "Зал, вы в листе ожидания" in text
    assert "Прошедшая" not in text


def test_what_stands_in_a_plan_too_is_told_once(
    association: Association, member: Person, client_for: ClientFor
) -> None:
    day = clock.today() + timedelta(days=7)
    plan = PlanFactory(association=association, published=True)
    PlanItemFactory(plan=plan, title="Читаем вместе", form="seminar", term_kind="date", start=day, end=day)
    event = make_event(association, "Читаем вместе")
    enrol(event, member)

    text = desk(client_for(member)).partition("Дальше")[2]

    assert re.findall(r'href="([^"]+)">Читаем вместе<', text) == [event.get_absolute_url()]


def test_events_that_wait_are_on_the_desk_of_those_who_run_them(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    make_event(association, "Близкий черновик", draft=True, days=5)
    make_event(association, "Далёкий черновик", draft=True, days=60)
    make_event(association, "Не завершено", days=-5)
    make_event(association, "Завершено", days=-5, held=True)
    asked = make_event(association, "Просятся", days=9)
    for _ in range(2):
        EnrolmentFactory(event=asked, state=EnrolmentState.PENDING)
    make_event(association, "Никто не просится", days=9)
    bring_list(make_event(association, "Список", days=-6, held=True))
    bring_list(make_event(association, "Внесён", days=-6, held=True), RoomListState.TAKEN)
    make_event(association, "Убрано", draft=True, days=5, archived_at=soon(-1))

    text = desk(client_for(head))

    assert tasks(text) == [
        "2 регистрации ждут ответа: Просятся",
        "Проверить список видеокомнаты: Список",
        "Объявить мероприятие: Близкий черновик",
        "Завершить мероприятие: Не завершено",
    ]
    assert f'href="{reverse("events:enrolment_list", args=[asked.pk])}?state=pending"' in text


def test_foreign_events_are_on_nobodys_desk(
    association: Association, member: Person, stranger: Person, region_head: Person, client_for: ClientFor
) -> None:
    make_event(association, "Черновик", draft=True, days=5)
    make_event(association, "Не завершено", days=-5)

    # The head of the region reads below and runs nothing there.
    assert [tasks(desk(client_for(person))) for person in (member, stranger, region_head)] == [[], [], []]


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_for_one_event_and_three(
    count: int,
    association: Association,
    head: Person,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        event = make_event(association, f"{number}", days=2 + number)
        EnrolmentFactory(event=event, state=EnrolmentState.PENDING)
        enrol(event, head)
        make_event(association, f"черновик {number}", draft=True)
    client: Any = client_for(head)
    desk(client)

    # The same fourteen as without any event (tests/pages).
    with django_assert_num_queries(14):
        text = desk(client)

    assert len(tasks(text)) == 2 * count
