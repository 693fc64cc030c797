"""Tiles of a territory's map: which there are, where they stand, who may move them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations import services
from stellazh.associations.enums import TerritoryKind
from stellazh.associations.models import Association, Territory
from stellazh.associations.services import TilePlace, arrange_tiles
from stellazh.common.errors import ChangedMeanwhile
from stellazh.common.verdict import PermissionRefused
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import TerritoryFactory

ClientFor = Callable[..., Client]


def arranged(territory: Territory) -> dict[str, tuple[int | None, int | None]]:
    rows = Territory.objects.tiles_of(territory).values_list("name", "tile_row", "tile_column")
    return {name: (row, column) for name, row, column in rows}


@pytest.fixture
def places(association: Association, neighbour: Association) -> tuple[Territory, Territory]:
    """The two municipalities of the region."""
    return association.territory, neighbour.territory


def test_tiles_are_undivided_places_districts_of_cities_first(region: Association, association: Association) -> None:
    root = region.territory
    city: Any = TerritoryFactory(kind=TerritoryKind.CITY, name="Ярск", parent=root)
    TerritoryFactory(kind=TerritoryKind.DISTRICT, name="Северный", parent=city)
    TerritoryFactory(kind=TerritoryKind.DISTRICT, name="Заводской", parent=city)
    TerritoryFactory(kind=TerritoryKind.SETTLEMENT, name="село", parent=association.territory)
    TerritoryFactory(name="Бывший", parent=root, archived_at=datetime.fromisoformat("2024-01-01T00:00+00:00"))

    assert list(arranged(root)) == ["Заводской", "Северный", "Лужский округ"]
    assert list(arranged(city)) == ["Заводской", "Северный"]
    assert arranged(association.territory) == {}


def test_arrange_tiles_places_them_and_says_so(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    root, (luga, bereg) = region.territory, places

    made = arrange_tiles(
        root.pk, expected_version=1, places={luga.pk: TilePlace(2, 3), bereg.pk: None}, by=region_head, at=at
    )

    assert made.version == 2
    assert arranged(root) == {"Береговой округ": (None, None), "Лужский округ": (2, 3)}
    assert deeds(root) == [("territory_tiles_arranged", str(region_head.pk), {"Лужский округ": ["", "ряд 2, место 3"]})]


def test_places_that_are_not_named_stay_and_none_gives_a_place_back(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    root, (luga, bereg) = region.territory, places
    both = {luga.pk: TilePlace(1, 1), bereg.pk: TilePlace(1, 2)}
    arrange_tiles(root.pk, expected_version=1, places=both, by=region_head, at=at)

    arrange_tiles(root.pk, expected_version=2, places={bereg.pk: None}, by=region_head, at=at)

    assert arranged(root) == {"Береговой округ": (None, None), "Лужский округ": (1, 1)}


def test_two_tiles_may_change_places(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    root, (luga, bereg) = region.territory, places
    for version, (one, other) in enumerate(((luga, bereg), (bereg, luga)), 1):
        both = {one.pk: TilePlace(1, 1), other.pk: TilePlace(1, 2)}
        arrange_tiles(root.pk, expected_version=version, places=both, by=region_head, at=at)

    assert arranged(root) == {"Береговой округ": (1, 1), "Лужский округ": (1, 2)}


def test_arranging_what_stands_so_already_writes_nothing(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    made = arrange_tiles(region.territory_id, expected_version=1, places={places[0].pk: None}, by=region_head, at=at)

    assert made.version == 1
    assert deeds(region.territory) == []


def test_arrange_tiles_refuses_two_in_one_place(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    same = {one.pk: TilePlace(1, 1) for one in places}

    nothing_changes(
        lambda: arrange_tiles(region.territory_id, expected_version=1, places=same, by=region_head, at=at),
        services.TilePlaceIsTaken,
        "Ряд 1, место 1: сюда поставлены",
    )


@pytest.mark.parametrize("place", [TilePlace(0, 1), TilePlace(1, 31)])
def test_arrange_tiles_refuses_places_outside(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime, place: TilePlace
) -> None:
    wanted = {places[0].pk: place}

    nothing_changes(
        lambda: arrange_tiles(region.territory_id, expected_version=1, places=wanted, by=region_head, at=at),
        services.TileElsewhere,
        "от 1 до 30",
    )


def test_arrange_tiles_refuses_what_is_no_tile_of_it(
    region: Association, association: Association, region_head: Person, at: datetime
) -> None:
    wanted = {region.territory_id: TilePlace(1, 1)}

    nothing_changes(
        lambda: arrange_tiles(region.territory_id, expected_version=1, places=wanted, by=region_head, at=at),
        services.TileElsewhere,
    )


def test_arrange_tiles_is_for_whoever_keeps_the_territory(
    region: Association, head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    wanted = {places[0].pk: TilePlace(1, 1)}

    nothing_changes(
        lambda: arrange_tiles(region.territory_id, expected_version=1, places=wanted, by=head, at=at),
        PermissionRefused,
    )


def test_arrange_tiles_says_what_changed_meanwhile(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    luga = places[0]
    first, second = ({luga.pk: TilePlace(1, column)} for column in (1, 2))
    arrange_tiles(region.territory_id, expected_version=1, places=first, by=region_head, at=at)

    with pytest.raises(ChangedMeanwhile) as clash:
        arrange_tiles(region.territory_id, expected_version=1, places=second, by=region_head, at=at)

    assert clash.value.theirs == {"Лужский округ": "ряд 1, место 1"}
    assert clash.value.mine == {"Лужский округ": "ряд 1, место 2"}


@pytest.mark.django_db(transaction=True)
def test_two_arranging_at_once_do_not_lose_one_another(
    region: Association, region_head: Person, places: tuple[Territory, Territory], at: datetime
) -> None:
    def deed() -> str:
        wanted = {places[0].pk: TilePlace(1, 1)}
        arrange_tiles(region.territory_id, expected_version=1, places=wanted, by=region_head, at=at)
        return "arranged"

    assert sorted(at_once(deed)) == ["ChangedMeanwhile", "arranged"]


@pytest.mark.parametrize("cell", [(1, None), (None, 1), (0, 1), (1, 31)])
def test_half_a_place_is_refused_by_the_database(association: Association, cell: tuple[int | None, int | None]) -> None:
    row, column = cell

    with pytest.raises(IntegrityError, match="territory_tile_is_whole"), transaction.atomic():
        Territory.objects.filter(pk=association.territory_id).update(tile_row=row, tile_column=column)


def address(territory: Territory) -> str:
    return reverse("associations:territory_tiles", args=[territory.code])


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_tiles_costs_the_same_for_one_and_three(
    region: Association, region_head: Person, client_for: ClientFor, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(count):
        TerritoryFactory(parent=region.territory)
    client = client_for(region_head)
    client.get(address(region.territory))

    # The session's person and grants; the territory, what she keeps, the tiles; the bell.
    with django_assert_num_queries(6):
        answer = client.get(address(region.territory))

    assert answer.content.decode().count('name="row-') == count


def test_methodist_arranges_her_region(
    region: Association, region_head: Person, places: tuple[Territory, Territory], client_for: ClientFor
) -> None:
    client, (luga, bereg) = client_for(region_head), places
    text = client.get(address(region.territory)).content.decode()
    # Until somebody arranges them they stand in the order of the alphabet, and the fields say where.
    assert re.findall(r'name="(?:row|column)-\d+" value="(\d)"', text) == ["1", "1", "1", "2"]
    assert "1 · 2</text>" in text

    answer = client.post(
        address(region.territory),
        {"expected_version": 1, f"row-{luga.pk}": 4, f"column-{luga.pk}": 2, f"row-{bereg.pk}": "",
         f"column-{bereg.pk}": ""},
    )  # fmt: skip

    assert answer["Location"] == address(region.territory)
    assert arranged(region.territory) == {"Береговой округ": (None, None), "Лужский округ": (4, 2)}


def test_page_of_tiles_says_what_is_wrong(
    region: Association, region_head: Person, places: tuple[Territory, Territory], client_for: ClientFor
) -> None:
    client, (luga, _) = client_for(region_head), places
    same = {f"{name}-{one.pk}": 1 for one in places for name in ("row", "column")}

    taken = client.post(address(region.territory), {"expected_version": 1, **same})
    half = client.post(address(region.territory), {"expected_version": 1, f"row-{luga.pk}": 4})
    stale = client.post(address(region.territory), {"expected_version": 0, f"row-{luga.pk}": 4, f"column-{luga.pk}": 1})

    assert [one.status_code for one in (taken, half, stale)] == [422] * 3
    assert "Разведите их" in taken.content.decode()
    assert "Лужский округ: нужны и ряд, и место." in half.content.decode()
    assert 'name="expected_version" value="1"' in stale.content.decode()
    assert arranged(region.territory) == {"Береговой округ": (None, None), "Лужский округ": (None, None)}


def test_page_of_tiles_is_for_whoever_keeps_the_territory(
    region: Association, head: Person, member: Person, association: Association, client_for: ClientFor
) -> None:
    assert client_for(head).get(address(region.territory)).status_code == 404
    assert client_for(member).get(address(association.territory)).status_code == 404
    own = client_for(head).get(address(association.territory))
    assert own.status_code == 200
    assert "Расставлять пока нечего" in own.content.decode()
