"""What protocols add to the items of a plan."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
