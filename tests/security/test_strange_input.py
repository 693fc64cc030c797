"""What no form of ours sends: zero bytes, numbers out of range, digits that are none. A refusal, never an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.workplans.forms.imports import ConfirmForm
from stellazh.workplans.models import Plan
from tests.factories.workplans import PlanFactory


@pytest.fixture
def published(association: Association) -> Plan:
    plan: Any = PlanFactory(association=association, published=True)
    return plan


@pytest.mark.parametrize("query", ["?q=%00", "?page=1&month=2024%0010", "?%00=1"])
def test_zero_byte_in_an_address_is_refused(
    query: str, member: Person, association: Association, client_for: Callable[..., Client]
) -> None:
    answer = client_for(member).get(reverse("members:member_list", args=[association.code]) + query)

    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "vision", "device", "messages"])
def test_zero_byte_in_a_cookie_is_refused(name: str, db: None) -> None:
    answer = Client(headers={"cookie": f'{name}="abcdefgh\\000ijklmnop"'}).get(reverse("pages:home"))

    assert answer.status_code == 400


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2024-13", "²", "9" * 5000])
def test_month_that_no_plan_has_narrows_nothing(month: str, published: Plan, client_for: Callable[..., Client]) -> None:
    answer = client_for().get(reverse("workplans:plan_detail", args=[published.pk]), {"month": month})

    assert answer.status_code == 200


@pytest.mark.parametrize("year", ["9" * 5000, "²", "-1", "٢٠٢٤"])
def test_year_that_no_plan_has_is_this_one(year: str, head: Person, client_for: Callable[..., Client]) -> None:
    answer = client_for(head).get(reverse("workplans:plan_list"), {"year": year})

    assert answer.status_code == 200


def test_zero_byte_in_an_owner_is_a_mistake_in_the_form(
    head: Person, association: Association, client_for: Callable[..., Client]
) -> None:
    plan: Any = PlanFactory(association=association)
    fields = {"title": "Семинар", "form": "other", "owners": "Озерова\0 Т.С."}

    answer = client_for(head).post(reverse("workplans:item_add", args=[plan.pk]), fields)

    assert answer.status_code == 422
    assert plan.items.count() == 0


@pytest.mark.parametrize("key", ["²", "9" * 5000, "-1", "1e3", ""], ids=lambda key: key[:6])
def test_item_of_no_key_is_not_put_away(key: str) -> None:
    data = QueryDict(mutable=True)
    data.setlist("gone", [key, "17"])

    assert ConfirmForm(data).put_away() == frozenset({17})
