"""The name a file is offered under when it is taken back."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
LONGEST_SUFFIX = 12
NAMELESS = "файл"

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_BLANKS = re.compile(r"\s+")
# Control and format characters (line breaks, writing-direction overrides), private and unassigned ones.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def clean_name(name: str) -> str:
    """The last part of the path, fit for every system: no control signs, no signs Windows refuses, at most 120 letters.

    Cyrillic and other letters stay as they are, in composed form; a long name keeps its suffix.
    """
    last_part = re.split(r"[/\\]", name)[-1]
    spaced = _BLANKS.sub(" ", last_part)
    printable = "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNPRINTABLE)
    kept = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", printable)).strip(" .")
    if not kept:
        return NAMELESS
    stem, dot, suffix = kept.rpartition(".")
    if len(kept) > LONGEST_NAME and dot and stem and len(suffix) <= LONGEST_SUFFIX:
        return f"{stem[: LONGEST_NAME - len(suffix) - 1].rstrip(' .')}.{suffix}"
    return kept[:LONGEST_NAME].rstrip(" .")
