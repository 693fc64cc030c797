"""What is written into the journal about certificates."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
