"""Reading an old protocol in a process of its own."""

from __future__ import annotations

from stellazh.office.apart import MEMORY_MEGABYTES, run_apart
from stellazh.protocols.drafts.model import ProtocolDraft


def read_apart(content: bytes, name: str, *, seconds: int, memory_megabytes: int = MEMORY_MEGABYTES) -> ProtocolDraft:
    """Read a file as a protocol.

    Raises:
        UnreadablePaper: it is no protocol that could be read; the message is one sentence of what to do.
        ReadingTakesLong: `seconds` were not enough, or passed before there was a turn.
    """
    answer = run_apart(
        "stellazh.protocols.drafts", {"name": name}, content, seconds=seconds, memory_megabytes=memory_megabytes
    )
    return ProtocolDraft.from_json(answer["draft"])
