"""Pictures of numbers, drawn on the server as SVG: no scripts, no styles of their own, each beside its table.

Sizes are in em and percents, so that letters stay legible on a phone, enlarge with the version for low vision, and
nothing has to be scaled. Colours are classes of `chart_pictures.css`; a colour never says anything that no word or
number says too.
"""

from stellazh.ui.charts.answers import Bar, bar_chart
from stellazh.ui.charts.bars import RankedRow, ranked
from stellazh.ui.charts.columns import Month, Series, columns
from stellazh.ui.charts.pictures import Cell, Chart, ChartTable
from stellazh.ui.charts.shares import Part, ring, stacked
from stellazh.ui.charts.tiles import PlacedTile, Step, Tile, arrange, short_place_name, steps_of, tile_map

__all__ = [
    "Bar",
    "Cell",
    "Chart",
    "ChartTable",
    "Month",
    "Part",
    "PlacedTile",
    "RankedRow",
    "Series",
    "Step",
    "Tile",
    "arrange",
    "bar_chart",
    "columns",
    "ranked",
    "ring",
    "short_place_name",
    "stacked",
    "steps_of",
    "tile_map",
]
