"""Pictures of counts: bars drawn by the server as SVG, with words for those who do not see them and a table beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.components.containers import table
from stellazh.ui.components.facts import grouped

# In units of the picture, which the stylesheet scales.
WIDTH: Final = 320
ROW: Final = 44
BAR_TOP: Final = 24
BAR_HEIGHT: Final = 12
LONGEST_LABEL: Final = 28


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
        return SafeString("")
    return format_html(
        '<figure class="chart"><figcaption{}>{}</figcaption><div class="chart__both">{}{}</div></figure>',
        "" if shows_caption else SafeString(' class="visually-hidden"'), caption,
        _picture(rows, caption), _table(rows, caption, unit),
    )  # fmt: skip


def _picture(rows: tuple[Bar, ...], caption: str) -> SafeString:
    longest = max(max(bar.value for bar in rows), 1)
    parts = [bar.value / longest if bar.percent is None else bar.percent / 100 for bar in rows]
    drawn = format_html_join(
        "",
        '<g transform="translate(0 {})"><text x="0" y="16">{}</text><text x="{}" y="16" text-anchor="end">{}</text>'
        '<rect class="chart__track" x="0" y="{}" width="{}" height="{}" rx="3"></rect>'
        '<rect class="chart__bar" x="0" y="{}" width="{}" height="{}" rx="3"></rect></g>',
        (
            (
                place * ROW, _short(bar.label), WIDTH, bar.words,
                BAR_TOP, WIDTH, BAR_HEIGHT, BAR_TOP, round(part * WIDTH, 1), BAR_HEIGHT,
            )
            for place, (bar, part) in enumerate(zip(rows, parts, strict=True))
        ),
    )  # fmt: skip
    told = "; ".join(f"{bar.label}: {bar.words}" for bar in rows)
    return format_html(
        '<svg class="chart__picture" viewBox="0 0 {} {}" role="img"><title>{}</title><desc>{}</desc>'
        "{}</svg>",
        WIDTH, len(rows) * ROW, caption, told, drawn,
    )  # fmt: skip


def _table(rows: tuple[Bar, ...], caption: str, unit: str) -> SafeString:
    has_share = any(bar.percent is not None for bar in rows)
    share = SafeString('<th scope="col" class="num">Доля</th>') if has_share else ""
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="num">{}</td>{}</tr>',
        (
            (
                bar.label,
                grouped(bar.value),
                format_html('<td class="num">{}\xa0%</td>', bar.percent or 0) if has_share else "",
            )
            for bar in rows
        ),
    )
    head = format_html(
        '<thead><tr><th scope="col">Вариант</th><th scope="col" class="num">{}</th>{}</tr></thead><tbody>{}</tbody>',
        unit, share, body,
    )  # fmt: skip
    return table(head, f"{caption}: таблица")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
