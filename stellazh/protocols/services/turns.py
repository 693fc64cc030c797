"""One signature at a time in this process. Whoever waits for her turn here holds no lock of the database and does not
run into its patience: SQLite gives up after twenty seconds, and sixty signatures at once take longer on a weak server.
Between processes the number's series keeps the order, as it does within the turn.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# After that long the database decides: somebody holds a transaction around her signature.
PATIENCE_SECONDS: Final = 120
_TURN: Final = threading.Lock()


@contextmanager
def own_turn() -> Iterator[None]:
    """Wait until nobody else in this process signs."""
    has_turn = _TURN.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield
    finally:
        if has_turn:
            _TURN.release()
