"""The index follows what is written: every worker reads anew what triggers have marked."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stellazh.textindex.entries import catch_up, has_stale

AT_ONCE: Final = 200


def keep_up(at: datetime) -> bool:
    """Read anew a bounded lot of what has changed; whether more is waiting."""
    return has_stale() and catch_up(AT_ONCE) > 0 and has_stale()
