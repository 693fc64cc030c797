"""Numbers as somebody typed them; agreement of Russian nouns with them: 1 мероприятие, 2 мероприятия."""

from __future__ import annotations

LONGEST_NUMBER = 18


def whole_number(text: str) -> int | None:
    """The number that the digits write; None for anything else and for more digits than a key of a row ever has."""
    # `isdigit` is also true of «²», which no number is read from; thousands of digits are refused by `int`.
    return int(text) if len(text) <= LONGEST_NUMBER and text.isdecimal() else None


def agree(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun that goes with `count`: `one` for 1, 21, 101; `few` for 2–4, 22; `many` for 0, 5–20, 111.

    The sign of `count` does not matter.
    """
    tens, units = divmod(abs(count) % 100, 10)
    if tens == 1 or units == 0 or units >= 5:
        return many
    return one if units == 1 else few
