"""The door of the interface: who is let in, and by which methods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.links.models import SecretLink
from stellazh.people.models import Person
from stellazh.people.services import archive_person, issue_token, revoke_token
from stellazh.workplans.models import Plan
from stellazh.workplans.services.subscriptions import subscribe
from tests.api.conftest import ROOT, key_of
from tests.factories.workplans import PlanFactory, PlanItemFactory

Program = Callable[[Person], Client]


@pytest.fixture
def plan(association: Association) -> Plan:
    plan: Any = PlanFactory(association=association)
    PlanItemFactory(plan=plan)
    return plan


@pytest.fixture
def paths(plan: Plan) -> list[str]:
    """Every operation, on a draft that the head may read."""
    return [
        "/associations",
        "/associations/luga",
        "/plans",
        f"/plans/{plan.pk}",
        f"/plans/{plan.pk}/items",
        f"/plans/{plan.pk}/files/sections.xlsx",
    ]


def statuses(client: Client, paths: list[str], **headers: str) -> set[int]:
    return {client.get(f"{ROOT}{path}", headers=headers).status_code for path in paths}


def test_every_operation_opens_to_a_key(program: Program, head: Person, paths: list[str]) -> None:
    assert statuses(program(head), paths) == {200}


def test_no_operation_opens_without_a_key(paths: list[str]) -> None:
    assert statuses(Client(), paths) == {401}


def test_session_is_no_key(client_for: Callable[..., Client], head: Person, paths: list[str]) -> None:
    assert statuses(client_for(head), paths) == {401}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer short",
        "Bearer " + "x" * 43,
        "Bearer " + "ж" * 43,
        "Basic {key}",
        "Token {key}",
        "{key}",
    ],
)
def test_what_is_no_key_is_refused(head: Person, paths: list[str], header: str) -> None:
    header = header.replace("{key}", key_of(head)).encode().decode("latin-1")

    assert statuses(Client(), paths, Authorization=header) == {401}


def test_key_in_the_address_is_no_key(head: Person, paths: list[str]) -> None:
    key = key_of(head)

    answers = {Client().get(f"{ROOT}{path}?token={key}&access_token={key}").status_code for path in paths}

    assert answers == {401}


def test_revoked_key_is_refused_at_once(head: Person, paths: list[str]) -> None:
    issued = issue_token(head, label="Сайт", by=head, at=clock.now())
    client = Client(headers={"Authorization": f"Bearer {issued.token}"})
    before = statuses(client, paths)

    revoke_token(issued.link.pk, by=head, at=clock.now())

    assert (before, statuses(client, paths)) == ({200}, {401})


def test_key_lives_a_year(head: Person, paths: list[str]) -> None:
    now = clock.now()
    old = issue_token(head, label="Старый", by=head, at=now - timedelta(days=367))
    young = issue_token(head, label="Новый", by=head, at=now - timedelta(days=364))

    assert statuses(Client(), paths, Authorization=f"Bearer {old.token}") == {401}
    assert statuses(Client(), paths, Authorization=f"Bearer {young.token}") == {200}


def test_link_of_another_kind_is_no_key(head: Person, association: Association, paths: list[str]) -> None:
    calendar = subscribe(association.pk, by=head, at=clock.now())

    assert statuses(Client(), paths, Authorization=f"Bearer {calendar.token}") == {401}


def test_key_dies_with_its_owners_card(program: Program, head: Person, paths: list[str]) -> None:
    client = program(head)

    archive_person(head.pk, by=System("проверка"), at=clock.now())

    assert statuses(client, paths) == {401}


def test_foreign_key_finds_public_lists_and_nothing_else(
    program: Program, stranger: Person, plan: Plan, paths: list[str]
) -> None:
    client = program(stranger)

    found = {path: client.get(f"{ROOT}{path}").status_code for path in paths}

    assert sorted(path for path, status in found.items() if status == 200) == [
        "/associations",
        "/associations/luga",
        "/plans",
    ]
    assert {status for status in found.values() if status != 200} == {404}
    assert client.get(f"{ROOT}/plans").json() == {"items": [], "count": 0}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_interface_only_reads(program: Program, head: Person, paths: list[str], method: str) -> None:
    client = program(head)

    found = {client.generic(method.upper(), f"{ROOT}{path}").status_code for path in paths}

    assert found == {405}


def test_interface_needs_no_cookie_and_sets_none(program: Program, head: Person, paths: list[str]) -> None:
    client = program(head)

    for path in paths:
        client.get(f"{ROOT}{path}")

    assert dict(client.cookies) == {}


def test_key_leaves_a_trace_for_its_owner_and_nothing_more(program: Program, head: Person, paths: list[str]) -> None:
    client = program(head)
    before = SecretLink.objects.get()

    statuses(client, paths)

    after = SecretLink.objects.get()
    assert before.last_used_at is None
    assert after.last_used_at is not None
    assert after.used_up_at is None
