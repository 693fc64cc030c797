"""Bars of answers: one for each, in the order in which they were offered, with their shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stellazh.ui.charts.bars import BAR, LINE, LONGEST_LINE, MOST_LINES, UNDER, name_lines
from stellazh.ui.charts.pictures import NOTHING, Cell, ChartTable, chart_table, em, number, percent, svg
from stellazh.ui.components.containers import disclosure
from stellazh.ui.components.facts import grouped

# A share stands beside the number, so that there is less room for the name.
_ROOM: Final = LONGEST_LINE - 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is counted, how many, and which part of all in whole percents (None: no such column)."""

    label: str
    value: int
    percent: int | None = None

    @property
    def words(self) -> str:
        """«12 (40 %)»."""
        return grouped(self.value) if self.percent is None else f"{grouped(self.value)} ({self.percent}\xa0%)"


def bar_chart(bars: Iterable[Bar], caption: str, unit: str = "Ответов", shows_caption: bool = True) -> SafeString:
    """`{% bar_chart bars "Насколько полезно" %}`: bars one under another. With percents the whole width is all
    of them, without percents it is the longest bar.

    `unit` heads the column of numbers; the caption is read aloud always, shown unless told otherwise. The same numbers
    stand in the table, so that nothing hangs on the picture; screen readers get a name and a description of it. Nothing
    is drawn of no bars.
    """
    rows = tuple(bars)
    if not rows:
        return NOTHING
    hidden = NOTHING if shows_caption else SafeString(' class="visually-hidden"')
    table = disclosure(chart_table(_table(rows, unit), caption), "Показать таблицей")
    return format_html(
        '<figure class="graph"><figcaption{}><b>{}</b></figcaption>{}<div class="graph__numbers">{}</div></figure>',
        hidden, caption, _picture(rows, caption), table,
    )  # fmt: skip


def _picture(rows: Sequence[Bar], caption: str) -> SafeString:
    longest = max(max(number(bar.value) for bar in rows), 1)
    drawn: list[SafeString] = []
    top = 0.0
    for bar in rows:
        lines = wrap(bar.label, _ROOM, max_lines=MOST_LINES, placeholder="…") or [""]
        part = 100 * number(bar.value) / longest if bar.percent is None else bar.percent
        drawn.append(_bar(bar, lines, top, part))
        top += len(lines) * LINE + UNDER
    told = "; ".join(f"{bar.label}: {bar.words}" for bar in rows)
    return svg(SafeString("".join(drawn)), title=caption, told=told, height=top, kind="bars")


def _bar(bar: Bar, lines: Sequence[str], top: float, part: float) -> SafeString:
    under = em(top + len(lines) * LINE + 0.15)
    track = NOTHING
    if bar.percent is not None:
        track = format_html('<rect class="graph__track" y="{}" width="100%" height="{}"></rect>', under, em(BAR))
    return format_html(
        '<g>{}<text class="graph__number" x="100%" y="{}">{}</text>{}'
        '<rect class="graph__bar" y="{}" width="{}" height="{}"></rect></g>',
        name_lines(bar.label, lines, top), em(top + 1), bar.words, track, under, percent(part), em(BAR),
    )  # fmt: skip


def _table(rows: Sequence[Bar], unit: str) -> ChartTable:
    if all(bar.percent is None for bar in rows):
        return ChartTable(("Вариант", unit), tuple((Cell(bar.label), Cell(bar.value)) for bar in rows))
    return ChartTable(
        ("Вариант", unit, "Доля"),
        tuple((Cell(bar.label), Cell(bar.value), Cell(f"{bar.percent or 0}\xa0%")) for bar in rows),
    )
