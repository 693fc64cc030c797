"""Reading an old protocol in a process of its own."""

from __future__ import annotations

import threading
from typing import Final

from stellazh.office.apart import MEMORY_MEGABYTES, ReadingTakesLong, run_apart
from stellazh.protocols.drafts.model import ProtocolDraft

# What one paper may take is bounded; what all of them together take is this many times as much.
AT_ONCE: Final = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


def read_apart(content: bytes, name: str, *, seconds: int, memory_megabytes: int = MEMORY_MEGABYTES) -> ProtocolDraft:
    """Read a file as a protocol, at most `AT_ONCE` of them at a time.

    Raises:
        UnreadablePaper: it is no protocol that could be read; the message is one sentence of what to do.
        ReadingTakesLong: `seconds` were not enough, or passed before there was a turn.
    """
    if not _turns.acquire(timeout=seconds):
        raise ReadingTakesLong("Сейчас читается много файлов: подождите минуту и загрузите снова.")
    try:
        answer = run_apart(
            "stellazh.protocols.drafts",
            {"name": name},
            content,
            seconds=seconds,
            memory_megabytes=memory_megabytes,
        )
    finally:
        _turns.release()
    return ProtocolDraft.from_json(answer["draft"])
