"""Many at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connection, connections


def rush(deeds: Sequence[Callable[[], object]]) -> list[str]:
    """What each of as many threads gets, all begun at one moment: «done» or the name of its refusal."""
    barrier, found = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            deed()
            found[place] = "done"
        except Exception as refusal:
            found[place] = type(refusal).__name__
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found
