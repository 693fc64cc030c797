"""Parts of a whole: a bar of parts one after another, and a ring for one share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.charts.pictures import em, legend, number, percent, svg
from stellazh.ui.components.facts import grouped

PartKind = Literal["done", "moved", "cancelled", "late", "ahead"]
_TALL: Final = 2.4
# A narrower part has no room for its number; the legend tells it.
_LEAST_FOR_NUMBER: Final = 7.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the whole: what it is called, how many, how it looks and where its list is.

    Raises:
        ValueError: the look is none of the known ones.
    """

    label: str
    value: int | None
    kind: PartKind
    href: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(PartKind):
            raise ValueError(f"«{self.kind}» is no look of a part")


def stacked(title: str, parts: Sequence[Part]) -> tuple[SafeString, SafeString]:
    """The bar and its legend with every number. Empty parts stand in the legend alone; of an empty whole, both are."""
    whole = sum(number(part.value) for part in parts)
    drawn: list[SafeString] = []
    at = 0.0
    for part in parts:
        wide = 100 * number(part.value) / whole if whole else 0.0
        if wide:
            drawn.append(_part(part, at, wide))
        at += wide
    frame = format_html('<rect class="graph__track" x="0" y="0" width="100%" height="{}"></rect>', em(_TALL))
    told = "; ".join(f"{part.label}: {grouped(number(part.value))}" for part in parts)
    body = SafeString("".join((frame, *drawn)))
    return svg(body, title=title, told=f"{told}; всего: {grouped(whole)}", height=_TALL, kind="stacked"), _legend(parts)


def ring(title: str, value: int, of: int) -> SafeString:
    """A share as a ring, its percents in the middle; of an empty whole an empty ring. `value` above `of` is full."""
    share = min(100, max(0, round(100 * value / of))) if of > 0 else 0
    return format_html(
        '<svg class="graph__ring" viewBox="0 0 40 40" role="img" focusable="false"><title>{}</title><desc>{} из {}, '
        '{}\xa0%</desc><circle class="graph__ring-track" cx="20" cy="20" r="15.92"></circle>'
        '<circle class="graph__ring-part" cx="20" cy="20" r="15.92" stroke-dasharray="{} 100" '
        'transform="rotate(-90 20 20)"></circle><text x="20" y="23" text-anchor="middle">{}\xa0%</text></svg>',
        title, grouped(value), grouped(of), share, share, share,
    )  # fmt: skip


def _part(part: Part, at: float, wide: float) -> SafeString:
    inside = (
        format_html(
            '<text class="graph__part-number--{}" x="{}" y="{}" text-anchor="middle">{}</text>',
            part.kind, percent(at + wide / 2), em(_TALL / 2 + 0.35), grouped(number(part.value)),
        )
        if wide >= _LEAST_FOR_NUMBER
        else SafeString("")
    )  # fmt: skip
    return format_html(
        '<g><title>{}: {}</title><rect class="graph__part--{}" x="{}" y="0" width="{}" height="{}"></rect>{}</g>',
        part.label, grouped(number(part.value)), part.kind, percent(at), percent(wide), em(_TALL), inside,
    )  # fmt: skip


def _legend(parts: Sequence[Part]) -> SafeString:
    def words(part: Part) -> SafeString:
        shown = grouped(number(part.value))
        linked = format_html('<a href="{}">{}</a>', part.href, shown) if part.href and number(part.value) else shown
        return format_html_join("", "{}: <b>{}</b>", [(part.label, linked)])

    return legend([(f"graph__part--{part.kind}", words(part)) for part in parts], "Что значат части")
