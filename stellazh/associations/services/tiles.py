"""Where the tiles of a territory stand on its tile map: arranged by hand, so that it resembles the real map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.associations import access
from stellazh.associations.models import LARGEST_TILE_PLACE, Territory
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version


class TilePlaceIsTaken(DomainError):
    """Two tiles were put in one place."""


class TileElsewhere(DomainError):
    """The place is outside of the map, or the territory is no tile of it."""


@dataclass(frozen=True, slots=True, order=True)
class TilePlace:
    """A row and a place in it, both counted from 1."""

    row: int
    column: int

    @property
    def words(self) -> str:
        """«ряд 2, место 3»."""
        return f"ряд {self.row}, место {self.column}"


@transaction.atomic
def arrange_tiles(
    territory_id: int, *, expected_version: int, places: Mapping[int, TilePlace | None], by: Actor, at: datetime
) -> Territory:
    """Put the tiles of a territory in these places; None gives a tile back to the free ones, unnamed tiles stay.

    `places` are by key of territory; `expected_version` is the version of the territory whose map it is. When all
    stands there already, nothing is written.

    Raises:
        PermissionRefused: `by` does not keep the territory.
        ChangedMeanwhile: somebody arranged it, or renamed the territory, since the page was opened.
        TileElsewhere: a place outside of 30 × 30, or a territory that is no tile of this map.
        TilePlaceIsTaken: two tiles in one place.
    """
    territory = Territory.objects.select_for_update().get(pk=territory_id)
    require(access.can_manage_territory(by, territory))
    tiles = {tile.pk: tile for tile in Territory.objects.tiles_of(territory)}
    if not places.keys() <= tiles.keys():
        raise TileElsewhere("Одной из территорий на этой карте больше нет. Откройте страницу заново.")
    before = {pk: _place(tile) for pk, tile in tiles.items()}
    after = {**before, **places}
    require_version(territory.version, expected_version, theirs=_shown(tiles, before), mine=_shown(tiles, after))
    _check(tiles, after)
    changed = [pk for pk in tiles if after[pk] != before[pk]]
    if not changed:
        return territory
    for pk in changed:
        place = after[pk]
        tiles[pk].tile_row, tiles[pk].tile_column = (place.row, place.column) if place else (None, None)
    Territory.objects.bulk_update([tiles[pk] for pk in changed], ["tile_row", "tile_column"])
    territory.version += 1
    territory.save(update_fields=["version"])
    changes = compare(_shown(tiles, before), _shown(tiles, after))
    record("territory_tiles_arranged", territory, by=by, at=at, changes=changes)
    return territory


def _place(tile: Territory) -> TilePlace | None:
    return TilePlace(tile.tile_row, tile.tile_column) if tile.tile_row and tile.tile_column else None


def _shown(tiles: Mapping[int, Territory], places: Mapping[int, TilePlace | None]) -> dict[str, str]:
    return {tile.name: place.words if (place := places[pk]) else "" for pk, tile in tiles.items()}


def _check(tiles: Mapping[int, Territory], places: Mapping[int, TilePlace | None]) -> None:
    taken: dict[TilePlace, int] = {}
    for pk, place in places.items():
        if place is None:
            continue
        if not (1 <= place.row <= LARGEST_TILE_PLACE and 1 <= place.column <= LARGEST_TILE_PLACE):
            raise TileElsewhere(f"{tiles[pk].name}: ряд и место — числа от 1 до {LARGEST_TILE_PLACE}.")
        if (other := taken.setdefault(place, pk)) != pk:
            names = f"{tiles[other].name} и {tiles[pk].name}"
            raise TilePlaceIsTaken(f"Ряд {place.row}, место {place.column}: сюда поставлены {names}. Разведите их.")
