"""Numbers as they are written in Russian."""

from __future__ import annotations

from decimal import Decimal


def in_figures(number: Decimal) -> str:
    """«3,5», «10», «1200»: no needless zeros, a comma for the point."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".").replace(".", ",") if "." in written else written
