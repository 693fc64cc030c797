"""The directory of schools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Organisation
from stellazh.common.actor import Actor
from stellazh.members.forms.school_directory import SchoolDirectoryForm
from stellazh.members.reads.directory.schools import SchoolDirectory
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.indexing import reindex_schools
from stellazh.people.models import CardLook, Person
from tests.factories.associations import OrganisationFactory
from tests.factories.members import SchoolCardFactory
from tests.members.directory.making import TODAY, hide, person_with_card, sheet_of

ClientFor = Callable[..., Client]
# Session's person, grants, associations, count, schools, notices.
QUERIES = 6


def school(association: Association, short_name: str, **card: Any) -> Organisation:
    made: Any = OrganisationFactory(
        short_name=short_name, name=f"Полное имя: {short_name}", territory=association.territory
    )
    if card:
        SchoolCardFactory(organisation=made, **card)
    reindex_schools([made.pk])
    return made


def found(actor: Actor, address: str = "") -> list[str]:
    scope = Scope.of(actor, on=TODAY)
    form = SchoolDirectoryForm(QueryDict(address), scope=scope)
    rows = SchoolDirectory.find(form.query, form.filters, scope)
    names = [row.organisation.short_name for row in rows.page(1)]
    assert len(names) == rows.count
    return names


@pytest.fixture
def schools(association: Association, neighbour: Association) -> list[Organisation]:
    OrganisationFactory(short_name="Отдел образования", kind="authority", territory=association.territory)
    return [
        school(
            association, "МБОУ СОШ № 7", settlement="town", library_kind="shibc", room="separate", has_internet=True
        ),
        school(association, "Гимназия № 2", settlement="village", school_type="Гимназия", has_internet=False),
        school(neighbour, "Лицей «Берег»", settlement="town"),
    ]  # fmt: skip


@pytest.mark.usefixtures("schools")
def test_schools_of_the_readers_territories_are_found(
    head: Person, member: Person, stranger: Person, region_head: Person
) -> None:
    assert found(head) == found(member) == ["Гимназия № 2", "МБОУ СОШ № 7"]
    assert found(stranger) == ["Лицей «Берег»"]
    assert found(region_head) == ["Лицей «Берег»", "Гимназия № 2", "МБОУ СОШ № 7"]


@pytest.mark.usefixtures("schools")
@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("q=гимназии", ["Гимназия № 2"]),
        ("q=гемназия", ["Гимназия № 2"]),
        ("q=СОШ+7", ["МБОУ СОШ № 7"]),
        ("q=лицей", []),
        ("q=%27)%20OR%201=1", []),
        ("settlement=town", ["МБОУ СОШ № 7"]),
        ("school_type=ГИМНАЗИЯ", ["Гимназия № 2"]),
        ("library=shibc&room=separate", ["МБОУ СОШ № 7"]),
        ("internet=no", ["Гимназия № 2"]),
        ("reading_room=yes", []),
        ("stated=no", ["Гимназия № 2", "МБОУ СОШ № 7"]),
        ("staff=no", ["Гимназия № 2", "МБОУ СОШ № 7"]),
        ("territory=0&internet=maybe", ["Гимназия № 2", "МБОУ СОШ № 7"]),
    ],
)
def test_schools_are_narrowed(head: Person, address: str, names: list[str]) -> None:
    assert found(head, address) == names


def test_people_of_a_school_are_counted_as_far_as_they_are_open(
    association: Association, neighbour: Association, head: Person, stranger: Person, client_for: ClientFor
) -> None:
    person = person_with_card(association, "Дубравина")
    place = person.posts.get().organisation

    html = client_for(head).get("/schools/").content.decode()

    assert f'<a href="/people/?school={place.pk}">1<' in html
    assert found(head, "staff=yes") == ["МБОУ СОШ № 7"]
    hide(person, posts="head")
    assert found(head, "staff=yes") == []
    assert f"?school={place.pk}" not in client_for(head).get("/schools/").content.decode()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_school_directory_costs_the_same_for_one_and_sixty(
    association: Association,
    head: Person,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        school(association, f"Школа № {number}", settlement="town")
    client = client_for(head)
    client.get("/schools/")

    with django_assert_num_queries(QUERIES):
        html = client.get("/schools/?settlement=town").content.decode()

    assert html.count('<th scope="row">') == min(count, 50)


@pytest.mark.usefixtures("schools")
def test_schools_as_files(head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    answer = client.post("/schools/export/", {"kind": "xlsx", "query": "settlement=town"})
    word = client.post("/schools/export/", {"kind": "docx", "query": ""})

    rows = sheet_of(answer.content)
    assert "Школы на" in rows[0][0]
    assert "Отбор: Город или село — город" in rows[0][0]
    assert rows[2][:3] == ["1", "МБОУ СОШ № 7\nПолное имя: МБОУ СОШ № 7", "Лужский округ"]
    assert len(rows) == 3
    assert word.content.startswith(b"PK")
    assert not CardLook.objects.exists()


@pytest.mark.usefixtures("schools")
def test_rows_of_schools_come_alone_for_htmx(head: Person, client_for: ClientFor) -> None:
    answer = client_for(head).get("/schools/?q=гимназия&library=", headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert answer["HX-Push-Url"].startswith("/schools/?q=")
    assert "library" not in answer["HX-Push-Url"]
