"""Purposes of our own, and people around a link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from stellazh.common.actor import ActorKind
from stellazh.common.verdict import ALLOWED, refuse
from stellazh.links.purposes import LinkPurpose, purposes
from stellazh.people.models import Person
from tests.factories.people import PersonFactory

PURPOSES = (
    LinkPurpose("tests.calendar", "Подписка на календарь"),
    LinkPurpose("tests.invitation", "Приглашение", lifetime=timedelta(days=14), is_single_use=True),
    LinkPurpose(
        "tests.guarded",
        "Ссылка, которую отзывает любой вошедший",
        may_revoke=lambda actor, link: ALLOWED if actor.actor_kind == ActorKind.PERSON else refuse("Войдите."),
    ),
)


@pytest.fixture(autouse=True)
def link_purposes() -> Iterator[None]:
    """The purposes, gone again after the test."""
    for purpose in PURPOSES:
        purposes.add(purpose)
    yield
    for purpose in PURPOSES:
        purposes._entries.pop(purpose.code)


@pytest.fixture
def owner(db: None) -> Person:
    """Whose list the links appear in."""
    return PersonFactory(family_name="Озерова")


@pytest.fixture
def maker(db: None) -> Person:
    """Who gives the links out."""
    return PersonFactory(family_name="Лесникова")
