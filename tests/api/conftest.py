"""A program with somebody's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from stellazh.common import clock
from stellazh.people.models import Person
from stellazh.people.services import issue_token

ROOT = "/api/v1"


def key_of(person: Person) -> str:
    """A fresh key of the person."""
    return issue_token(person, label="Сайт школы", by=person, at=clock.now()).token


@pytest.fixture
def program(db: None) -> Callable[[Person], Client]:
    """A client that sends the person's key with every request and has no session."""

    def make(person: Person) -> Client:
        return Client(headers={"Authorization": f"Bearer {key_of(person)}"})

    return make


def rows_of(client: Client, path: str, **query: Any) -> Any:
    """The `items` of a page of the interface."""
    answer = client.get(f"{ROOT}{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]
