"""What the database itself refuses of cards, posts and cards of schools."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.factories.associations import OrganisationFactory
from tests.factories.members import CardFactory, PostFactory, SchoolCardFactory
from tests.factories.people import PersonFactory


def _twice(make: Callable[..., object], **fields: object) -> None:
    for _ in "ab":
        make(**fields)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "card_experience_total_is_possible": lambda: CardFactory(experience_total=81),
    "card_experience_library_is_possible": lambda: CardFactory(experience_library=81),
    "card_education_is_known": lambda: CardFactory(education_level="phd"),
    "card_category_is_known": lambda: CardFactory(category="third"),
    "post_kind_is_known": lambda: PostFactory(kind="cook"),
    "post_rate_is_possible: nought": lambda: PostFactory(rate=Decimal(0)),
    "post_rate_is_possible: three": lambda: PostFactory(rate=Decimal(3)),
    "one card of a person": lambda: _twice(CardFactory, person=PersonFactory()),
    "one card of a school": lambda: _twice(SchoolCardFactory, organisation=OrganisationFactory()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(VIOLATIONS))
def test_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        VIOLATIONS[name]()
