"""The check before a report is sealed: whatever does not fit together, each in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from stellazh.reports.figures.doubts import by_hand, numbers, unfinished
from stellazh.reports.figures.doubts.model import Asked, Doubt
from stellazh.reports.figures.model import Figure
from stellazh.reports.figures.scopes import Scope

__all__ = ["Doubt", "doubts"]

_RULES = (*numbers.RULES, *unfinished.RULES, *by_hand.RULES)


def doubts(
    scope: Scope,
    figures: Mapping[str, Figure],
    hand: Mapping[str, Figure],
    *,
    at: datetime,
    used: Collection[str] = (),
    unknown: Collection[str] = (),
    before: Mapping[str, Figure] | None = None,
) -> list[Doubt]:
    """All that does not fit together, the grave ones first. `at` is the moment of asking.

    `figures` are those the report is going to say, by code: counted now, or kept from an earlier count, which is then
    compared with the rows. `used` are the codes in its texts (`codes_in`), `unknown` marks there that mean nothing
    (`unknown_marks`), `before` the figures of the year before. At most 20 queries, however many events.
    """
    asked = Asked(scope, figures, hand, at, before or {}, used, unknown)
    found = [doubt for rule in _RULES for doubt in rule(asked)]
    return sorted(found, key=lambda doubt: doubt.is_soft)
