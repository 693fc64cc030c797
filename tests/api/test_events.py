"""What the interface says of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.events.models import Event, Slot, Speaker
from stellazh.people.models import Person
from tests.api.conftest import ROOT, rows_of
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory

Program = Callable[[Person], Client]
ROOM = "https://video.example/secret-room"


def make_event(association: Association, title: str = "Читаем вместе", **fields: Any) -> Event:
    event: Any = EventFactory(association=association, title=title, **fields)
    return event  # type: ignore[no-any-return]


def test_event_list_gives_what_the_owner_of_the_key_may_open(
    program: Program, association: Association, neighbour: Association, member: Person
) -> None:
    make_event(association, "Наше", visibility="members")
    make_event(association, "Черновик", draft=True)
    make_event(neighbour, "Соседское", visibility="members")
    make_event(neighbour, "Открытое")

    assert sorted(row["title"] for row in rows_of(program(member), "/events")) == ["Наше", "Открытое"]


def test_event_list_is_narrowed(program: Program, region: Association, association: Association, head: Person) -> None:
    make_event(region, "Областное", form="webinar", format="online", level="regional")
    make_event(association, "Наше")
    client = program(head)
    asked: list[tuple[dict[str, str], list[str]]] = [
        ({"association": "luga"}, ["Наше"]),
        ({"association": "nowhere"}, []),
        ({"territory": "luga"}, ["Наше"]),
        ({"form": "webinar"}, ["Областное"]),
        ({"format": "online"}, ["Областное"]),
        ({"level": "regional"}, ["Областное"]),
        ({"since": "2024-10-09"}, []),
        ({"since": "2024-10-08", "until": "2024-10-08"}, ["Областное", "Наше"]),
        ({"is_open": "true"}, []),
    ]

    found = [[row["title"] for row in rows_of(client, "/events", **query)] for query, _ in asked]

    assert found == [expected for _, expected in asked]


def test_event_list_comes_in_pages(program: Program, association: Association, head: Person) -> None:
    for number in range(3):
        make_event(association, f"{number}")
    client = program(head)

    answer = client.get(f"{ROOT}/events", {"limit": 2, "offset": 1}).json()

    assert (answer["count"], [row["title"] for row in answer["items"]]) == (3, ["1", "2"])
    assert client.get(f"{ROOT}/events", {"limit": 201}).status_code == 422


def test_event_detail_says_everything(program: Program, association: Association, head: Person) -> None:
    item: Any = PlanItemFactory(plan__association=association)
    umbrella = make_event(association, "Форум")
    event = make_event(
        association, number=3, plan_item=item, parent=umbrella, room_url=ROOM, summary="О книгах", capacity=20,
        organisers="ММО", level="municipal", age_mark="6+",
    )  # fmt: skip
    section = Slot.objects.create(event=event, kind="session", title="Секция", position=1)
    talk = Slot.objects.create(event=event, parent=section, title="Доклад", position=2, place="Зал")
    gone = Slot.objects.create(event=event, kind="session", title="Убрано", position=3, archived_at=event.created_at)
    Slot.objects.create(event=event, parent=gone, title="Доклад убранной секции", position=4)
    Speaker.objects.create(slot=talk, name="Липина В. И.", post="библиотекарь", organisation_name="Школа № 1")
    EnrolmentFactory(event=event)
    EnrolmentFactory(event=event, waiting=True)
    for state in ("present", "online", "late", "absent"):
        AttendanceFactory(event=event, state=state, territory=association.territory)

    answer = program(head).get(f"{ROOT}/events/{event.pk}").json()

    assert answer == {
        "id": event.pk,
        "uid": str(event.uid),
        "association": "luga",
        "title": "Читаем вместе",
        "form": "meeting",
        "number": 3,
        "level": "municipal",
        "school_year": 2024,
        "starts_at": "2024-10-08T14:00:00+03:00",
        "ends_at": "2024-10-08T16:00:00+03:00",
        "is_all_day": False,
        "time_zone": "Europe/Moscow",
        "format": "onsite",
        "place": "Центральная библиотека",
        "audience": "",
        "age_mark": "6+",
        "summary": "О книгах",
        "visibility": "public",
        "status": "announced",
        "cancel_reason": "",
        "enrolment_mode": "open",
        "enrolment_opens_at": None,
        "enrolment_closes_at": None,
        "capacity": 20,
        "capacity_online": None,
        "parent": umbrella.pk,
        "plan_item": str(item.uid),
        "url": event.get_absolute_url(),
        "updated_at": "2024-09-10T09:00:00Z",
        "version": 1,
        "organisers": "ММО",
        "partners": "",
        "programme": [
            {
                "id": section.pk, "parent": None, "kind": "session", "title": "Секция", "starts_at": None,
                "ends_at": None, "place": "", "speakers": [],
            },
            {
                "id": talk.pk, "parent": section.pk, "kind": "talk", "title": "Доклад", "starts_at": None,
                "ends_at": None, "place": "Зал",
                "speakers": [{"name": "Липина В. И.", "post": "библиотекарь", "organisation": "Школа № 1"}],
            },
        ],
        "figures": {"enrolled": 1, "attended": 2, "present": 1, "online": 1, "late": 1, "municipalities": 1},
    }  # fmt: skip


def test_figures_are_for_those_who_may_read_them(program: Program, association: Association, member: Person) -> None:
    event = make_event(association)

    answer = program(member).get(f"{ROOT}/events/{event.pk}").json()

    assert answer["figures"] is None


def test_hidden_events_do_not_exist(
    program: Program, association: Association, member: Person, stranger: Person
) -> None:
    draft, inside = make_event(association, draft=True), make_event(association, visibility="members")

    statuses = [
        program(person).get(f"{ROOT}/events/{event.pk}").status_code
        for person in (member, stranger)
        for event in (draft, inside)
    ]

    assert statuses == [404, 200, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_event_list_costs_the_same_for_one_and_three(
    count: int,
    program: Program,
    association: Association,
    head: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    plan: Any = PlanFactory(association=association)
    for number in range(count):
        make_event(association, f"{number}", plan_item=PlanItemFactory(plan=plan))
    client = program(head)
    rows_of(client, "/events")

    # The key and its owner, her grants and lists, how many there are, the events.
    with django_assert_num_queries(6):
        assert len(rows_of(client, "/events")) == count


@pytest.mark.parametrize("count", [1, 3])
def test_event_detail_costs_the_same_for_one_line_and_three(
    count: int,
    program: Program,
    association: Association,
    head: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event = make_event(association)
    for number in range(count):
        slot = Slot.objects.create(event=event, title=f"{number}")
        Speaker.objects.create(slot=slot, name="Липина В. И.")
    client = program(head)
    client.get(f"{ROOT}/events/{event.pk}")

    # The key and its owner, her grants and lists; the event, its lines, who speaks; attendances and registrations.
    with django_assert_num_queries(9):
        answer = client.get(f"{ROOT}/events/{event.pk}").json()

    assert len(answer["programme"]) == count
