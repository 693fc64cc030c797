"""Protocols, their decisions and resolutions in the search of everything."""

from stellazh.protocols.searching import decisions, protocols, published, resolutions


def register() -> None:
    """Let them be found."""
    protocols.register()
    decisions.register()
    resolutions.register()
    published.register()


__all__ = ["register"]
