"""Two heads at one list at the same moment, and a double click."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.jobs.models import Job
from stellazh.members.models import Membership, RosterImport
from stellazh.members.services import rosters
from stellazh.people.models import Person
from tests.checks import at_once
from tests.members.rosters.making import as_csv, brought, decisions, outcomes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def roster(association: Association, head: Person, methodist: Person, at: datetime) -> RosterImport:
    return brought(association, head, at, ("ФИО",), ("Берестова Мария",), ("Вербина Раиса",))


def test_two_applying_at_once_begin_one_work(
    roster: RosterImport, head: Person, methodist: Person, at: datetime
) -> None:
    who = {"ane": head, "bob": methodist}

    found = at_once(lambda: str(rosters.apply_roster(roster.pk, by=who[threading.current_thread().name], at=at).job_id))

    assert len(set(found)) == 1
    assert Job.objects.filter(name="members.apply_roster").count() == 1


def test_two_workers_at_once_make_no_row_twice(roster: RosterImport, head: Person, at: datetime) -> None:
    rosters.apply_roster(roster.pk, by=head, at=at)

    at_once(lambda: str(rosters.apply_waiting(roster.pk, by=Person.objects.get(pk=head.pk), at=at).state))

    assert set(outcomes(roster).values()) == {"внесено"}
    assert Membership.objects.filter(person__family_name__in=("Берестова", "Вербина")).count() == 2


def test_of_two_deciding_one_row_one_is_told(
    roster: RosterImport, head: Person, methodist: Person, at: datetime
) -> None:
    answers = {"ane": "skip", "bob": "create"}

    def decide() -> str:
        answer = answers[threading.current_thread().name]
        return rosters.decide_row(roster.pk, 2, expected_version=1, answer=answer, by=head, at=at).decision

    found = at_once(decide)

    assert sorted(found)[0] == "ChangedMeanwhile"
    assert decisions(roster)[2] in found


def test_deciding_and_applying_at_once(roster: RosterImport, head: Person, methodist: Person, at: datetime) -> None:
    def act() -> str:
        if threading.current_thread().name == "ane":
            return rosters.decide_row(roster.pk, 2, expected_version=1, answer="skip", by=head, at=at).decision
        return str(rosters.apply_roster(roster.pk, by=methodist, at=at).state)

    found = at_once(act)

    roster.refresh_from_db()
    assert roster.state == "applying"
    assert sorted(found) in (["applying", "skip"], ["NotInReview", "applying"])


def test_a_double_click_brings_one_list(association: Association, head: Person, at: datetime) -> None:
    import uuid

    key = uuid.uuid4()
    data = as_csv(("ФИО",), ("Берестова Мария",))

    def bring() -> str:
        made: Any = rosters.bring_roster("people", association, data, name="a.csv", submission_key=key, by=head, at=at)
        return str(made.pk)

    found = at_once(bring)

    assert len(set(found)) == 1
    assert RosterImport.objects.count() == 1
