"""Anything at all in an address: an answer, never a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellazh.associations.models import Association
from stellazh.people.models import Person
from tests.api.conftest import ROOT
from tests.factories.workplans import PlanFactory, PlanItemFactory

Program = Callable[[Person], Client]
ANSWERS = {200, 400, 404, 422}

numbers = st.one_of(
    st.integers(-(10**30), 10**30).map(str),
    st.sampled_from(["", "0", "1", "-1", "200", "201", "2147483648", "9223372036854775808", "1e3", "NaN", "٣", " 1"]),
)
texts = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["luga", "\x00", "luga\x00", "%", "_", "'", '"', "../..", "\ud7ff", "\U0001f4da", "а" * 500]),
)
values = st.one_of(numbers, texts)
queries = st.dictionaries(
    st.one_of(st.sampled_from(["limit", "offset", "association", "school_year"]), st.text(max_size=8)),
    values,
    max_size=5,
)
relaxed = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def known(program: Program, head: Person, association: Association) -> Client:
    """A program with a key, beside a plan with items."""
    plan: Any = PlanFactory(association=association, published=True)
    for _ in range(3):
        PlanItemFactory(plan=plan)
    return program(head)


def asked(client: Client, path: str, query: dict[str, str]) -> int:
    client.raise_request_exception = False
    return client.get(f"{ROOT}{path}?{urlencode(query, errors='surrogatepass')}").status_code


@relaxed
@given(query=queries)
def test_plan_list_answers_any_query(known: Client, query: dict[str, str]) -> None:
    assert asked(known, "/plans", query) in ANSWERS


@relaxed
@given(number=numbers, query=queries)
def test_items_answer_any_number_and_query(known: Client, number: str, query: dict[str, str]) -> None:
    assert asked(known, f"/plans/{quote(number, safe='')}/items", query) in ANSWERS


@relaxed
@given(code=texts)
def test_association_detail_answers_any_code(known: Client, code: str) -> None:
    assert asked(known, f"/associations/{quote(code, safe='', errors='surrogatepass')}", {}) in ANSWERS | {301}


@relaxed
@given(form=texts, kind=texts, number=numbers)
def test_files_answer_any_name(known: Client, form: str, kind: str, number: str) -> None:
    path = f"/plans/{quote(number, safe='')}/files/{quote(form, safe='')}.{quote(kind, safe='')}"

    assert asked(known, path, {}) in ANSWERS


@relaxed
@given(header=st.one_of(st.text(max_size=60), st.text(max_size=60).map("Bearer {}".format)))
def test_door_answers_any_header(known: Client, header: str) -> None:
    client = Client(raise_request_exception=False)
    sent = header.encode("utf-8", "surrogatepass").decode("latin-1")

    assert client.get(f"{ROOT}/plans", headers={"Authorization": sent}).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {"offset": "9223372036854775807"},
        {"offset": "9223372036854775808"},
        {"offset": str(10**30)},
        {"school_year": str(10**30)},
        {"school_year": "-99999999999999999999"},
        {"association": "\x00"},
        {"association": "а" * 2500},
    ],
    ids=str,
)
def test_lists_answer_the_edges(known: Client, query: dict[str, str]) -> None:
    assert asked(known, "/plans", query) in ANSWERS
