"""Where protocols stand in the menus."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
