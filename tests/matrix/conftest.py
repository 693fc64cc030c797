"""The world of the matrix as a fixture."""

from __future__ import annotations

import pytest

from stellazh.associations.models import Association
from tests.matrix.world import World


@pytest.fixture
def world(region: Association, association: Association, neighbour: Association) -> World:
    """One association with one of everything, and everybody who may come."""
    return World(region, association, neighbour)
