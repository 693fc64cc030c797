"""The structure in the browser: lists and their cost, forms and their refusals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.common import clock
from stellazh.common.capabilities import Role, capabilities
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory, TerritoryFactory

ClientFor = Callable[..., Client]


def at(name: str, *args: object) -> str:
    return reverse(f"associations:{name}", args=args)


def page(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def version_in(text: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("count", [1, 30])
def test_association_list_costs_the_same_for_one_and_thirty(
    count: int,
    region_head: Person,
    region: Association,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        GrantFactory(association=AssociationFactory(parent=region), role=Role.HEAD)
    client = client_for(region_head)
    client.get(at("association_list"))

    # The session's person and grants; the associations, their heads; the bell.
    with django_assert_num_queries(5):
        answer = client.get(at("association_list"))

    assert answer.content.decode().count('class="tree__node"') == count + 1
    assert len(answer.content) <= 80 * 1024


@pytest.mark.parametrize("count", [1, 30])
def test_territory_list_costs_the_same_for_one_and_thirty(
    count: int,
    region_head: Person,
    region: Association,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        OrganisationFactory(territory=TerritoryFactory(parent=region.territory))
    client = client_for(region_head)
    client.get(at("territory_list"))

    # The session's person; the root, the grants, what one keeps; the territories with their counts; the
    # bell.
    with django_assert_num_queries(6):
        text = page(client, at("territory_list"))

    assert text.count('data-label="Название"') == count + 1


@pytest.mark.parametrize("count", [1, 60])
def test_organisation_list_costs_the_same_for_one_and_sixty(
    count: int,
    head: Person,
    association: Association,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        OrganisationFactory(territory=association.territory)
    client = client_for(head)
    client.get(at("organisation_list"))

    # The session's person and grants; the count, the rows, the root; the territories of the filter;
    # the bell.
    with django_assert_num_queries(7):
        answer = client.get(at("organisation_list"))

    assert answer.content.decode().count('data-label="Название"') == min(count, 50)
    assert len(answer.content) <= 80 * 1024


def test_organisation_list_is_narrowed(
    head: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    for name, kind, place in (
        ("Лицей № 1", "school", association),
        ("Библиотека № 1", "library", association),
        ("Лицей № 2", "school", neighbour),
    ):
        OrganisationFactory(short_name=name, kind=kind, territory=place.territory, name_key=name.casefold())
    OrganisationFactory(short_name="Лицей № 3", name_key="лицей № 3", archived_at=clock.now())
    client = client_for(head)

    def found(**query: str) -> list[str]:
        text = page(client, at("organisation_list"), **query)
        return re.findall(r'data-label="Название"><a[^>]*>([^<]+)<', text)

    assert found() == ["Библиотека № 1", "Лицей № 1", "Лицей № 2"]
    assert found(q="ЛИЦЕЙ") == ["Лицей № 1", "Лицей № 2"]
    assert found(kind="library") == ["Библиотека № 1"]
    assert found(territory="bereg") == ["Лицей № 2"]
    assert found(territory="zarechye") == ["Библиотека № 1", "Лицей № 1", "Лицей № 2"]
    assert found(q="нет такого") == []


def test_capability_table_is_the_one_the_checks_use(client_for: ClientFor, db: None) -> None:
    text = page(client_for(), at("capability_table"))

    assert [entry.label for entry in capabilities if entry.label not in text] == []
    assert [role.label for role in Role if role.label not in text] == []


def test_association_is_made_once_by_two_clicks(
    region_head: Person, region: Association, client_for: ClientFor
) -> None:
    client, url = client_for(region_head), at("association_create", "omo")
    key = re.search(r'name="submission_key" value="([^"]+)"', page(client, url))
    assert key is not None
    sent = {
        "kind": "mmo",
        "name": "Муниципальное объединение",
        "short_name": "ММО Севера",
        "code": "sever",
        "territory": region.territory_id,
        "time_zone": "Asia/Krasnoyarsk",
        "submission_key": key[1],
    }

    answers = [client.post(url, sent) for _ in "ab"]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/o/sever/")] * 2
    assert Association.objects.get(code="sever").time_zone == "Asia/Krasnoyarsk"


@pytest.mark.parametrize(
    "changes",
    [{"code": "omo"}, {"code": "Север"}, {"name": ""}, {"time_zone": "Mars/Base"}, {"territory": "0"}],
    ids=str,
)
def test_association_form_keeps_what_was_typed(
    region_head: Person, region: Association, client_for: ClientFor, changes: dict[str, str]
) -> None:
    client = client_for(region_head)
    sent = {
        "kind": "mmo",
        "name": "Муниципальное объединение",
        "short_name": "ММО Севера",
        "code": "sever",
        "territory": str(region.territory_id),
        "time_zone": "Europe/Moscow",
    }
    before = fingerprint()

    answer = client.post(at("association_create", "omo"), {**sent, **changes})

    assert answer.status_code == 422
    assert 'value="ММО Севера"' in answer.content.decode()
    assert fingerprint() == before


@pytest.mark.parametrize("thing", ["association", "territory", "organisation"])
def test_form_after_a_conflict_saves_the_second_time(
    thing: str, head: Person, association: Association, client_for: ClientFor
) -> None:
    organisation: Any = OrganisationFactory(territory=association.territory)
    url, row, common = {
        "association": (
            at("association_edit", "luga"),
            association,
            {"kind": "mmo", "name": "Имя", "territory": association.territory_id, "time_zone": "Europe/Moscow"},
        ),
        "territory": (at("territory_edit", "luga"), association.territory, {"kind": "city"}),
        "organisation": (
            at("organisation_edit", organisation.pk),
            organisation,
            {"kind": "school", "name": "Имя", "territory": association.territory_id},
        ),
    }[thing]
    label = "name" if thing == "territory" else "short_name"
    client = client_for(head)
    client.post(url, {**common, label: "Первое", "version": 1})

    clash = client.post(url, {**common, label: "Второе", "version": 1})
    text = clash.content.decode()
    saved = client.post(url, {**common, label: "Второе", "version": version_in(text)})

    row.refresh_from_db()
    assert (clash.status_code, saved.status_code) == (422, 302)
    assert ("Сейчас сохранено" in text, "Первое" in text, "Второе" in text) == (True, True, True)
    assert (getattr(row, label), row.version) == ("Второе", 3)


def test_association_with_branches_is_not_closed(
    region_head: Person, association: Association, client_for: ClientFor
) -> None:
    client = client_for(region_head)

    client.post(at("association_close", "omo"))
    text = page(client, at("association_list"))

    assert "сначала закройте их" in text
    assert Association.objects.get(code="omo").archived_at is None


def test_association_is_closed_and_opened_from_its_page(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    client, url = client_for(head), at("association_close", "luga")

    questions, states = [], []
    for _ in "ab":
        questions.append("Закрыть объединение" in page(client, url))
        client.post(url)
        states.append(Association.objects.get(code="luga").archived_at is None)

    assert (questions, states) == ([True, False], [False, True])


def test_territory_in_use_is_not_put_away_from_its_page(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    client = client_for(head)

    client.post(at("territory_archive", "luga"))
    text = page(client, at("territory_list"))

    assert "сначала перенесите их" in text
    assert Territory.objects.get(code="luga").archived_at is None


def test_organisation_form_reads_numbers_of_other_systems(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    client = client_for(head)
    sent = {"kind": "school", "short_name": "Лицей", "name": "Лицей", "territory": association.territory_id}

    wrong = client.post(at("organisation_create"), {**sent, "outside_ids": "без двоеточия"})
    saved = client.post(at("organisation_create"), {**sent, "outside_ids": "ФИС: 7\n\nРеестр : 8 "})

    assert (wrong.status_code, saved.status_code) == (422, 302)
    assert "напишите систему, двоеточие и номер" in wrong.content.decode()
    assert Organisation.objects.get().outside_ids == {"ФИС": "7", "Реестр": "8"}


def test_choices_of_a_territory_say_what_to_do(head: Person, client_for: ClientFor) -> None:
    text = client_for(head).get(reverse("associations:organisation_create")).content.decode()

    assert '<option value="" selected>выберите территорию</option>' in text
    assert "---------" not in text
