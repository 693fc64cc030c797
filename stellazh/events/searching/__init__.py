"""Events in the search of everything: what is told of them, their talks, materials and recordings."""

from stellazh.events.searching import events, materials, recordings, talks


def register() -> None:
    """Let them be found."""
    events.register()
    talks.register()
    materials.register()
    recordings.register()


__all__ = ["register"]
