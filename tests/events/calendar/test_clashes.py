"""What else gathers the same people on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.events.enums import EventVisibility
from stellazh.events.models import Event, Slot, Speaker
from stellazh.events.reads.clashes import clashes
from stellazh.people.models import Person
from stellazh.workplans.models import PlanItem
from tests.factories.associations import AssociationFactory, TerritoryFactory
from tests.factories.events import EventFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory

ClientFor = Callable[..., Client]
FROM = datetime(2024, 10, 8, 11, 0, tzinfo=UTC)
TO = FROM + timedelta(hours=2)


def event(association: Association, title: str, *, hours: float = 0, **fields: Any) -> Event:
    made: Any = EventFactory(association=association, title=title, starts_at=FROM + timedelta(hours=hours), **fields)
    return made  # type: ignore[no-any-return]


def item(association: Association, title: str, **fields: Any) -> PlanItem:
    day = {"start": date(2024, 10, 8), "end": date(2024, 10, 8), "term_kind": "date", "term_raw": "8 октября"}
    made: Any = PlanItemFactory(
        plan=PlanFactory(association=association, published=True),
        title=title,
        **{"form": "seminar", **day, **fields},
    )
    return made  # type: ignore[no-any-return]


def told(
    actor: Any, association: Association, exclude: int | None = None, **fields: Any
) -> list[tuple[str, str, bool]]:
    found = clashes(actor, association, FROM, TO, exclude, **fields)
    return [(one.title, one.why, one.is_same_time) for one in found]


def test_clashes_name_the_own_the_upper_and_the_lower(
    region: Association, association: Association, neighbour: Association, head: Person
) -> None:
    event(association, "Наше", hours=5)
    event(region, "Областное", hours=1)
    lower: Any = AssociationFactory(parent=association, territory=TerritoryFactory(parent=association.territory))
    event(lower, "Школьное", hours=-5)
    event(neighbour, "Соседское")

    assert told(head, association) == [
        ("Областное", "объединение выше вашего", True),
        ("Школьное", "объединение ниже вашего", False),
        ("Наше", "ваше объединение", False),
    ]


def test_clashes_leave_out_other_days_cancelled_and_what_gathers_nobody(association: Association, head: Person) -> None:
    event(association, "Завтра", hours=24)
    event(association, "Отменено", cancelled=True)
    event(association, "В архиве", archived_at=FROM)
    event(association, "Выставка", form="exhibition")
    event(association, "Месяц", hours=-240, ends_at=FROM + timedelta(days=20))

    assert told(head, association) == []


def test_clashes_show_only_what_one_may_see(region: Association, association: Association, member: Person) -> None:
    event(region, "Черновик области", draft=True)
    event(region, "По приглашению", visibility=EventVisibility.INVITED)
    event(region, "Для своих", visibility=EventVisibility.MEMBERS)
    item(region, "Опубликовано")
    hidden = PlanFactory(association=association)
    PlanItemFactory(
        plan=hidden, title="Черновик плана", form="seminar", term_kind="date", start=FROM.date(), end=FROM.date()
    )

    assert [title for title, _, _ in told(member, association)] == ["Для своих", "Опубликовано"]
    assert [title for title, _, _ in told(Guest(), association)] == ["Опубликовано"]


def test_clashes_tell_of_plans_without_what_became_an_event(
    region: Association, association: Association, head: Person
) -> None:
    made = item(association, "Стало мероприятием")
    event(association, "Мероприятие", hours=72, plan_item=made)
    item(region, "Совещание области", form="conference_meeting")

    found = clashes(head, association, FROM, TO)

    assert [(one.title, one.is_plan, one.when) for one in found] == [("Совещание области", True, "8 октября")]


def test_clashes_do_not_name_the_event_itself_nor_its_parts(association: Association, head: Person) -> None:
    umbrella = event(association, "Форум", form="web_forum")
    own = event(association, "Секция", parent=umbrella)
    event(association, "Доклад", parent=own)
    planned = item(association, "Пункт")

    assert told(head, association, own.pk, exclude_item=planned.pk) == []


def test_clashes_find_the_same_speaker_elsewhere(
    association: Association, neighbour: Association, head: Person
) -> None:
    own, other = event(association, "Наше"), event(neighbour, "Чужое", form="exhibition", hours=6)
    for place in (own, other):
        slot = Slot.objects.create(event=place, title="Доклад")
        Speaker.objects.create(slot=slot, person=head, name="Ольхова В. И.")

    assert told(head, association, own.pk) == [("Чужое", "там выступает Ольхова В. И.", False)]


def test_nothing_is_told_of_months(association: Association, head: Person) -> None:
    event(association, "Наше")

    assert clashes(head, association, FROM, FROM + timedelta(days=40)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_clashes_cost_the_same_for_one_and_three(
    count: int, association: Association, head: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        event(association, f"{number}", hours=number)
    plan: Any = PlanFactory(association=association, published=True)
    for number in range(count):
        PlanItemFactory(
            plan=plan, title=f"{number}", form="seminar", term_kind="date", start=FROM.date(), end=FROM.date()
        )

    head.caches_grants = True

    # Grants, the lists one stands in, events; items, and those of them that became events.
    with django_assert_num_queries(5):
        assert len(clashes(head, association, FROM, TO)) == 2 * count


def test_clashes_part_says_it_in_words(association: Association, head: Person, client_for: ClientFor) -> None:
    event(association, "Наше", hours=1)
    query = {"association": "luga", "starts_at": "2024-10-08T14:00", "ends_at": "2024-10-08T16:00"}
    address = reverse("events:clashes")
    client = client_for(head)

    text = client.get(address, query).content.decode()
    free = client.get(address, {**query, "starts_at": "2024-10-09T14:00", "ends_at": ""}).content.decode()

    assert "В то же время." in text
    assert ">Наше</a> — ММО Лужского округа (ваше объединение), 8 октября 2024 г., 15:00–17:00" in text
    assert "других встреч" in free


@pytest.mark.parametrize("query", [{}, {"association": "luga"}, {"association": "luga", "starts_at": "завтра"}])
def test_clashes_part_is_silent_until_a_day_is_chosen(
    query: dict[str, str], association: Association, head: Person, client_for: ClientFor
) -> None:
    answer = client_for(head).get(reverse("events:clashes"), query)

    assert (answer.status_code, answer.content.decode().strip()) == (200, "")


def test_clashes_of_an_unseen_event_tell_nothing_of_its_speakers(
    association: Association, neighbour: Association, head: Person, stranger: Person, client_for: ClientFor
) -> None:
    hidden, other = event(association, "Черновик", draft=True), event(neighbour, "Чужое", form="exhibition")
    for place in (hidden, other):
        Speaker.objects.create(slot=Slot.objects.create(event=place, title="Доклад"), person=head, name="Ольхова В. И.")
    query = {"association": "bereg", "starts_at": "2024-10-08T14:00", "exclude": str(hidden.pk)}

    text = client_for(stranger).get(reverse("events:clashes"), query).content.decode()

    assert "Ольхова" not in text


def test_clashes_are_for_those_signed_in(association: Association, client_for: ClientFor) -> None:
    answer = client_for().get(reverse("events:clashes"), {"association": "luga", "starts_at": "2024-10-08T14:00"})

    assert answer.status_code == 302
