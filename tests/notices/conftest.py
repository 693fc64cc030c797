"""Kinds of notices for tests, a person to tell, a mail server that really speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from stellazh.common.actor import System
from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds
from stellazh.notices.services import notify
from stellazh.people.models import Person
from tests.factories.people import PersonFactory
from tests.mail.conftest import Clock, Smtp, clock, smtp

__all__ = ["Clock", "Smtp", "clock", "smtp"]

NEWS, GAZETTE, ALARM = "tests.news", "tests.gazette", "tests.alarm"
KINDS = (
    NoticeKind(NEWS, "Новости", "Проверка", Delivery.AT_ONCE),
    NoticeKind(GAZETTE, "Вестник", "Проверка", Delivery.DIGEST),
    NoticeKind(ALARM, "Тревога", "Проверка", Delivery.AT_ONCE, is_required=True),
)
Tell = Callable[..., int]


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """The three kinds, known while a test runs."""
    for kind in KINDS:
        notice_kinds.add(kind)
    yield
    for kind in KINDS:
        notice_kinds._entries.pop(kind.code)


@pytest.fixture
def reader(db: None) -> Person:
    """Somebody with an account and no choices."""
    person: Any = PersonFactory(family_name="Озерова", email="ozerova@example.org")
    assert isinstance(person, Person)
    return person


@pytest.fixture
def tell(at: datetime, reader: Person) -> Tell:
    """Tell the reader, or others, something; what is not said is ordinary."""

    def make(
        kind: str = NEWS, *people: Person, title: str = "План утверждён", when: datetime | None = None, **more: Any
    ) -> int:
        ids = [person.pk for person in people or (reader,)]
        fields = {"text": "Откройте и посмотрите.", "address": "/plans/5/", **more}
        return notify(kind, ids, title=title, by=System("тест"), at=when or at, **fields)

    return make
