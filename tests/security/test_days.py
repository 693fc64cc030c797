"""A role holds from its first to its last day as the day is counted where it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.people.access import can_edit_person
from stellazh.people.models import Person
from tests.factories.associations import AssociationFactory, GrantFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

# In Moscow the last evening of August; in Kamchatka the first of September has come.
EVENING = datetime(2024, 8, 31, 18, 0, tzinfo=UTC)
LAST, FIRST = date(2024, 8, 31), date(2024, 9, 1)


@pytest.fixture
def east(db: None, monkeypatch: pytest.MonkeyPatch) -> Association:
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    made: Association = AssociationFactory(time_zone="Asia/Kamchatka")
    return made


def holder(association: Association, from_on: date, to_on: date | None) -> Person:
    person: Person = PersonFactory()
    GrantFactory(person=person, role=Role.HEAD, association=association, from_on=from_on, to_on=to_on)
    return person


def test_role_in_the_east_ends_with_the_day_there(east: Association) -> None:
    person = holder(east, date(2020, 1, 1), LAST)

    assert not can(person, "workplans.edit_plan", east)


def test_role_in_the_east_begins_with_the_day_there(east: Association) -> None:
    person = holder(east, FIRST, None)

    assert can(person, "workplans.edit_plan", east)


def test_role_in_moscow_still_holds_on_its_last_day(east: Association) -> None:
    moscow: Association = AssociationFactory()
    person = holder(moscow, date(2020, 1, 1), LAST)

    assert can(person, "workplans.edit_plan", moscow)


def test_card_whose_place_begins_later_is_not_everybodys(east: Association) -> None:
    card: Person = PersonFactory(without_account=True)
    MembershipFactory(person=card, association=east, from_on=date(2024, 10, 1))
    elsewhere = holder(AssociationFactory(), date(2020, 1, 1), None)

    assert not can_edit_person(elsewhere, card)
