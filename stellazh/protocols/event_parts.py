"""What protocols add to the pages of events."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
