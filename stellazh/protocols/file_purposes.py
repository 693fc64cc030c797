"""Files of protocols: who may open them."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
