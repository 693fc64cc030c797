"""What travels on the bus: one topic, one small JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_DATA_BYTES = 256 * 1024
REVOKED = "_revoked"
"""The bus's own topic: an actor's rights may have ended, ask again. Clients cannot name it."""


@dataclass(frozen=True, slots=True)
class Message:
    """`data` is JSON text in ASCII, so that its length in signs is its length in bytes."""

    topic: str
    data: str

    @classmethod
    def of(cls, topic: str, data: Mapping[str, Any]) -> Message:
        """Make a message.

        Raises:
            TypeError: `data` holds something JSON has no word for.
            ValueError: more than 256 KiB; live messages say that something changed, pages fetch the rest.
        """
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
        if len(text) > MAX_DATA_BYTES:
            raise ValueError(f"a live message of {len(text)} bytes on «{topic}»")
        return cls(topic, text)

    def values(self) -> dict[str, Any]:
        """The object that was published."""
        values: dict[str, Any] = json.loads(self.data)
        return values
