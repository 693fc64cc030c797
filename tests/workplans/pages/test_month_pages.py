"""The page of a month: confirming by a button, twice is once, the printed sheet, who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.workplans.models import MonthPlan, Plan
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory

ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def plan(association: Association) -> Plan:
    plan = PlanFactory(association=association, approved=True, signer_post="Руководитель ММО")
    ItemOwnerFactory(item=PlanItemFactory(plan=plan, title="Семинар «Книга и время»"))
    return plan


def test_month_plan_is_confirmed_once_by_two_clicks(plan: Plan, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    address = f"/plans/{plan.pk}/months/2024-10/"

    answers = [client.post(address, {"note": ""}) for _ in range(2)]
    page = client.get(address).content.decode()

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [row.month for row in MonthPlan.objects.all()] == [date(2024, 10, 1)]
    assert "План на месяц сдан" in page
    assert "Подтвердить план на" not in page


def test_month_plan_empty_is_refused_beside_the_form(plan: Plan, head: Person, client_for: ClientFor) -> None:
    answer = client_for(head).post(f"/plans/{plan.pk}/months/2025-02/", {"note": ""})

    assert answer.status_code == 422
    assert "напишите, почему его не будет" in answer.content.decode()
    assert MonthPlan.objects.count() == 0


def test_month_plan_is_taken_back(plan: Plan, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    client.post(f"/plans/{plan.pk}/months/2024-10/", {"note": ""})

    asked = client.get(f"/plans/{plan.pk}/months/2024-10/withdraw/")
    done = [client.post(f"/plans/{plan.pk}/months/2024-10/withdraw/").status_code for _ in range(2)]

    assert "отозвать подтверждение" in asked.content.decode()
    assert done == [302, 422]
    assert MonthPlan.objects.present().count() == 0


def test_month_plan_opens_to_readers_and_not_to_strangers(
    plan: Plan, head: Person, member: Person, region_head: Person, stranger: Person, client_for: ClientFor
) -> None:
    address = f"/plans/{plan.pk}/months/2024-10/"

    reads = {who.pk: client_for(who).get(address).status_code for who in (head, member, region_head, stranger)}
    writes = {who.pk: client_for(who).post(address).status_code for who in (member, region_head, stranger)}

    assert reads == {head.pk: 200, member.pk: 200, region_head.pk: 200, stranger.pk: 404}
    assert writes == {member.pk: 403, region_head.pk: 403, stranger.pk: 404}
    assert client_for(None).get(address).status_code == 302


@pytest.mark.parametrize("month", ["2024-07", "2025-09", "2024-13", "october"])
def test_month_plan_of_another_year_is_no_page(plan: Plan, head: Person, client_for: ClientFor, month: str) -> None:
    assert client_for(head).get(f"/plans/{plan.pk}/months/{month}/").status_code == 404


def test_month_export_is_a_sheet_of_four_columns(plan: Plan, head: Person, client_for: ClientFor) -> None:
    answer = client_for(head).get(f"/plans/{plan.pk}/months/2024-10.docx")

    document = Document(BytesIO(b"".join(answer)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows == [
        ["№ п/п", "Мероприятие", "Сроки проведения", "Ответственный"],
        ["1.", "Семинар «Книга и время»", "октябрь 2024", "Ольхова\xa0В.И."],
    ]
    assert any("октябрь 2024" in paragraph.text.replace("\n", " ") for paragraph in document.paragraphs)
