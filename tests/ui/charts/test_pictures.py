"""Pictures by what they draw, what they tell, and what they must never hold."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.ui.charts import (
    Cell,
    Chart,
    ChartTable,
    Month,
    Part,
    RankedRow,
    Series,
    Tile,
    arrange,
    columns,
    ranked,
    ring,
    short_place_name,
    stacked,
    steps_of,
    tile_map,
)
from stellazh.ui.charts.shares import PartKind
from tests.ui.test_contrast import MODES, luminance, tokens

MONTHS = tuple(Month(f"м{place}", f"Месяц {place}") for place in range(12))
KINDS: tuple[PartKind, ...] = ("done", "moved", "cancelled", "late", "ahead")
values = st.none() | st.integers(min_value=-5, max_value=10**15)
# Signs that no XML may hold never come out of a form either.
words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60)
SWITCHED_OFF = re.compile(r"<script|\sstyle=|\son[a-z]+=|javascript:|<foreignObject", re.IGNORECASE)


def read(drawn: str) -> list[ElementTree.Element]:
    """The pictures as XML: each has a name and a description, and nothing that the policy switches off."""
    assert not SWITCHED_OFF.search(re.sub(r">[^<]*<", "><", drawn))
    found = [ElementTree.fromstring(one) for one in re.findall(r"<svg .*?</svg>", drawn, re.DOTALL)]
    pictures = [one for one in found if one.get("aria-hidden") != "true"]
    for one in pictures:
        assert one.get("role") == "img"
        assert [child.tag for child in one][:2] == ["title", "desc"]
        assert one.findtext("title")
        assert one.findtext("desc")
    return pictures


def lengths(picture: ElementTree.Element, kind: str, side: str) -> list[str | None]:
    return [one.get(side) for one in picture.iter("rect") if one.get("class") == kind]


def test_columns_fill_the_height_with_the_highest_of_both_years() -> None:
    drawn, meaning = columns("По месяцам", MONTHS[:2], [Series("этот", (3, 6)), Series("прошлый", (12, None))])

    (picture,) = read(drawn)
    assert lengths(picture, "graph__column--0", "height") == ["2.25em", "4.5em"]
    assert lengths(picture, "graph__column--1", "height") == ["9em"]
    assert [one.text for one in picture.iter("text") if one.get("class") == "graph__number"] == ["3", "6"]
    assert picture.findtext("desc") == "Месяц 0: этот 3, прошлый 12; Месяц 1: этот 6, прошлый 0"
    assert "этот" in meaning
    assert "прошлый" in meaning


def test_columns_of_one_series_need_no_legend() -> None:
    drawn, meaning = columns("По месяцам", MONTHS[:1], [Series("этот", (1250,))])

    assert meaning == ""
    assert "<desc>Месяц 0: 1\xa0250</desc>" in drawn
    assert "graph__picture--columns-long" in drawn


@pytest.mark.parametrize("series", [[], [Series("a", (1,))], [Series("a", (1, 2))] * 3])
def test_columns_refuse_what_cannot_be_drawn(series: list[Series]) -> None:
    with pytest.raises(ValueError, match="one or two series"):
        columns("По месяцам", MONTHS[:2], series)


@settings(deadline=None)
@given(st.lists(st.lists(values, min_size=12, max_size=12), min_size=1, max_size=2), words)
def test_columns_are_drawn_of_anything(given_values: list[list[int | None]], label: str) -> None:
    drawn, _ = columns("По месяцам", MONTHS, [Series(label, tuple(one)) for one in given_values])

    (picture,) = read(drawn)
    highest = [float(str(one.get("height")).removesuffix("em")) for one in picture.iter("rect")]
    assert all(0 < one <= 9 for one in highest)


def test_ranked_bars_stand_by_size() -> None:
    (picture,) = read(ranked("Где", [RankedRow("мало", 1), RankedRow("много", 4), RankedRow("неизвестно", None)]))

    assert lengths(picture, "graph__bar", "width") == ["100%", "25%", "0%"]
    assert picture.findtext("desc") == "много: 4; мало: 1; неизвестно: 0"


def test_long_lists_of_bars_stand_in_two_pictures_of_one_scale() -> None:
    both = read(ranked("Где", [RankedRow(f"место {place}", 27 - place) for place in range(27)]))

    assert [len(lengths(one, "graph__bar", "width")) for one in both] == [14, 13]
    assert lengths(both[1], "graph__bar", "width")[-1] == "3.7%"
    assert both[0].findtext("title") == "Где: с 1-го по 14-й"
    assert str(both[0].findtext("desc")).endswith("ещё строк: 11, все в таблице")


def test_long_names_are_cut_and_told_whole() -> None:
    two_lines = "Верхнереченский муниципальный округ имени кого-то"
    longer = f"{two_lines}, которого знают все жители и гости"

    (picture,) = read(ranked("Где", [RankedRow(two_lines, 2), RankedRow(longer, 1)]))

    assert [one.text for one in picture.iter("text")] == [
        "Верхнереченский муниципальный округ", "имени кого-то", "2",
        "Верхнереченский муниципальный округ", "имени кого-то, которого знают все…", "1",
    ]  # fmt: skip
    assert [one.findtext("title") for one in picture.iter("g")] == [None, longer]
    assert picture.get("height") == "7.5em"


@settings(deadline=None)
@given(st.lists(st.tuples(words, values), max_size=40))
def test_ranked_bars_are_drawn_of_anything(rows: list[tuple[str, int | None]]) -> None:
    pictures = read(ranked("Где", [RankedRow(*row) for row in rows]))

    assert sum(len(lengths(one, "graph__bar", "width")) for one in pictures) == len(rows)


def test_parts_fill_the_bar_and_narrow_ones_are_told_by_the_legend() -> None:
    drawn, meaning = stacked("План", [Part("проведено", 48, "done", "/done"), Part("отменено", 2, "cancelled")])

    (picture,) = read(drawn)
    assert lengths(picture, "graph__part--done", "width") == ["96%"]
    assert lengths(picture, "graph__part--cancelled", "x") == ["96%"]
    assert [one.text for one in picture.iter("text")] == ["48"]
    assert picture.findtext("desc") == "проведено: 48; отменено: 2; всего: 50"
    assert '<a href="/done">48</a>' in meaning
    assert "отменено: <b>2</b>" in meaning


@settings(deadline=None)
@given(st.lists(st.tuples(words, values, st.sampled_from(KINDS)), max_size=5))
def test_parts_are_drawn_of_anything(parts: list[tuple[str, int | None, PartKind]]) -> None:
    drawn, meaning = stacked("План", [Part(*part) for part in parts])

    (picture,) = read(drawn)
    assert meaning.count("<li>") == len(parts)
    wide = sum(
        float(str(one.get("width")).removesuffix("%"))
        for one in picture.iter("rect")
        if one.get("class") != "graph__track"
    )
    assert wide == pytest.approx(100 if any((value or 0) > 0 for _, value, _ in parts) else 0, abs=0.1)


def test_part_of_an_unknown_look_is_refused() -> None:
    with pytest.raises(ValueError, match="no look"):
        Part("так", 1, "pink")  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "of", "shown"), [(20, 27, 74), (0, 27, 0), (27, 27, 100), (30, 27, 100), (1, 0, 0)])
def test_ring_tells_its_share(value: int, of: int, shown: int) -> None:
    (picture,) = read(ring("Охват", value, of))

    assert picture.findtext("text") == f"{shown}\xa0%"
    assert picture.findtext("desc") == f"{value} из {of}, {shown}\xa0%"
    assert [one.get("stroke-dasharray") for one in picture.iter("circle")] == [None, f"{shown} 100"]


def cells(*tiles: Tile) -> dict[str, tuple[int, int]]:
    return {one.tile.name: (one.row, one.column) for one in arrange(tiles)}


def test_tiles_nobody_arranged_make_a_compact_grid_in_their_order() -> None:
    found = arrange(Tile(f"{place:02}", "", 1) for place in range(27))

    assert {one.column for one in found} == set(range(7))
    assert [one.tile.name for one in found] == [f"{place:02}" for place in range(27)]


def test_arranged_tiles_keep_their_cells_and_the_rest_stands_below() -> None:
    assert cells(
        Tile("a", "", 1, 3, 4), Tile("b", "", 1, 2, 6), Tile("of one cell", "", 1, 3, 4), Tile("loose", "", 1),
        Tile("far", "", 1, 400, 2), Tile("half", "", 1, 2, None),
    ) == {"b": (0, 2), "a": (1, 0), "of one cell": (2, 0), "loose": (2, 1), "far": (2, 2), "half": (3, 0)}  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(-2, 40), st.none() | st.integers(-2, 40), values), max_size=40))
def test_every_tile_has_a_cell_of_its_own(given_tiles: list[tuple[int | None, int | None, int | None]]) -> None:
    tiles = [Tile(f"Место {n}", f"М{n}", value, row, column) for n, (row, column, value) in enumerate(given_tiles)]

    found = arrange(tiles)

    assert len({(one.row, one.column) for one in found}) == len(tiles)
    drawn, _ = tile_map("Карта", tiles)
    assert sum(len(list(one.iter("rect"))) for one in read(drawn)) == len(tiles)


@settings(deadline=None)
@given(st.lists(values, max_size=40))
def test_steps_cover_every_value_once(given_values: list[int | None]) -> None:
    steps = steps_of(given_values)

    assert len(steps) <= 5
    for value in given_values:
        assert sum(step.least <= max(value or 0, 0) <= step.most for step in steps) == 1
    assert [step.level for step in steps] == sorted({step.level for step in steps})


def test_steps_are_told_with_numbers() -> None:
    assert [one.words for one in steps_of([0, 1, 4, 5, 9, 10, 12, 40, 1250])] == [
        "нет", "1–4", "5–9", "10–12", "40–1\xa0250",
    ]  # fmt: skip
    assert [(one.level, one.words) for one in steps_of([7])] == [(4, "7")]


def test_tile_shows_its_number_and_the_map_scrolls_within_itself() -> None:
    drawn, meaning = tile_map(
        "Карта", [Tile("Верхнереченский-Озёрский район", "Верхнереченский-Озёрский", 12), Tile("Луга", "Луга", 0)]
    )

    (picture,) = read(drawn)
    assert [one.text for one in picture.iter("text")] == ["Верхнереченски…", "12", "Луга", "0"]
    assert picture.findtext("desc") == "больше всего — Верхнереченский-Озёрский район: 12; без единого — 1 из 2"
    assert 'role="region" tabindex="0" aria-label="Карта: прокрутка"' in drawn
    assert "12</span>" in meaning
    assert tile_map("Карта", []) == ("", "")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("город Сосногорье", "Сосногорье"), ("Каменский муниципальный район", "Каменский"), ("г. Снежный", "Снежный"),
        ("Лужский городской округ", "Лужский"), ("Городищенский район", "Городищенский"), ("Район", "Район"),
        ("Заречный округ № 3", "Заречный № 3"),
    ],
)  # fmt: skip
def test_names_on_tiles_are_short(name: str, short: str) -> None:
    assert short_place_name(name) == short


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("opacity", "text"), [(0.14, "ink"), (0.32, "ink"), (0.5, "ink"), (1, "on-lamp")])
def test_numbers_are_readable_on_every_shade(mode: str, opacity: float, text: str) -> None:
    colours = tokens(mode)

    def mixed(place: int) -> int:
        over, under = (int(colours[name][place : place + 2], 16) for name in ("lamp", "surface"))
        return round(over * opacity + under * (1 - opacity))

    shade = "#" + "".join(f"{mixed(place):02x}" for place in (1, 3, 5))
    dark, light = sorted((luminance(shade), luminance(colours[text])))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_chart_stands_with_its_table_and_its_file() -> None:
    numbers = ChartTable(("Где", "Участий"), ((Cell("Луга"), Cell(1250, "/list")), (Cell("Берег"), Cell(None))))
    chart = Chart("places", "Где <были>", ranked("Где", [RankedRow("Луга", 1250)]), numbers, note="Очно и онлайн.")

    page = Template("{% load charts %}{% chart chart xlsx=file %}")
    html = page.render(Context({"chart": chart, "file": "/file?a=1&b=2"}))

    read(html)
    assert '<figure class="graph" id="graph-places">' in html
    assert '<h2 class="graph__title">Где &lt;были&gt;</h2><p class="graph__note">Очно и онлайн.</p>' in html
    assert "<summary>Показать таблицей</summary>" in html
    assert '<tr><th scope="row">Луга</th><td class="num"><a href="/list">1\xa0250</a></td></tr>' in html
    assert '<td class="num">—</td>' in html
    assert '<a href="/file?a=1&amp;b=2">Скачать таблицу .xlsx' in html


def test_hostile_words_stay_words() -> None:
    bad = '"><script>alert(1)</script><svg onload=x>'
    drawn = [
        ranked(bad, [RankedRow(bad, 1)]),
        *columns(bad, [Month(bad, bad)], [Series(bad, (1,)), Series(bad, (2,))]),
        *stacked(bad, [Part(bad, 1, "done", bad)]),
        *tile_map(bad, [Tile(bad, bad, 1)]),
        ring(bad, 1, 2),
    ]

    html = SafeString("".join(drawn))

    assert "<script" not in html
    assert "<svg onload" not in html
    assert bad in unescape(html)
