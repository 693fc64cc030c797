"""«Мой стол»: what waits, what comes next, and nothing of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.people.services.merging import merge_people
from stellazh.workplans.models import PlanItem
from tests.factories.associations import GrantFactory
from tests.factories.members import CampaignAnswerFactory, CampaignFactory, MembershipFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOwnerFactory, PlanItemFactory
from tests.pages.test_homes import branch_of, make_plan, year

ClientFor = Callable[..., Client]


def desk(client: Client) -> str:
    answer = client.get(reverse("pages:desk"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_for_one_plan_and_three(
    count: int, region: Association, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person: Any = PersonFactory()
    for number in range(count):
        place = branch_of(region)
        GrantFactory(person=person, role=Role.HEAD, association=place)
        make_plan(place, items=number + 2, published=False)
        late = make_plan(place, school_year=year() - 1, approved=True, published=False)
        PlanItem.objects.filter(plan=late).update(start="2020-01-01", end="2020-01-01")
    client = client_for(person)
    desk(client)

    # The session's person and grants, the consent, the own registrations, events that wait, the own card with campaigns
    # and requests, plans with imports, marks with decisions overdue, protocols, plans of the month, issues of
    # documents, what comes next, documents to read, the bell.
    with django_assert_num_queries(14):
        text = desk(client)

    assert text.count("Рассмотреть план") == count
    assert text.count("Отметить проведённое") == count


@pytest.mark.parametrize(
    ("role", "queries"),
    [
        # The session's person and grants, the consent, the own registrations, the own card, marks, protocols, what
        # comes next, documents to read, the bell.
        (Role.MEMBER, 10),
        # And events that wait, plans, plans of the month, by which day this one was due, issues of documents.
        (Role.METHODIST, 15),
        (Role.HEAD, 15),
    ],
)
def test_desk_asks_only_what_the_role_may_do(
    role: Role,
    queries: int,
    association: Association,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person: Any = PersonFactory()
    GrantFactory(person=person, role=role, association=association)
    MembershipFactory(person=person, association=association)
    make_plan(association)
    client = client_for(person)

    with django_assert_num_queries(queries):
        text = desk(client)

    assert "luga: семинар 0" in text


def test_desk_reads_what_waits_for_ones_own_word(
    head: Person, association: Association, client_for: ClientFor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other: Any = PersonFactory(family_name=head.family_name)
    merge_people(head.pk, other.pk, by=System("проверка"), at=clock.now())
    campaign: Any = CampaignFactory(association=association)
    CampaignAnswerFactory(campaign=campaign, person=head)
    client = client_for(head)

    # The fourteen of every day, what the campaign asks, how far it is, whom to merge with.
    with django_assert_num_queries(17):
        text = desk(client)

    titles = ("Подтвердите свою карточку", "У вас две карточки?", "Завести план", "Заполните карточку")
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_desk_greets_and_is_quiet_for_somebody_new(client_for: ClientFor, db: None) -> None:
    person: Any = PersonFactory(given_name="Вера", patronymic="Ильинична")

    text = desk(client_for(person))

    assert "Здравствуйте, Вера Ильинична!" in text
    assert "Всё сделано" in text
    assert "Ближайших мероприятий нет." in text


def test_desk_of_a_head_without_a_plan_leads_to_the_import(head: Person, client_for: ClientFor) -> None:
    text = desk(client_for(head))

    assert f'href="{reverse("workplans:import_start", args=["luga"])}"' in text
    assert "плана на этот год ещё нет" in text


def test_foreign_drafts_are_not_on_the_desk(
    stranger: Person, member: Person, association: Association, client_for: ClientFor
) -> None:
    plan = make_plan(association, published=False)
    late: Any = PlanItemFactory(plan=plan, title="Просрочено", start="2020-01-01", end="2020-01-01")

    for person in (stranger, member):
        text = desk(client_for(person))

        assert "luga: семинар" not in text
        assert "Просрочено" not in text
        assert late.plan.get_absolute_url() not in text


def test_desk_shows_the_next_seminars_of_ones_own_association(
    member: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    make_plan(association, items=2)
    make_plan(neighbour, items=2)

    text = desk(client_for(member))

    assert re.findall(r"(\w+): семинар (\d)", text) == [("luga", "0"), ("luga", "1")]


def test_desk_shows_what_one_answers_for_elsewhere_when_one_may_read_it(
    member: Person, neighbour: Association, client_for: ClientFor
) -> None:
    plan = make_plan(neighbour, items=0)
    draft = make_plan(neighbour, items=0, school_year=year() + 1, published=False)
    day = clock.today() + timedelta(days=3)
    for place, title in ((plan, "Доклад на семинаре"), (draft, "Тайный доклад")):
        item: Any = PlanItemFactory(plan=place, title=title, start=day, end=day)
        ItemOwnerFactory(item=item, kind="person", person=member, name="Липина В.И.")

    text = desk(client_for(member))

    assert ("Доклад на семинаре" in text, "Тайный доклад" in text) == (True, False)


def test_desk_forgets_what_was_ones_own_when_the_role_ends(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    make_plan(association, published=False)
    client = client_for(head)
    before = desk(client)

    Grant.objects.filter(person=head).update(to_on=clock.today() - timedelta(days=1))

    assert ("Рассмотреть план" in before, "Рассмотреть план" in desk(client)) == (True, False)
    assert "luga: семинар" not in desk(client)


def test_desk_of_a_guest_leads_to_signing_in_and_back(client_for: ClientFor, db: None) -> None:
    answer = client_for().get(reverse("pages:desk"))

    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('people:sign_in')}?next=/desk/")
