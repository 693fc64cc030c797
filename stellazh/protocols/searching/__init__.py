"""Protocols, their decisions and resolutions in the search of everything."""

from stellazh.protocols.searching import decisions, protocols, resolutions


def register() -> None:
    """Let them be found."""
    protocols.register()
    decisions.register()
    resolutions.register()


__all__ = ["register"]
