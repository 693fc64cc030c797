"""Comparing and ordering Russian text alike on every database."""

from __future__ import annotations

import re

_QUOTES = str.maketrans(
    {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "‟": '"', "″": '"', "'": '"', "’": '"', "‘": '"'}
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """The key of «the same text»: lower case, ё as е, one kind of quotes and dashes, single blanks."""
    plain = text.translate(_QUOTES).translate(_DASHES).casefold().replace("ё", "е")
    return _BLANKS.sub(" ", plain).strip()


def sort_key(text: str) -> str:
    """A string whose plain byte order is the order of the Russian alphabet, ё right after е, case ignored.

    Fit for a stored column: SQLite and PostgreSQL order it alike.
    """
    plain = fold(text)
    # The alphabet of Unicode is the Russian one but for ё, which `fold` has turned into е; the tail tells them apart.
    tail = "".join("1" if letter in "ёЁ" else "0" for letter in _BLANKS.sub(" ", text).strip())
    return f"{plain} {tail}" if "1" in tail else plain
