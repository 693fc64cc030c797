"""A deed of our own to record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stellazh.audit.actions import AuditAction, actions
from stellazh.people.models import Person
from tests.factories.people import PersonFactory

ACTION = "shelf_dusted"


@pytest.fixture(autouse=True)
def action() -> Iterator[str]:
    """A registered action, gone again after the test."""
    actions.add(AuditAction(ACTION, "Протёрта полка"))
    yield ACTION
    actions._entries.pop(ACTION)


@pytest.fixture
def person(db: None) -> Person:
    """Somebody who does things, and to whom things are done."""
    return PersonFactory(family_name="Берестова", given_name="Нина", patronymic="Павловна")
