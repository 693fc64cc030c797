"""Ranked bars: a name, a number and a bar for each, the longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.charts.pictures import em, number, percent, svg
from stellazh.ui.components.facts import grouped

# In em: a line of the name, the room under it, the bar's own height.
LINE: Final = 1.25
UNDER: Final = 1.25
BAR: Final = 0.6
# What fits beside a number on a phone; a longer name takes a second line.
LONGEST_LINE: Final = 40
MOST_LINES: Final = 2
# More rows stand in two pictures side by side.
MOST_IN_ONE: Final = 12
_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A name and its number; None when it is not known."""

    label: str
    value: int | None


def ranked(title: str, rows: Sequence[RankedRow]) -> SafeString:
    """Bars by size, equal ones in the order given; names of more than two lines are cut, whole in hint and table.

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
    drawn: list[SafeString] = []
    top = 0.0
    for row in rows:
        lines = wrap(row.label, LONGEST_LINE, max_lines=MOST_LINES, placeholder="…") or [""]
        drawn.append(_bar(row, lines, top, 100 * number(row.value) / longest))
        top += len(lines) * LINE + UNDER
    return svg(SafeString("".join(drawn)), title=title, told=_words(rows), height=top, kind="bars")


def name_lines(label: str, lines: Sequence[str], top: float) -> SafeString:
    """The name in its lines from `top` on; the whole of one that was cut is its hint."""
    names = format_html_join(
        "", '<text y="{}">{}</text>', ((em(top + place * LINE + 1), line) for place, line in enumerate(lines))
    )
    return format_html("<title>{}</title>{}", label, names) if lines[-1].endswith("…") else names


def _bar(row: RankedRow, lines: Sequence[str], top: float, part: float) -> SafeString:
    return format_html(
        '<g>{}<text class="graph__number" x="100%" y="{}">{}</text>'
        '<rect class="graph__bar" y="{}" width="{}" height="{}"></rect></g>',
        name_lines(row.label, lines, top), em(top + 1), grouped(number(row.value)),
        em(top + len(lines) * LINE + 0.15), percent(part), em(BAR),
    )  # fmt: skip


def _words(rows: Sequence[RankedRow]) -> str:
    """The first ones in words: the rest is told by the table."""
    first = "; ".join(f"{row.label}: {grouped(number(row.value))}" for row in rows[:_TOLD])
    return first if len(rows) <= _TOLD else f"{first}; ещё строк: {len(rows) - _TOLD}, все в таблице"
