"""Roles: from a day to a day, given and ended by whoever may."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from stellazh.associations import access, services
from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import Guest
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.people.models import Person
from tests.associations.making import grant
from tests.checks import deeds, nothing_changes
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory


def test_grant_role_from_a_day_to_a_day(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()

    made = grant(person, Role.SECRETARY, association, head, at, from_on=date(2024, 9, 1), to_on=date(2025, 8, 31))

    assert (made.person, made.role, made.association) == (person, "secretary", association)
    assert (made.from_on, made.to_on, made.granted_by) == (date(2024, 9, 1), date(2025, 8, 31), head)
    assert deeds(association) == [
        ("role_granted", str(head.pk), {"Секретарь": ["", f"{person.short_name} с 01.09.2024"]})
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "holds"), [(0, 0, True), (-5, None, True), (1, None, False), (-5, -1, False)]
)
def test_role_holds_from_its_first_day_through_its_last(
    association: Association, begins: int, ends: int | None, holds: bool
) -> None:
    today = clock.today()
    person: Any = PersonFactory()
    GrantFactory(
        person=person,
        role=Role.SECRETARY,
        association=association,
        from_on=today + timedelta(days=begins),
        to_on=None if ends is None else today + timedelta(days=ends),
    )

    assert bool(access.can(person, "workplans.edit_plan", association)) is holds


def test_role_is_given_once(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()
    grant(person, Role.EDITOR, association, head, at)

    nothing_changes(lambda: grant(person, Role.EDITOR, association, head, at), services.GrantExists)
    assert grant(person, Role.SECRETARY, association, head, at).role == "secretary"


def test_role_is_given_again_after_it_has_ended(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()
    grant(person, Role.EDITOR, association, head, at, from_on=date(2023, 9, 1), to_on=date(2024, 8, 31))

    again = grant(person, Role.EDITOR, association, head, at, from_on=date(2024, 9, 1))

    assert Grant.objects.filter(person=person).count() == 2
    assert again.to_on is None


def test_role_refusals_change_nothing(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()
    archived: Any = PersonFactory(archived_at=at, is_active=False)

    nothing_changes(
        lambda: grant(person, Role.EDITOR, association, head, at, to_on=date(2024, 9, 9)),
        services.RoleEndsBeforeItBegins,
    )
    nothing_changes(lambda: grant(archived, Role.EDITOR, association, head, at), DomainError, "карточка в архиве")


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("member", Role.EDITOR),
        ("methodist", Role.EDITOR),
        ("stranger", Role.EDITOR),
        ("region_head", Role.EDITOR),
        ("head", Role.HEAD),
        ("head", Role.OPERATOR),
        ("region_head", Role.OPERATOR),
        ("stranger", Role.HEAD),
    ],
)
def test_role_is_not_given_by_others(
    request: pytest.FixtureRequest, association: Association, at: datetime, who: str, role: Role
) -> None:
    person: Any = PersonFactory()
    by = request.getfixturevalue(who)

    nothing_changes(lambda: grant(person, role, association, by, at), PermissionRefused)
    nothing_changes(lambda: grant(by, role, association, by, at), PermissionRefused)


def test_end_grant_ends_on_its_last_day(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()
    made = grant(person, Role.EDITOR, association, head, at)

    services.end_grant(made.pk, last_day=date(2024, 12, 31), by=head, at=at)

    made.refresh_from_db()
    assert (made.from_on, made.to_on) == (date(2024, 9, 10), date(2024, 12, 31))
    assert deeds(association)[-1] == (
        "role_ended",
        str(head.pk),
        {"Редактор": [person.short_name, "по 31.12.2024"]},
    )
    nothing_changes(
        lambda: services.end_grant(made.pk, last_day=date(2025, 1, 31), by=head, at=at), DomainError, "уже окончена"
    )


def test_role_that_has_not_begun_never_takes_effect(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()
    made = grant(person, Role.EDITOR, association, head, at, from_on=date(2025, 9, 1))

    services.end_grant(made.pk, last_day=date(2024, 9, 10), by=head, at=at)

    made.refresh_from_db()
    assert (made.from_on, made.to_on) == (date(2024, 9, 10), date(2024, 9, 10))


def test_end_grant_of_others_is_refused(
    head: Person, member: Person, stranger: Person, association: Association, at: datetime
) -> None:
    heads = Grant.objects.get(person=head)

    for actor in (head, member, stranger, Guest()):
        nothing_changes(
            lambda actor=actor: services.end_grant(heads.pk, last_day=at.date(), by=actor, at=at), PermissionRefused
        )
