"""The name a file is offered under when it is taken back."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
MOST_BYTES = 240
LONGEST_SUFFIX = 12
NAMELESS = "файл"

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_BLANKS = re.compile(r"\s+")
# Control and format characters (line breaks, writing-direction overrides), private and unassigned ones.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def clean_name(name: str) -> str:
    """The last part of the path, fit for every system: no control signs and no signs that Windows refuses.

    Cyrillic and other letters stay as they are, in composed form. At most 120 letters and 240 bytes; a long name keeps
    its suffix. An empty one becomes «файл».
    """
    last_part = re.split(r"[/\\]", name)[-1]
    spaced = _BLANKS.sub(" ", last_part)
    printable = "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNPRINTABLE)
    kept = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", _BLANKS.sub(" ", printable))).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(suffix) <= LONGEST_SUFFIX and suffix.isascii():
        return f"{_cut(stem, less=len(suffix) + 1)}.{suffix}"
    return _cut(kept, less=0) or NAMELESS


def _cut(text: str, *, less: int) -> str:
    """As much of the beginning as leaves room for `less` signs more."""
    in_letters = text[: LONGEST_NAME - less]
    return in_letters.encode()[: MOST_BYTES - less].decode(errors="ignore").rstrip(" .")
