"""Keys of rows as addresses and hidden fields bring them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Longer numbers fit into no column, and the longest ones into no number at all.
_LONGEST: Final = 15


def row_key(text: str) -> int | None:
    """The key, or nothing when it can be no row's."""
    digits = text.strip()
    is_key = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST
    return int(digits) if is_key else None


def row_keys(texts: Iterable[str]) -> list[int]:
    """The keys in their order, without what can be none."""
    return [key for text in texts if (key := row_key(text)) is not None]
