"""A world of things that are found."""

from __future__ import annotations

import pytest

from stellazh.associations.models import Association
from stellazh.people.models import Person
from tests.search.world import World, keep_up


@pytest.fixture
def world(
    region: Association,
    association: Association,
    neighbour: Association,
    head: Person,
    member: Person,
    region_head: Person,
) -> World:
    """Everything there is, in the index."""
    made = World(region, association, neighbour, head, member, region_head)
    made.fill()
    keep_up()
    return made
