"""What the interface says of associations and plans."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.workplans.models import Plan, PlanItem
from tests.api.conftest import ROOT, rows_of
from tests.factories.associations import AssociationFactory
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory, PlanSectionFactory

Program = Callable[[Person], Client]


def make_plan(association: Association, **fields: Any) -> Plan:
    plan: Any = PlanFactory(association=association, **fields)
    return plan


def make_item(plan: Plan, **fields: Any) -> PlanItem:
    item: Any = PlanItemFactory(plan=plan, **fields)
    return item


def test_association_list_puts_parents_first(program: Program, head: Person, neighbour: Association) -> None:
    answer = program(head).get(f"{ROOT}/associations").json()

    assert [(row["code"], row["parent"]) for row in answer] == [("omo", None), ("bereg", "omo"), ("luga", "omo")]


def test_association_detail_says_everything(program: Program, head: Person, association: Association) -> None:
    answer = program(head).get(f"{ROOT}/associations/luga").json()

    assert answer == {
        "code": "luga",
        "kind": "mmo",
        "name": association.name,
        "short_name": "ММО Лужского округа",
        "parent": "omo",
        "territory": "luga",
        "time_zone": "Europe/Moscow",
        "is_closed": False,
    }


def test_plan_detail_says_everything(program: Program, head: Person, association: Association) -> None:
    plan = make_plan(association, tasks="Изучить\nОбучить", expected_results="Фонд обновлён")
    make_item(plan)
    make_item(plan, status="held")
    make_item(plan, status="cancelled", status_reason="нет зала")

    answer = program(head).get(f"{ROOT}/plans/{plan.pk}").json()

    assert answer == {
        "id": plan.pk,
        "association": "luga",
        "school_year": 2024,
        "title": "План работы на 2024/2025 учебный год",
        "unified_theme": "",
        "methodical_theme": "",
        "goal": "Помочь школьным библиотекам стать сердцем школы.",
        "tasks": ["Изучить", "Обучить"],
        "expected_results": ["Фонд обновлён"],
        "form": "sections",
        "status": "draft",
        "is_public": False,
        "item_count": 2,
        "done_count": 1,
        "version": 1,
    }


def test_item_list_says_everything_in_the_order_of_the_paper(
    program: Program, head: Person, association: Association
) -> None:
    plan = make_plan(association)
    section: Any = PlanSectionFactory(plan=plan, title="Методическая работа")
    second = make_item(plan, position=2, title="Второе")
    first = make_item(plan, position=1, title="Первое", section=section, number="1")
    ItemOwnerFactory(item=first, name="Озерова Т.С.", detail="методист")

    rows = rows_of(program(head), f"/plans/{plan.pk}/items")

    assert [row["uid"] for row in rows] == [str(first.uid), str(second.uid)]
    assert rows[0] == {
        "uid": str(first.uid),
        "number": "1",
        "section": "Методическая работа",
        "title": "Первое",
        "form": "other",
        "description": "",
        "term": {"raw": "октябрь 2024", "kind": "month", "start": "2024-10-01", "end": "2024-10-31"},
        "place": "",
        "format": "",
        "audience": "",
        "outcome_document": "",
        "status": "planned",
        "status_reason": "",
        "owners": [{"kind": "text", "name": "Озерова Т.С.", "detail": "методист"}],
    }


def test_cyrillic_comes_as_letters(program: Program, head: Person, association: Association) -> None:
    plan = make_plan(association)

    answer = program(head).get(f"{ROOT}/plans/{plan.pk}")

    assert "Помочь школьным библиотекам" in answer.content.decode()
    assert b"\\u" not in answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"


def test_drafts_and_archived_plans_of_others_are_absent(
    program: Program, head: Person, stranger: Person, association: Association, neighbour: Association
) -> None:
    mine = make_plan(association)
    put_away = make_plan(association, school_year=2023, archived=True)
    theirs = make_plan(neighbour)
    open_to_all = make_plan(neighbour, school_year=2022, published=True)
    agreed = make_plan(neighbour, school_year=2021, approved=True)

    client = program(head)
    found = {row["id"] for row in rows_of(client, "/plans")}
    missing = [client.get(f"{ROOT}/plans/{plan.pk}").status_code for plan in (put_away, theirs, agreed)]

    assert found == {mine.pk, open_to_all.pk}
    assert missing == [404, 404, 404]


def test_archived_items_are_absent(program: Program, head: Person, association: Association) -> None:
    plan = make_plan(association)
    make_item(plan, title="Осталось")
    make_item(plan, title="Убрано", archived_at=plan.created_at)

    rows = rows_of(program(head), f"/plans/{plan.pk}/items")

    assert [row["title"] for row in rows] == ["Осталось"]


def test_plan_list_is_narrowed_by_association_and_year(
    program: Program, region_head: Person, association: Association, neighbour: Association
) -> None:
    old, new, other = (
        make_plan(association, school_year=2023),
        make_plan(association, school_year=2024),
        make_plan(neighbour, school_year=2024),
    )
    client = program(region_head)

    def found(**query: object) -> list[int]:
        return [row["id"] for row in rows_of(client, "/plans", **query)]

    assert found() == [other.pk, new.pk, old.pk]
    assert found(association="luga") == [new.pk, old.pk]
    assert found(school_year=2024) == [other.pk, new.pk]
    assert found(association="luga", school_year=2023) == [old.pk]
    assert found(association="nowhere") == []


def test_pages_follow_each_other_without_gaps(program: Program, head: Person, association: Association) -> None:
    plan = make_plan(association)
    for position in range(1, 8):
        make_item(plan, position=position, title=f"Пункт {position}")
    client = program(head)

    pages = [rows_of(client, f"/plans/{plan.pk}/items", limit=3, offset=offset) for offset in (0, 3, 6, 9)]

    assert [[row["title"][-1] for row in page] for page in pages] == [["1", "2", "3"], ["4", "5", "6"], ["7"], []]
    assert client.get(f"{ROOT}/plans/{plan.pk}/items?limit=3").json()["count"] == 7


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=-1", "offset=-1", "limit=x", "offset=1e9"])
def test_pages_beyond_the_limits_are_refused(
    program: Program, head: Person, association: Association, query: str
) -> None:
    plan = make_plan(association)
    client = program(head)

    answers = [client.get(f"{ROOT}{path}?{query}").status_code for path in ("/plans", f"/plans/{plan.pk}/items")]

    assert answers == [422, 422]


def test_page_holds_two_hundred_at_most(program: Program, head: Person, association: Association) -> None:
    plan = make_plan(association)
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, position=n, title=f"Пункт {n}", created_at=plan.created_at, updated_at=plan.created_at)
        for n in range(201)
    )
    client = program(head)

    assert len(rows_of(client, f"/plans/{plan.pk}/items", limit=200)) == 200
    assert len(rows_of(client, f"/plans/{plan.pk}/items")) == 50


@pytest.mark.parametrize("count", [1, 60])
def test_item_list_costs_the_same_for_one_and_sixty(
    program: Program,
    head: Person,
    association: Association,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    plan = make_plan(association)
    section: Any = PlanSectionFactory(plan=plan)
    for _ in range(count):
        ItemOwnerFactory(item=make_item(plan, section=section))
    client = program(head)
    client.get(f"{ROOT}/plans")

    # The key, its owner, the owner's grants; the plan; the count, the items with their sections, their owners.
    with django_assert_num_queries(7):
        rows = rows_of(client, f"/plans/{plan.pk}/items", limit=200)

    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 60])
def test_plan_list_costs_the_same_for_one_and_sixty(
    program: Program,
    region_head: Person,
    region: Association,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        place: Any = AssociationFactory(parent=region)
        make_item(make_plan(place))
    client = program(region_head)
    client.get(f"{ROOT}/associations")

    # The key, its owner, the owner's grants; the count and the plans.
    with django_assert_num_queries(5):
        rows = rows_of(client, "/plans", limit=200)

    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 60])
def test_association_list_costs_the_same_for_one_and_sixty(
    program: Program, head: Person, region: Association, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        AssociationFactory(parent=region)
    client = program(head)
    client.get(f"{ROOT}/plans")

    # The key, its owner, the associations.
    with django_assert_num_queries(3):
        answer = client.get(f"{ROOT}/associations")

    assert len(answer.json()) == count + 2


@pytest.mark.parametrize("form", ["sections", "matrix"])
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_files_are_those_of_the_page(
    program: Program, client_for: Callable[..., Client], head: Person, association: Association, form: str, kind: str
) -> None:
    plan = make_plan(association)
    section: Any = PlanSectionFactory(plan=plan)
    ItemOwnerFactory(item=make_item(plan, section=section))

    by_page = client_for(head).get(reverse("workplans:plan_export", args=[plan.pk, form, kind]))
    by_key = program(head).get(f"{ROOT}/plans/{plan.pk}/files/{form}.{kind}")

    assert (by_key.status_code, by_page.status_code) == (200, 200)
    assert by_key.content == by_page.content
    for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options"):
        assert by_key[name] == by_page[name]
    assert f"План {association.short_name} 2024-2025.{kind}" in unquote(by_key["Content-Disposition"])


@pytest.mark.parametrize("name", ["sections.exe", "table.docx", "sections.DOCX", "sections.docx.exe"])
def test_unknown_files_do_not_exist(program: Program, head: Person, association: Association, name: str) -> None:
    plan = make_plan(association)

    assert program(head).get(f"{ROOT}/plans/{plan.pk}/files/{name}").status_code == 404


def test_refusals_are_json_in_russian_letters(program: Program, head: Person) -> None:
    answer = program(head).get(f"{ROOT}/plans/999999")

    assert answer.status_code == 404
    assert set(json.loads(answer.content)) == {"detail"}
