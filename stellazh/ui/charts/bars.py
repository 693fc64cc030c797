"""Ranked bars: a name, a number and a bar for each, the longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.charts.pictures import cut, em, number, percent, svg
from stellazh.ui.components.facts import grouped

_ROW: Final = 2.5
_BAR: Final = 0.6
# What fits beside a number on a phone.
LONGEST_NAME: Final = 32
# More rows stand in two pictures side by side.
MOST_IN_ONE: Final = 12
_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A name and its number; None when it is not known."""

    label: str
    value: int | None


def ranked(title: str, rows: Sequence[RankedRow]) -> SafeString:
    """Bars by size, equal ones in the order given; long names are cut, whole in the hint and in the table.

    More than twelve stand in two columns where there is room. Nothing is drawn of no rows.
    """
    if not rows:
        return SafeString("")
    ordered = sorted(rows, key=lambda row: -number(row.value))
    longest = max(number(ordered[0].value), 1)
    if len(ordered) <= MOST_IN_ONE:
        return _bars(title, ordered, longest)
    middle = (len(ordered) + 1) // 2
    halves = (
        _bars(f"{title}: с 1-го по {middle}-й", ordered[:middle], longest),
        _bars(f"{title}: с {middle + 1}-го по {len(ordered)}-й", ordered[middle:], longest),
    )
    return format_html('<div class="graph__halves">{}{}</div>', *halves)


def _bars(title: str, rows: Sequence[RankedRow], longest: int) -> SafeString:
    drawn = format_html_join(
        "",
        '<g><title>{}: {}</title><text x="0" y="{}">{}</text>'
        '<text class="graph__number" x="100%" y="{}" text-anchor="end">{}</text>'
        '<rect class="graph__track" x="0" y="{}" width="100%" height="{}" rx="2"></rect>'
        '<rect class="graph__bar" x="0" y="{}" width="{}" height="{}" rx="2"></rect></g>',
        (
            (
                row.label, grouped(number(row.value)),
                em(place * _ROW + 1), cut(row.label, LONGEST_NAME),
                em(place * _ROW + 1), grouped(number(row.value)),
                em(place * _ROW + 1.4), em(_BAR),
                em(place * _ROW + 1.4), percent(100 * number(row.value) / longest), em(_BAR),
            )
            for place, row in enumerate(rows)
        ),
    )  # fmt: skip
    return svg(drawn, title=title, told=_words(rows), height=len(rows) * _ROW, kind="bars")


def _words(rows: Sequence[RankedRow]) -> str:
    """The first ones in words: the rest is told by the table."""
    first = "; ".join(f"{row.label}: {grouped(number(row.value))}" for row in rows[:_TOLD])
    return first if len(rows) <= _TOLD else f"{first}; ещё строк: {len(rows) - _TOLD}, все в таблице"
