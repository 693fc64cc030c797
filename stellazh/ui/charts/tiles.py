"""A tile map: an equal tile for each place of a territory, with its short name and its number, shaded in steps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.charts.pictures import cut, em, legend, number, svg
from stellazh.ui.components.facts import grouped

_WIDE: Final = 8.8
_TALL: Final = 3.9
_GAP: Final = 0.25
LONGEST_ON_TILE: Final = 15
LARGEST_PLACE: Final = 30
MOST_STEPS: Final = 4
MOST_COLUMNS: Final = 7
_TOLD: Final = 3
_KIND_WORDS: Final = re.compile(
    r"\b(город(а)?\b(?! )|город(ской)?\s|муниципальн(ый|ое)\s|(городской\s)?округ\b|(муниципальный\s)?район\b"
    r"|образование\b|г\.\s*|ГО\b|МО\b|МР\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A place: its whole and its short name, its number (None: not known), and its row and column, counted from 1,
    when somebody has arranged it. `mark` stands on the tile instead of the number.
    """

    name: str
    short_name: str
    value: int | None
    row: int | None = None
    column: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """A tile and its place in the grid, counted from 0."""

    tile: Tile
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Step:
    """One shade: `level` 0 is for nothing, 1 to 4 grow; it stands for the numbers from `least` to `most`."""

    level: int
    least: int
    most: int

    @property
    def words(self) -> str:
        """«13–40», «7», «нет»."""
        if not self.most:
            return "нет"
        return grouped(self.most) if self.least == self.most else f"{grouped(self.least)}–{grouped(self.most)}"


def short_place_name(name: str) -> str:
    """«Каменский» of «Каменский муниципальный район»: what fits on a tile. A name of nothing else stays whole."""
    kept = " ".join(_KIND_WORDS.sub(" ", name).split())
    return kept or name


def arrange(tiles: Iterable[Tile]) -> tuple[PlacedTile, ...]:
    """Every tile in a cell of its own: arranged ones as they were arranged, the rest in the order given.

    The upper left corner of what was arranged is the corner of the map. Of two in one cell the first keeps it. The
    rest, and whatever lies outside of 30 × 30, fill rows below; without any arrangement they make a compact grid.
    """
    taken: dict[tuple[int, int], Tile] = {}
    loose: list[Tile] = []
    for tile in tiles:
        cell = (tile.row or 0, tile.column or 0)
        if all(1 <= part <= LARGEST_PLACE for part in cell) and cell not in taken:
            taken[cell] = tile
        else:
            loose.append(tile)
    first_row = min((row for row, _ in taken), default=1)
    first_column = min((column for _, column in taken), default=1)
    placed = [PlacedTile(tile, row - first_row, column - first_column) for (row, column), tile in taken.items()]
    below = max((one.row for one in placed), default=-1) + 1
    wide = max((one.column + 1 for one in placed), default=0) or _compact(len(loose))
    placed += [PlacedTile(tile, below + place // wide, place % wide) for place, tile in enumerate(loose)]
    return tuple(sorted(placed, key=lambda one: (one.row, one.column)))


def steps_of(values: Iterable[int | None]) -> tuple[Step, ...]:
    """At most four shades and one for nothing; each holds about as many different numbers, its bounds are real ones."""
    known = {number(value) for value in values}
    found = [Step(0, 0, 0)] if 0 in known else []
    rising = sorted(known - {0})
    count = min(MOST_STEPS, len(rising))
    for place in range(count):
        group = rising[place * len(rising) // count : (place + 1) * len(rising) // count]
        # Few shades are far apart: the last is always the darkest.
        found.append(Step(MOST_STEPS - count + place + 1, group[0], group[-1]))
    return tuple(found)


def tile_map(title: str, tiles: Sequence[Tile]) -> tuple[SafeString, SafeString]:
    """The map, which scrolls inside itself where it is narrow, and its legend. Nothing is drawn of no tiles."""
    if not tiles:
        return SafeString(""), SafeString("")
    placed = arrange(tiles)
    steps = steps_of(tile.value for tile in tiles)
    drawn = format_html_join(
        "",
        '<g class="graph__tile--{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}"></rect>'
        '<text x="{}" y="{}">{}</text><text class="graph__number" x="{}" y="{}">{}</text></g>',
        (_drawn(one, _level(one.tile, steps)) for one in placed),
    )
    picture = svg(
        drawn,
        title=title,
        told=_told(tiles),
        width=(max(one.column for one in placed) + 1) * _WIDE,
        height=(max(one.row for one in placed) + 1) * _TALL,
        kind="tiles",
    )
    shades = [(f"graph__tile--{step.level}", step.words) for step in steps]
    scrolled = format_html(
        '<div class="graph__scroll" role="region" tabindex="0" aria-label="{}: прокрутка">{}</div>', title, picture
    )
    return scrolled, legend(shades, "Что значат оттенки")


def _drawn(one: PlacedTile, level: int) -> tuple[object, ...]:
    x, y, tile = one.column * _WIDE, one.row * _TALL, one.tile
    shown = tile.mark or grouped(number(tile.value))
    return (
        level, tile.name, em(x), em(y), em(_WIDE - _GAP), em(_TALL - _GAP),
        em(x + 0.45), em(y + 1.35), cut(tile.short_name, LONGEST_ON_TILE), em(x + 0.45), em(y + 2.95), shown,
    )  # fmt: skip


def _level(tile: Tile, steps: Sequence[Step]) -> int:
    return next(step.level for step in steps if step.least <= number(tile.value) <= step.most)


def _compact(count: int) -> int:
    return max(1, min(MOST_COLUMNS, math.ceil(math.sqrt(count * 1.4))))


def _told(tiles: Sequence[Tile]) -> str:
    highest = sorted(tiles, key=lambda tile: -number(tile.value))[:_TOLD]
    first = "; ".join(f"{tile.name}: {grouped(number(tile.value))}" for tile in highest if number(tile.value))
    empty = sum(not number(tile.value) for tile in tiles)
    parts = [f"больше всего — {first}" if first else "", f"без единого — {empty} из {len(tiles)}"]
    return "; ".join(part for part in parts if part)
