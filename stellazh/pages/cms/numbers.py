"""Keys as addresses and forms bring them."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 18


def number(value: object) -> int | None:
    """The key; none where it is no number that a database could hold."""
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
