"""The secret links of protocols."""

from __future__ import annotations


def register() -> None:
    """Add the entries."""
