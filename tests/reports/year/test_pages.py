"""The year in the browser: what it costs and shows, to whom, and what its files hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.common.school_year import SchoolYear
from stellazh.people.models import CardLook, Person
from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.reports.year.conftest import BEFORE, THIS, came, held_on
from tests.ui.charts.test_pictures import read

ClientFor = Callable[[Person | None], Client]
YEAR = {"school_year": "2024"}


def of(association: Association, name: str = "year", *args: str) -> str:
    return reverse(f"reports:{name}", args=[association.code, *args])


def page(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def total(text: str) -> int:
    match = re.search(r'<h1 class="title">[^<]*: ([\d\s\u00a0]+)</h1>', text)
    assert match
    return int(re.sub(r"\D", "", match[1]))


@pytest.fixture
def busy(region: Association, association: Association, neighbour: Association) -> Association:
    """The region, whose two municipalities met; somebody stayed, somebody is new, somebody is lost."""
    both: Any = PersonFactory(family_name="Липина")
    this, before = held_on(association, THIS, level="municipal"), held_on(association, BEFORE)
    for event in (this, before):
        came(event, person=both, territory=association.territory)
    came(this, person=PersonFactory(family_name="Тополева"), territory=neighbour.territory)
    came(before, person=PersonFactory(family_name="Кленова"), territory=association.territory)
    came(held_on(neighbour, THIS), person=None, guest_key="name:вербина", territory=neighbour.territory)
    for one in (region, association):
        PlanItemFactory(plan=PlanFactory(association=one, approved=True))
    return region


def test_every_number_of_the_page_leads_to_a_list_of_that_length(
    busy: Association, region_head: Person, client_for: ClientFor
) -> None:
    client = client_for(region_head)

    text = page(client, of(busy), **YEAR)

    links = re.findall(r'<a href="([^"]*/(?:figures|year/people)/[^"]+)">([\d\s\u00a0]+)</a>', text)
    assert len(links) == 12
    for href, number in links:
        assert total(page(client, unescape(href))) == int(re.sub(r"\D", "", number))


def test_page_draws_every_picture_with_its_table_and_its_file(
    busy: Association, region_head: Person, client_for: ClientFor
) -> None:
    client = client_for(region_head)

    text = page(client, of(busy), **YEAR)

    found = re.findall(r'<figure class="graph" id="graph-(\w+)">(.*?)</figure>', text, re.DOTALL)
    assert [code for code, _ in found] == ["months", "places", "people", "plan", "plans", "forms", "levels", "top"]
    for code, figure in found:
        assert read(figure)
        assert "<summary>Показать таблицей</summary>" in figure
        (address,) = re.findall(r'<a href="([^"]+)">Скачать таблицу', figure)
        (sheet,) = workbook(client.get(unescape(address)).content).values()
        rows = re.findall(r"<tr>(.*?)</tr>", figure.partition("<tbody>")[2], re.DOTALL)
        assert len(sheet) - 2 == len(rows), code
        for cells, line in zip(sheet[2:], rows, strict=True):
            shown = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
            assert [plain(cell) for cell in shown] == [
                str(int(cell)) if isinstance(cell, float) else cell for cell in cells
            ]


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("—", "") if "<" in html else unescape(html).replace("—", "")


def workbook(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_workbook_has_a_sheet_for_each_table(busy: Association, region_head: Person, client_for: ClientFor) -> None:
    answer = client_for(region_head).get(of(busy, "year_tables"), YEAR)

    sheets = workbook(answer.content)
    assert list(sheets) == [
        "Участия по месяцам", "Участия по муниципалитетам", "Новые и потерянные участники", "План и факт",
        "Планы объединений", "Мероприятия по формам", "Мероприятия по уровням", "Самые многолюдные мероприятия",
    ]  # fmt: skip
    months = sheets["Участия по месяцам"]
    assert months[0][0].startswith("Участия по месяцам. ОМО библиотекарей, 2024/2025, как было известно на ")
    assert months[1] == ["Месяц", "Мероприятий", "Участий", "Участий в 2023/2024"]
    assert ["октябрь 2024 г.", 2.0, 3.0, 2.0] in months
    assert sheets["Участия по муниципалитетам"][2:] == [
        ["Береговой округ", 2.0, 2.0, 2.0], ["Лужский округ", 1.0, 1.0, 1.0],
    ]  # fmt: skip
    assert sheets["Новые и потерянные участники"][2:] == [
        ["Были в прошлом году и пришли снова", 1.0], ["В прошлом году не были, в этом пришли", 2.0],
        ["Были в прошлом году, в этом не пришли", 1.0],
    ]  # fmt: skip
    assert "attachment" in answer["Content-Disposition"]
    assert client_for(region_head).get(of(busy, "year_tables"), {"table": "nothing"}).status_code == 404
    assert client_for(region_head).get(of(busy, "year_tables"), {"school_year": "2015"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three(
    region: Association, region_head: Person, client_for: ClientFor, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    plan = PlanFactory(association=region, approved=True)
    for _ in range(count):
        place: Any = TerritoryFactory(parent=region.territory)
        branch: Any = AssociationFactory(parent=region, territory=place)
        came(held_on(branch, THIS), territory=place)
        came(held_on(branch, BEFORE), territory=place)
        PlanItemFactory(plan=plan)
        PlanItemFactory(plan=PlanFactory(association=branch, approved=True))
    client = client_for(region_head)
    client.get(of(region))

    # The session's person and grants, the association, the bell; seven of numbers, four of plans; who keeps the map.
    with django_assert_num_queries(16):
        text = page(client, of(region), **YEAR)

    assert len(text.encode()) <= 80 * 1024


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_people_costs_the_same_for_one_and_three(
    association: Association, head: Person, client_for: ClientFor, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    event = held_on(association, THIS)
    for _ in range(count):
        came(event, territory=association.territory)
    client = client_for(head)
    client.get(of(association))

    # The session's person and grants, the association, the bell; how many, which, who they are.
    with django_assert_num_queries(7):
        text = page(client, of(association, "year_people", "new"), **YEAR)

    assert total(text) == count


def test_year_is_for_those_who_read_figures(
    busy: Association, association: Association, head: Person, methodist: Person, region_head: Person,
    member: Person, stranger: Person, client_for: ClientFor,
) -> None:  # fmt: skip
    addresses = [of(association), of(association, "year_tables"), of(association, "year_people", "new")]
    for address in addresses:
        for person in (head, methodist, region_head):
            assert client_for(person).get(address, YEAR).status_code == 200
        for person in (member, stranger):
            assert client_for(person).get(address, YEAR).status_code == 404
        assert client_for(None).get(address, YEAR).status_code == 302
    assert client_for(head).get(of(busy)).status_code == 404


def test_secretary_sees_her_own_alone(busy: Association, client_for: ClientFor) -> None:
    person: Any = PersonFactory()
    GrantFactory(person=person, role=Role.SECRETARY, association=busy)
    came(held_on(busy, THIS, title="Совет"))

    text = page(client_for(person), of(busy), **YEAR)

    assert "и объединения, которые в него входят" not in text
    assert "Планы объединений" not in text
    assert total(page(client_for(person), of(busy, "year_people", "new"), **YEAR)) == 1


def test_list_names_those_who_did_not_come_again(busy: Association, region_head: Person, client_for: ClientFor) -> None:
    client = client_for(region_head)

    text = page(client, of(busy, "year_people", "lost"), **YEAR)

    assert total(text) == 1
    assert "Кленова" in text
    assert "Липина" not in text
    (address,) = re.findall(r'<td data-label="Участий" class="num"><a href="([^"]+)">1</a>', text)
    assert total(page(client, unescape(address))) == 1
    assert total(page(client, of(busy, "year_people", "lost"), **YEAR, q="Тополева")) == 0
    assert client.get(of(busy, "year_people", "anybody"), YEAR).status_code == 404


def test_list_that_is_taken_out_is_noted(busy: Association, region_head: Person, client_for: ClientFor) -> None:
    answer = client_for(region_head).get(of(busy, "year_people", "lost"), {**YEAR, "as": "xlsx"})

    (sheet,) = workbook(answer.content).values()
    lost = Person.objects.get(family_name="Кленова")
    assert sheet[2:] == [[1.0, lost.full_name, "", "Лужский округ", 1.0]]
    assert [look.person for look in CardLook.objects.all()] == [lost]


def test_empty_year_says_what_to_do(association: Association, head: Person, client_for: ClientFor) -> None:
    text = page(client_for(head), of(association))

    assert "Проведённых мероприятий за этот год пока нет" in text
    assert "Плана объединения на" in text
    assert "<figure" not in text
    before = SchoolYear.of(clock.today(association.time_zone)).start - 1
    assert f"?school_year={before}" in text


def test_year_before_alone_is_still_drawn(association: Association, head: Person, client_for: ClientFor) -> None:
    came(held_on(association, BEFORE))

    text = page(client_for(head), of(association), **YEAR)

    assert re.findall(r'id="graph-(\w+)"', text) == ["months", "people"]
    assert "Проведённых мероприятий за этот год пока нет" in text


def test_first_year_calls_nobody_new(association: Association, head: Person, client_for: ClientFor) -> None:
    came(held_on(association, THIS))

    text = page(client_for(head), of(association), **YEAR)

    assert "people" not in re.findall(r'id="graph-(\w+)"', text)
    assert "Сравнить не с чем: записей об участниках 2023/2024 года здесь нет." in text
    assert "В прошлом году не были" not in text


def test_wrong_year_is_answered(association: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    assert client.get(of(association), {"school_year": "x"}).status_code == 422
    assert client.get(of(association), {"school_year": "99999999999999999999"}).status_code == 422
    assert client.get(of(association), {"school_year": "2003"}).status_code == 200


def test_choice_leads_straight_to_the_only_one(
    busy: Association, association: Association, head: Person, member: Person, region_head: Person,
    client_for: ClientFor,
) -> None:  # fmt: skip
    address = reverse("reports:year_choose")

    assert client_for(head).get(address)["Location"] == of(association)
    assert association.short_name in page(client_for(region_head), address)
    assert client_for(member).get(address).status_code == 404
    assert f'href="{address}"' in page(client_for(head), of(association))
    assert f'href="{address}"' not in client_for(member).get(reverse("pages:desk")).content.decode()


def test_map_is_arranged_by_whoever_keeps_the_territory(
    busy: Association, region_head: Person, client_for: ClientFor
) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.SECRETARY, association=busy)
    came(held_on(busy, THIS), territory=busy.territory.children.get(code="luga"))
    address = reverse("associations:territory_tiles", args=[busy.territory.code])

    assert address in page(client_for(region_head), of(busy), **YEAR)
    assert address not in page(client_for(deputy), of(busy), **YEAR)
