"""Whether a piece of text says anything at all."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]")


def has_words(text: str) -> bool:
    """False for blanks, dots, dashes and the underscores of an empty form."""
    return bool(_WORD.search(text))
