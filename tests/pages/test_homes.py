"""The homes: what they show to whom, what they cost, how heavy they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Territory
from stellazh.common import clock
from stellazh.common.school_year import SchoolYear
from stellazh.people.models import Person
from stellazh.workplans.models import Plan
from tests.events.calendar.making import make_event, soon
from tests.factories.associations import AssociationFactory, TerritoryFactory
from tests.factories.workplans import ItemOutcomeFactory, PlanFactory, PlanItemFactory, PlanSectionFactory

ClientFor = Callable[..., Client]
# As long as titles of real plans are on the average.
TITLE = "Книга и время: как школьная библиотека помогает учиться"


def year() -> int:
    return SchoolYear.of(clock.today()).start


def make_plan(association: Association, items: int = 3, **traits: Any) -> Plan:
    """A plan of this year with seminars in the next days."""
    plan: Any = PlanFactory(association=association, **{"school_year": year(), "published": True, **traits})
    section: Any = PlanSectionFactory(plan=plan)
    for number in range(items):
        day = clock.today() + timedelta(days=number % 20)
        PlanItemFactory(
            plan=plan,
            section=section,
            title=f"{association.code}: семинар {number} «{TITLE}»",
            form="seminar",
            term_kind="date",
            start=day,
            end=day,
        )
    return plan


def branch_of(region: Association) -> Association:
    territory: Any = TerritoryFactory(parent=region.territory)
    made: Any = AssociationFactory(parent=region, territory=territory)
    return made  # type: ignore[no-any-return]


@pytest.fixture
def root(db: None) -> Association:
    """A region without branches."""
    made: Any = AssociationFactory(code="omo", short_name="ОМО", territory=TerritoryFactory(code="zarechye"))
    return made  # type: ignore[no-any-return]


@pytest.mark.parametrize(("name", "queries"), [("pages:home", 11), ("pages:association_home", 12)])
@pytest.mark.parametrize("count", [1, 30])
def test_home_costs_the_same_for_one_branch_and_thirty(
    name: str,
    queries: int,
    count: int,
    root: Association,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_plan(root, items=count)
    for _ in range(count):
        place = branch_of(root)
        make_plan(place)
        make_event(place, capacity=30)
    url = reverse(name, args=[root.code] if name.endswith("association_home") else [])
    client = client_for()

    # The association, its branches, the plans of all; the sections, items and outcomes of its own; the next events and
    # the places taken there; what comes next in plans, found and then read; whether there is a site. An association
    # names its heads too.
    with django_assert_num_queries(queries):
        answer = client.get(url)

    assert len(re.findall(r'<a href="/o/mmo-', answer.content.decode())) == count


def test_home_of_a_guest_stays_light(root: Association, client_for: ClientFor) -> None:
    plan = make_plan(root, items=30)
    ItemOutcomeFactory(item=plan.items.first())
    for number in range(30):
        make_plan(branch_of(root))
        make_event(root, f"{TITLE} {number}", capacity=30)

    sizes = [len(client_for().get(url).content) for url in (reverse("pages:home"), root.get_absolute_url())]

    assert max(sizes) <= 40 * 1024, sizes


def test_home_of_the_head_stays_light(region_head: Person, region: Association, client_for: ClientFor) -> None:
    make_plan(region, items=77)
    for _ in range(60):
        make_plan(branch_of(region))
    client = client_for(region_head)

    sizes = [
        len(client.get(url).content)
        for url in (reverse("pages:home"), region.get_absolute_url(), reverse("pages:desk"))
    ]

    assert max(sizes) <= 80 * 1024, sizes


def test_guest_sees_published_plans_only(
    region: Association, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    make_plan(region)
    make_plan(association, published=False)
    make_plan(neighbour, published=False, approved=True)

    texts = [
        client_for().get(url).content.decode()
        for url in (reverse("pages:home"), association.get_absolute_url(), neighbour.get_absolute_url())
    ]

    assert "omo: семинар 0" in texts[0]
    for text in texts:
        assert "luga: семинар" not in text
        assert "bereg: семинар" not in text
    assert texts[0].count("пока нет") == 2
    assert all("План появится здесь, когда объединение его опубликует." in text for text in texts[1:])


def test_member_sees_the_agreed_plan_and_no_draft(
    member: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    make_plan(association, published=False, considered=True)
    make_plan(neighbour, published=False, considered=True)
    client = client_for(member)

    own, other = (client.get(place.get_absolute_url()).content.decode() for place in (association, neighbour))

    assert "luga: семинар 0" in own
    assert "bereg: семинар" not in other


def test_draft_of_this_year_gives_way_to_last_years_plan_for_guests(
    association: Association, head: Person, client_for: ClientFor
) -> None:
    make_plan(association, published=False)
    old = make_plan(association, school_year=year() - 1)

    guest, own = (client_for(person).get(association.get_absolute_url()).content.decode() for person in (None, head))

    assert f"План на {old.year.label}" in guest
    assert f"План на {SchoolYear(year()).label}" not in guest
    assert f"План на {SchoolYear(year()).label}" in own


def test_association_home_offers_what_one_may_do(
    member: Person, head: Person, association: Association, client_for: ClientFor
) -> None:
    def offered(person: Person | None) -> set[str]:
        text = client_for(person).get(association.get_absolute_url()).content.decode()
        addresses = {
            "members": reverse("members:member_list", args=["luga"]),
            "edit": reverse("associations:association_edit", args=["luga"]),
            "import": reverse("workplans:import_start", args=["luga"]),
        }
        return {name for name, url in addresses.items() if f'href="{url}"' in text}

    assert offered(None) == set()
    assert offered(member) == {"members"}
    assert offered(head) == {"members", "edit", "import"}


def test_closed_association_keeps_its_page_and_leaves_the_lists(
    region: Association, association: Association, client_for: ClientFor
) -> None:
    Association.objects.filter(pk=association.pk).update(archived_at=clock.now())
    client = client_for()

    own, home, tree = (
        client.get(url).content.decode()
        for url in (association.get_absolute_url(), reverse("pages:home"), reverse("associations:association_list"))
    )

    assert "объединение закрыто" in own
    assert association.short_name not in home
    assert association.short_name not in tree


def test_home_of_an_empty_installation_says_what_to_do(client_for: ClientFor) -> None:
    answer = client_for().get(reverse("pages:home"))

    assert answer.status_code == 200
    assert "stellazh start" in answer.content.decode()
    assert Territory.objects.count() == 0


def test_unknown_association_does_not_exist(association: Association, client_for: ClientFor) -> None:
    answers = [client_for().get(f"/o/{code}/").status_code for code in ("nowhere", "LUGA", "luga_")]

    assert answers == [404, 404, 404]


def test_home_shows_the_next_four_events_one_may_see(
    region: Association, association: Association, neighbour: Association, member: Person, client_for: ClientFor
) -> None:
    for days in (9, 2, 5, 7, 3):
        make_event(association, f"Встреча {days}", days=days)
    make_event(neighbour, "Соседская встреча", days=1)
    make_event(association, "Для своих", days=1, visibility="members")
    make_event(association, "Черновик", days=1, draft=True)
    make_event(association, "Отменено", days=1, cancelled=True)
    make_event(association, "Прошло", days=-1)
    make_event(association, "Секция", days=1, parent=make_event(association, "Форум", days=8))

    def shown(url: str, person: Person | None = None) -> list[str]:
        return re.findall(r'<h3><a href="/events/\d+/">([^<]+)<', client_for(person).get(url).content.decode())

    assert shown(association.get_absolute_url()) == ["Встреча 2", "Встреча 3", "Встреча 5", "Встреча 7"]
    assert shown(association.get_absolute_url(), member)[0] == "Для своих"
    assert shown(reverse("pages:home"))[0] == "Соседская встреча"


def test_home_tells_of_what_became_an_event_once(association: Association, client_for: ClientFor) -> None:
    plan = make_plan(association, items=2)
    make_event(association, "Семинар стал мероприятием", plan_item=plan.items.order_by("pk").last())

    text = client_for().get(association.get_absolute_url()).content.decode()

    cards = text.partition("Ближайшее по планам")[2].partition("Планы по годам")[0]
    assert re.findall(r"luga: семинар (\d)", cards) == ["0"]
    assert "Семинар стал мероприятием" in text


def test_home_without_events_has_no_block_of_them(association: Association, client_for: ClientFor) -> None:
    make_event(association, days=-3, ends_at=soon(-2))

    text = client_for().get(association.get_absolute_url()).content.decode()

    assert ("Все мероприятия" in text, "<h2>Ближайшее</h2>" in text) == (False, True)


def test_home_names_its_news_to_readers_of_news(association: Association, client_for: ClientFor) -> None:
    text = client_for().get(association.get_absolute_url()).content.decode()

    assert (
        f'type="application/rss+xml" title="Мероприятия" href="{reverse("events:event_rss")}?association=luga"' in text
    )
