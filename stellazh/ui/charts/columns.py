"""Columns by month: one or two series side by side, such as this year and the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.charts.pictures import NOTHING, em, legend, number, percent, svg
from stellazh.ui.components.facts import grouped

# In em: room for the number over the highest column, the columns themselves, the names under them.
_TOP: Final = 1.7
_PLOT: Final = 9.0
_FOOT: Final = 1.9
# Parts of a month's room: the gap before the first column, one column, the gap between two.
_EDGE: Final = 0.14
_BETWEEN: Final = 0.04
MOST_SERIES: Final = 2
# Four figures and a gap do not fit over a column on a phone: there the table tells them.
_NARROW_UP_TO: Final = 999


@dataclass(frozen=True, slots=True)
class Month:
    """One place on the axis: «сен» stands under it, «Сентябрь 2024» is told."""

    label: str
    long_label: str


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one year, a value for each month; None where nothing is known."""

    label: str
    values: tuple[int | None, ...]


def columns(title: str, months: Sequence[Month], series: Sequence[Series]) -> tuple[SafeString, SafeString]:
    """The picture and its legend (empty for one series). The number stands over each column of the first series.

    The highest value of all fills the height. With zeros alone only the axis is drawn.

    Raises:
        ValueError: no series or more than two, or one of another length than the months.
    """
    if not 1 <= len(series) <= MOST_SERIES or any(len(one.values) != len(months) for one in series):
        raise ValueError("a picture of columns has one or two series with a value for each month")
    highest = max((number(value) for one in series for value in one.values), default=0)
    room = 100 / max(len(months), 1)
    wide = (1 - 2 * _EDGE - _BETWEEN * (len(series) - 1)) / len(series)
    drawn = [
        _column(place * room + room * (_EDGE + order * (wide + _BETWEEN)), room * wide, number(value), highest, order)
        # The year before lies behind in the order of reading: drawn first, so that this year's numbers lie above it.
        for order, one in reversed(list(enumerate(series)))
        for place, value in enumerate(one.values)
    ]
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (percent((place + 0.5) * room), em(_TOP + _PLOT + _FOOT - 0.6), month.label)
            for place, month in enumerate(months)
        ),
    )
    axis = format_html('<line class="graph__axis" x1="0" x2="100%" y1="{0}" y2="{0}"></line>', em(_TOP + _PLOT))
    numbers = format_html_join(
        "",
        '<text class="graph__number" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (
                percent(place * room + room * (_EDGE + wide / 2)),
                em(_TOP + _PLOT - _height(number(value), highest) - 0.4),
                grouped(number(value)),
            )
            for place, value in enumerate(series[0].values)
            if number(value)
        ),
    )
    body = format_html("{}{}{}{}", SafeString("".join(drawn)), axis, numbers, names)
    picture = svg(
        body, title=title, told=_told(months, series), height=_TOP + _PLOT + _FOOT,
        kind="columns-long" if highest > _NARROW_UP_TO else "columns",
    )  # fmt: skip
    if len(series) == 1:
        return picture, NOTHING
    return picture, legend(
        [(f"graph__column--{order}", one.label) for order, one in enumerate(series)], "Цвета столбцов"
    )


def _column(x: float, width: float, value: int, highest: int, order: int) -> SafeString:
    if not value:
        return NOTHING
    tall = _height(value, highest)
    return format_html(
        '<rect class="graph__column--{}" x="{}" y="{}" width="{}" height="{}"></rect>',
        order, percent(x), em(_TOP + _PLOT - tall), percent(width), em(tall),
    )  # fmt: skip


def _height(value: int, highest: int) -> float:
    # A single attendance beside a thousand is still seen.
    return max(_PLOT * value / highest, 0.12) if value else 0.0


def _told(months: Sequence[Month], series: Sequence[Series]) -> str:
    def words(one: Series, place: int) -> str:
        shown = grouped(number(one.values[place]))
        return f"{one.label} {shown}" if len(series) > 1 else shown

    def values(place: int) -> str:
        return ", ".join(words(one, place) for one in series)

    return "; ".join(f"{month.long_label}: {values(place)}" for place, month in enumerate(months))
