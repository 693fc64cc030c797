"""Pictures of an invented year for «Витрина»."""

from __future__ import annotations

from stellazh.ui.charts import (
    Cell,
    Chart,
    ChartTable,
    Month,
    Part,
    RankedRow,
    Series,
    Tile,
    columns,
    ranked,
    short_place_name,
    stacked,
    tile_map,
)

_MONTHS = ("сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг")
_THIS = (12, 64, 38, 0, 27, 96, 41, 33, 16, 0, 0, 9)
_BEFORE = (20, 31, 44, 12, 15, 60, 52, 21, 30, 4, 0, 0)
_PLACES = (
    ("город Сосногорье", 64), ("Озёрский округ", 41), ("Липовский округ", 33), ("Верхнереченский район", 27),
    ("Каменский район", 27), ("Луговой район", 12), ("Рябиновский округ", 9), ("Ясенский округ", 3),
    ("Степной район", 0),
)  # fmt: skip


def charts() -> list[Chart]:
    """Each kind once."""
    months = [Month(label, label) for label in _MONTHS]
    by_month = columns(
        "Участия по месяцам", months, [Series("2024/2025", _THIS), Series("годом раньше", _BEFORE)]
    )  # fmt: skip
    parts = (Part("проведено", 37, "done", "#done"), Part("перенесено", 4, "moved"), Part("отменено", 2, "cancelled"),
             Part("не отмечено", 6, "late"), Part("впереди", 3, "ahead"))  # fmt: skip
    bar = stacked("План и факт", parts)
    tiles = tile_map("Карта плитками", [Tile(name, short_place_name(name), value) for name, value in _PLACES])
    places = ranked("Участия по муниципалитетам", [RankedRow(*place) for place in _PLACES])
    place_table = ChartTable(
        ("Муниципалитет", "Участий"), tuple((Cell(name), Cell(value, "#list")) for name, value in _PLACES)
    )
    month_table = ChartTable(
        ("Месяц", "2024/2025", "Годом раньше"),
        tuple(
            (Cell(name), Cell(this), Cell(before)) for name, this, before in zip(_MONTHS, _THIS, _BEFORE, strict=True)
        ),
    )
    part_table = ChartTable(("Состояние", "Пунктов"), tuple((Cell(part.label), Cell(part.value)) for part in parts))
    return [
        Chart("show-months", "Участия по месяцам", by_month[0], month_table, by_month[1]),
        Chart("show-places", "Участия по муниципалитетам", places, place_table),
        Chart("show-plan", "План и факт", bar[0], part_table, bar[1]),
        Chart(
            "show-map", "Карта плитками", tiles[0], place_table, tiles[1], "Плитка — муниципалитет, число — участия."
        ),
    ]
