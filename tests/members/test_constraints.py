"""What the database itself refuses of people, places and memberships."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from stellazh.common.capabilities import Role
from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory, TerritoryFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory


def _open_twice(make: Callable[..., object], **fields: object) -> None:
    for _ in "ab":
        make(**fields)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "membership_ends_after_it_begins": lambda: MembershipFactory(from_on=date(2024, 2, 1), to_on=date(2024, 1, 1)),
    "membership_open_once": lambda: _open_twice(
        MembershipFactory, person=PersonFactory(), association=AssociationFactory()
    ),
    "post_ends_after_it_begins": lambda: PostFactory(from_on=date(2024, 2, 1), to_on=date(2024, 1, 1)),
    "grant_has_one_scope: none": lambda: GrantFactory(association=None),
    "grant_has_one_scope: two": lambda: GrantFactory(territory=TerritoryFactory()),
    "grant_has_one_scope: place and object": lambda: GrantFactory(object_type="quizzes.quiz", object_id="1"),
    "grant_ends_after_it_begins": lambda: GrantFactory(from_on=date(2024, 2, 1), to_on=date(2024, 1, 1)),
    "grant_open_once_per_association": lambda: _open_twice(
        GrantFactory, person=PersonFactory(), association=AssociationFactory(), role=Role.EDITOR
    ),
    "organisation_inn_once": lambda: _open_twice(OrganisationFactory, inn="4712345678"),
    "person_email_is_lower_case": lambda: PersonFactory(email="Big@example.org"),
    "person_has_family_name": lambda: PersonFactory(family_name=""),
    "person email once": lambda: _open_twice(PersonFactory, email="one@example.org"),
    "association code once": lambda: _open_twice(AssociationFactory, code="luga"),
    "territory code once": lambda: _open_twice(TerritoryFactory, code="luga"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(VIOLATIONS))
def test_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        VIOLATIONS[name]()
