"""What protocols know of a person."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
