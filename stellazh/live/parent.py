"""The pipe between the server's main process and those that serve: how they learn at once that it stops or is gone.

Without it an open stream would hold up every stop until it is killed, and a killed main process would leave the
serving ones behind, holding the port. Needs no Django: the main process never sets it up.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

_pipe: tuple[int, int] | None = None
_LAST_SECONDS = 3.0
_MOST_PROCESSES = 1024  # each reads one sign of the word, so that every one hears it


def open_pipe() -> None:
    """In the main process, before it forks."""
    global _pipe
    _pipe = os.pipe()


def announce_stop() -> None:
    """In the main process: the serving ones are about to be asked to stop. Safe in a signal handler."""
    if _pipe is not None:
        os.write(_pipe[1], b"." * _MOST_PROCESSES)


def watch(on_stop: Callable[[], None]) -> None:
    """In a serving process's event loop: call `on_stop` when the main one stops; leave when it died without a word."""
    if _pipe is None:
        return
    mouth, end = _pipe
    # As long as anybody holds the writing end, the death of the main process would not be noticed.
    os.close(end)
    os.set_blocking(mouth, False)
    loop = asyncio.get_running_loop()

    def hear() -> None:
        loop.remove_reader(mouth)
        on_stop()
        if not os.read(mouth, 1):
            threading.Thread(target=_leave, name="orphan", daemon=True).start()

    loop.add_reader(mouth, hear)


def _leave() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_LAST_SECONDS)
    os._exit(1)
