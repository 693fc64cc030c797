"""The first step of an installation: all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from stellazh.associations.access import can
from stellazh.associations.models import Association, Grant, Territory
from stellazh.common.actor import System
from stellazh.common.errors import DomainError
from stellazh.pages.installation import AlreadyStarted, FirstOperator, Root, start_installation
from stellazh.people.models import ConsentText, Person
from stellazh.people.services import PersonFields
from tests.checks import nothing_changes

ROOT = Root("zarechye", "region", "Заречная область", "omo", "Областное объединение", "ОМО", "Asia/Krasnoyarsk")
OPERATOR = FirstOperator(PersonFields("Ольхова", "Вера", "Ильинична"), "Olkhova@example.org", "лампа-над-столом-5")
SETUP = System("установка")
pytestmark = pytest.mark.django_db


def test_start_installation_makes_the_root_and_its_operator(at: datetime) -> None:
    association, person = start_installation(ROOT, OPERATOR, by=SETUP, at=at)

    territory = Territory.objects.get()
    grant = Grant.objects.get()
    assert (territory.code, territory.path, association.path) == ("zarechye", "/zarechye/", "/zarechye/")
    assert (association.kind, association.time_zone, association.parent) == ("omo", "Asia/Krasnoyarsk", None)
    assert (person.email, person.has_account) == ("olkhova@example.org", True)
    assert (grant.person, grant.role, grant.association, grant.from_on) == (person, "operator", association, at.date())
    assert can(person, "associations.manage_structure", association)


def test_start_installation_twice_is_refused(at: datetime) -> None:
    start_installation(ROOT, OPERATOR, by=SETUP, at=at)

    nothing_changes(lambda: start_installation(replace(ROOT, code="second"), OPERATOR, by=SETUP, at=at), AlreadyStarted)


@pytest.mark.parametrize(
    ("root", "operator"),
    [
        (replace(ROOT, code="Заречье"), OPERATOR),
        (replace(ROOT, time_zone="Mars/Base"), OPERATOR),
        (ROOT, replace(OPERATOR, password="короткий")),
        (ROOT, replace(OPERATOR, names=PersonFields(""))),
        (ROOT, replace(OPERATOR, email="")),
    ],
)
def test_start_installation_leaves_nothing_half_done(root: Root, operator: FirstOperator, at: datetime) -> None:
    nothing_changes(lambda: start_installation(root, operator, by=SETUP, at=at), DomainError)
    assert (Territory.objects.count(), Association.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_start_installation_is_not_for_people(head: Person, at: datetime) -> None:
    Association.objects.update(archived_at=at)

    nothing_changes(lambda: start_installation(ROOT, OPERATOR, by=head, at=at), AlreadyStarted)


def test_start_installation_publishes_the_texts_of_consents(at: datetime) -> None:
    start_installation(ROOT, OPERATOR, by=SETUP, at=at)

    texts = ConsentText.objects.order_by("purpose").values_list("purpose", "number", "published_at")
    assert list(texts) == [("distribution", 1, at), ("processing", 1, at)]
