"""A head of one association does not come by more than it: neither by moving it nor by founding parts of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from stellazh.associations.access import can_manage_territory
from stellazh.associations.enums import AssociationKind
from stellazh.associations.models import Association
from stellazh.associations.services import AssociationFields, close_association, create_association, update_association
from stellazh.common.actor import System
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person


def fields(territory_id: int) -> AssociationFields:
    return AssociationFields(AssociationKind.MMO, "Объединение", "ММО", territory_id)


def test_association_is_not_moved_into_a_territory_of_others(
    head: Person, association: Association, region: Association, neighbour: Association, at: datetime
) -> None:
    for territory in (region.territory, neighbour.territory):
        with pytest.raises(PermissionRefused):
            update_association(association.pk, expected_version=1, fields=fields(territory.pk), by=head, at=at)

    assert not can_manage_territory(head, region.territory)
    assert not can_manage_territory(head, neighbour.territory)


def test_part_is_not_founded_in_a_territory_of_others(
    head: Person, association: Association, region: Association, at: datetime
) -> None:
    with pytest.raises(PermissionRefused):
        create_association(code="gto", parent_id=association.pk, fields=fields(region.territory_id), by=head, at=at)


def test_association_is_changed_where_it_stands(head: Person, association: Association, at: datetime) -> None:
    changed = update_association(
        association.pk, expected_version=1, fields=fields(association.territory_id), by=head, at=at
    )

    assert changed.short_name == "ММО"


def test_head_of_the_region_moves_what_is_below(
    region_head: Person, association: Association, neighbour: Association, at: datetime
) -> None:
    moved = update_association(
        association.pk, expected_version=1, fields=fields(neighbour.territory_id), by=region_head, at=at
    )

    assert moved.territory == neighbour.territory


def test_closed_association_gets_no_parts(head: Person, association: Association, at: datetime) -> None:
    close_association(association.pk, by=System("проверка"), at=at)

    with pytest.raises(PermissionRefused):
        create_association(
            code="gto", parent_id=association.pk, fields=fields(association.territory_id), by=head, at=at
        )
