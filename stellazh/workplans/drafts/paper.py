"""A paper on its way to the reader: the bytes of a file, or what was pasted from the clipboard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """Either `content` with the file's `name`, or the clipboard's `html` and `text`."""

    name: str = ""
    content: bytes = b""
    html: str = ""
    text: str = ""

    @property
    def is_pasted(self) -> bool:
        return not self.content and not self.name

    @property
    def size_bytes(self) -> int:
        """How much there is to read."""
        return len(self.content) + len(self.html) + len(self.text)
