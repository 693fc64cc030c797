"""Agreement of Russian nouns with their numbers: 1 мероприятие, 2 мероприятия, 5 мероприятий."""

from __future__ import annotations


def agree(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun that goes with `count`: `one` for 1, 21, 101; `few` for 2–4, 22; `many` for 0, 5–20, 111.

    The sign of `count` does not matter.
    """
    tens, units = divmod(abs(count) % 100, 10)
    if tens == 1 or units == 0 or units >= 5:
        return many
    return one if units == 1 else few
